"""The evaluation's own files can be read, and say nothing that the product could not be measured by."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
import yaml

from scr.evaluation.cases import CaseError, load_conversations, load_questions
from scr.evaluation.page import page
from scr.evaluation.run import evaluate
from scr.evaluation.score import Answered, score_question
from tests.conftest import CASES

QUESTIONS = CASES / "questions.yml"
CONVERSATIONS = CASES / "conversations.yml"
LABELS = set(
    re.findall(r"\b[a-z_]+\b", " ".join(re.findall(r"^\| ([a-z_, ]+) \|", (CASES / "labels.md").read_text(), re.M)))
)


def test_every_question_has_labels_that_the_table_explains() -> None:
    questions = load_questions(QUESTIONS)

    assert len(questions) > 50
    assert [name for name, times in Counter(question.id for question in questions).items() if times > 1] == []
    for question in questions:
        assert question.text.strip(), question.id
        assert question.labels, question.id
        assert set(question.labels) <= LABELS, question.id


def test_every_turn_expects_what_the_table_explains() -> None:
    conversations = load_conversations(CONVERSATIONS)

    assert len(conversations) > 10
    for conversation in conversations:
        assert conversation.turns, conversation.id
        for turn in conversation.turns:
            assert turn.expect, conversation.id
            assert set(turn.expect) <= LABELS, conversation.id
            assert all(choice.strip() for wanted in turn.must_mention for choice in wanted.split("|")), conversation.id


def test_every_telephone_number_of_the_register_is_one_that_nobody_has() -> None:
    register = (CASES / "register.yml").read_text(encoding="utf-8")
    numbers = [support["phone"] for review in yaml.safe_load(register) for support in review["support"] if support["phone"]]

    assert numbers
    assert all(re.fullmatch(r"01632 960\d{3}", number) for number in numbers)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("- id: q1\n  text: hello\n", "labels"),
        ("- id: q1\n  labels: [imr]\n", "text"),
        ("hello", "list"),
        ("- id: [", "cannot be read"),
    ],
)
def test_a_file_of_questions_that_cannot_be_read_is_told_with_its_name(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "bad.yml"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(CaseError, match=r"bad\.yml") as caught:
        load_questions(path)
    assert says in str(caught.value)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match="missing"):
        load_conversations(tmp_path / "missing.yml")


def test_an_evaluation_without_its_files_ends_before_anything_is_started(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status = evaluate(QUESTIONS, CONVERSATIONS, tmp_path / "missing.yml", None, None)

    assert status == 2
    assert "does not exist" in " ".join(capsys.readouterr().out.split())


def test_the_page_shows_figures_confusions_and_misses_and_runs_nothing_that_was_typed() -> None:
    question = load_questions(QUESTIONS)[0].copy(update={"text": "<script>alert(1)</script>", "labels": ("interview",)})
    miss = score_question(question, Answered(("media",), ("imr",), "No."))
    hit = score_question(question.copy(update={"id": "right", "text": "a hit"}), Answered(("interview",), (), "Yes."))

    written = page([miss, hit], [])

    assert "<script>" not in written
    assert "&lt;script&gt;" in written
    assert "<td>interview</td><td>media</td><td>1</td>" in written
    assert "a hit" not in written
    assert "1 of 2" in written
