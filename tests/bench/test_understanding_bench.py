"""The bench that compares ways to understand: what it learns from and asks, and what it counts."""

from __future__ import annotations

from pathlib import Path
from typing import Tuple

import numpy as np
import pytest

from bench.understanding import picture
from bench.understanding.exchange import Answer, Run, Task
from bench.understanding.figures import figures, right_where_wrong
from bench.understanding.phrases import drawn, shuffled
from bench.understanding.processes import SYSTEMS, System, SystemFailed, run
from bench.understanding.questions import Question, questions_of
from bench.understanding.report import keep, load
from bench.understanding.systems import assistant, ngrams
from bench.understanding.systems.nearest import by_nearness
from bench.understanding.tables import table
from bench.understanding.worker import measured
from scr.content.phrases import Phrase
from scr.evaluation.cases import CaseError
from scr.rules.conversation import Reading
from scr.settings import ROOT

TASK = Task((("Who writes it?", "imr"), ("Is it public", "report"), ("who is the author", "imr")), ("who wrote it",), 1)


def _asked(*labels: str) -> Question:
    return Question("will i be interviewed", frozenset(labels))


def _answer(*ranking: Tuple[str, float], sure: bool = True) -> Answer:
    return Answer(ranking, (ranking[0][0],) if sure and ranking else ())


def _run(*answers: Answer) -> Run:
    return Run(
        answers,
        tuple(float(number) for number in range(len(answers))),
        training_seconds=2.0,
        training_processor_seconds=1.0,
        memory_mb=100.0,
    )


# What is learned and asked


def test_phrases_are_drawn_from_as_many_voices_as_there_are() -> None:
    phrases = [Phrase(f"{voice} {number}", "imr", voice) for voice in ("v01", "v02", "v03") for number in range(9)]

    chosen = drawn([*phrases, Phrase("hello", "greet", "v01")], per_label=6, seed=1)

    assert sorted(phrase.voice for phrase in chosen if phrase.label == "imr") == ["v01", "v01", "v02", "v02", "v03", "v03"]
    assert [phrase.text for phrase in chosen if phrase.label == "greet"] == ["hello"]
    assert len(set(chosen)) == 7


def test_the_same_seed_draws_the_same_phrases_and_another_others() -> None:
    phrases = [Phrase(str(number), "imr", "v01") for number in range(100)]

    assert drawn(phrases, 10, seed=1) == drawn(phrases, 10, seed=1)
    assert drawn(phrases, 10, seed=1) != drawn(phrases, 10, seed=2)


def test_phrases_are_shuffled_the_same_way_each_time() -> None:
    phrases = [Phrase(str(number), "imr", "v01") for number in range(100)]

    assert shuffled(phrases, seed=1) == shuffled(phrases, seed=1) != phrases
    assert sorted(phrase.text for phrase in shuffled(phrases, seed=1)) == sorted(phrase.text for phrase in phrases)


def test_questions_come_with_one_label_or_with_a_list_of_them(tmp_path: Path) -> None:
    (tmp_path / "unseen").mkdir()
    (tmp_path / "questions.yml").write_text("- {id: q1, text: who leads it, labels: [panel, imr], who: health}")
    (tmp_path / "unseen" / "v99.yml").write_text(
        "panel:\n- who is on it\n- 112\n- {text: who decides and who sits, labels: [panel, who_decides]}\n"
    )

    assert questions_of(tmp_path) == [
        Question("who leads it", frozenset({"panel", "imr"})),
        Question("who is on it", frozenset({"panel"})),
        Question("112", frozenset({"panel"})),
        Question("who decides and who sits", frozenset({"panel", "who_decides"})),
    ]


@pytest.mark.parametrize("voice", ["- just a list", "panel: [{text: without labels}]", "panel: 3", "panel: [", "null"])
def test_a_voice_that_cannot_be_read_is_named(tmp_path: Path, voice: str) -> None:
    (tmp_path / "unseen").mkdir()
    (tmp_path / "questions.yml").write_text("[]")
    (tmp_path / "unseen" / "v99.yml").write_text(voice)

    with pytest.raises(CaseError, match=r"v99\.yml cannot be read as phrases by label"):
        questions_of(tmp_path)


def test_the_questions_of_the_evaluation_can_all_be_read() -> None:
    questions = questions_of(ROOT / "tests" / "evaluation")

    assert len(questions) > 1000
    assert all(question.text and question.labels for question in questions)


# What is counted


def test_figures_are_counted_as_by_hand() -> None:
    questions = [_asked("imr"), _asked("imr", "panel"), _asked("media"), _asked("out_of_scope"), _asked("out_of_scope")]
    found = figures(
        questions,
        _run(
            _answer(("imr", 0.9), ("panel", 0.1)),  # right
            _answer(("media", 0.6), ("imr", 0.2), ("panel", 0.1)),  # wrong, right among three
            _answer(("media", 0.4), sure=False),  # right, not sure enough
            _answer(("out_of_scope", 0.8)),  # refused
            _answer(("imr", 0.7)),  # wrong
        ),
    )

    assert (found.right_first, found.among_three) == (3 / 5, 4 / 5)
    assert (found.right_outright, found.wrong_outright) == (2 / 5, 2 / 5)
    assert (found.out_of_scope, found.out_of_scope_refused) == (2, 1 / 2)
    assert (found.p50_ms, found.training_seconds, found.memory_mb) == (2.0, 2.0, 100.0)


def test_what_is_not_understood_is_no_wrong_answer_and_right_only_out_of_scope() -> None:
    found = figures([_asked("imr"), _asked("out_of_scope")], _run(*[_answer(("unsure", 0.9))] * 2))

    assert (found.right_first, found.wrong_outright, found.out_of_scope_refused) == (1 / 2, 0, 1)


def test_an_answer_beside_a_right_one_can_be_wrong() -> None:
    both = Answer((("imr", 0.9), ("panel", 0.9)), ("imr", "panel"))

    found = figures([_asked("imr")], _run(both), has_threshold=False)

    assert (found.right_outright, found.wrong_outright, found.right_where_3_wrong) == (1, 1, None)


def test_without_a_question_out_of_scope_there_is_no_share_of_them() -> None:
    assert figures([_asked("imr")], _run(_answer(("imr", 0.9)))).out_of_scope_refused is None


@pytest.mark.parametrize(("may_be_wrong", "right"), [(0.0, 1 / 4), (0.25, 2 / 4), (0.5, 2 / 4), (1.0, 2 / 4)])
def test_the_threshold_lets_no_more_be_wrong_than_may_be(may_be_wrong: float, right: float) -> None:
    questions = [_asked("imr")] * 4
    answers = [_answer((label, sure)) for label, sure in (("imr", 0.9), ("panel", 0.8), ("imr", 0.7), ("panel", 0.6))]

    assert right_where_wrong(questions, answers, may_be_wrong) == right


def test_answers_of_one_confidence_are_given_together_or_not_at_all() -> None:
    answers = [_answer(("imr", 0.9)), _answer(("panel", 0.9))]

    assert right_where_wrong([_asked("imr")] * 2, answers, 0.4) == 0
    assert right_where_wrong([_asked("imr")] * 2, answers, 0.5) == 1 / 2


def test_a_question_of_which_nothing_is_known_is_never_answered() -> None:
    assert right_where_wrong([_asked("imr")], [_answer()], 0.0) == 0


# The systems and their processes


def test_a_reading_becomes_what_is_answered_and_then_what_is_offered() -> None:
    assert assistant.answer(Reading(("imr", "panel"), ("panel", "media"), confidence=0.8)) == Answer(
        (("imr", 0.8), ("panel", 0.8), ("media", 0.8)), ("imr", "panel")
    )
    assert assistant.answer(Reading(("unsure",), ("media",), confidence=0.3)) == Answer((("media", 0.3),), ())
    assert assistant.answer(Reading(("unsure",), confidence=0.3)) == Answer((("unsure", 0.3),), ())


def test_the_nearest_phrases_give_each_label_once() -> None:
    likeness = np.array([0.5, 0.75, 0.7, -0.2], np.float32)

    assert by_nearness(["a", "b", "b", "c"], likeness) == (("b", 0.75), ("a", 0.5), ("c", 0.0))


def test_a_system_is_trained_asked_and_clocked() -> None:
    found = measured(TASK, ngrams.train)

    assert [answer.answered for answer in found.answers] == [("imr",)]
    assert (len(found.milliseconds), found.memory_mb > 10, found.training_seconds > 0) == (1, True, True)


def test_a_system_in_its_own_process_gives_the_same_answers() -> None:
    system = next(system for system in SYSTEMS if system.name == "ngrams")

    assert run(system, TASK).answers == measured(TASK, ngrams.train).answers


def test_a_process_that_fails_is_said_with_what_it_wrote(tmp_path: Path) -> None:
    broken = System("broken", "broken", ("sh", "-c", "echo no such thing; exit 3"), tmp_path, "make it")

    with pytest.raises(SystemFailed, match="broken ended with 3:\nno such thing"):
        run(broken, TASK)


def test_a_system_that_lacks_something_says_which_command_makes_it(tmp_path: Path) -> None:
    nowhere = tmp_path / "nowhere"

    assert System("x", "X", (), nowhere, "make x").lacks == f"X: {nowhere} is missing. Run: make x"
    assert System("x", "X", (), tmp_path, "make x").lacks == ""


def test_a_task_and_a_run_are_the_same_after_being_kept(tmp_path: Path) -> None:
    made = _run(_answer(("imr", 0.9), ("panel", 0.1)), _answer(sure=False))
    TASK.save(tmp_path / "task.json")
    made.save(tmp_path / "run.json")

    assert Task.load(tmp_path / "task.json") == TASK
    assert Run.load(tmp_path / "run.json") == made


# The report


def test_what_is_measured_again_takes_the_place_of_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "reports" / "bench.json"
    for system, share in (("ours", 0.1), ("rasa", 0.2), ("ours", 0.3)):
        keep(path, "own", {"system": system, "share": share}, ("system",))

    assert load(path)["own"] == [{"system": "rasa", "share": 0.2}, {"system": "ours", "share": 0.3}]


def test_a_table_is_aligned() -> None:
    assert table(["system", "n"], [["ours", "10"]]) == "| system |  n |\n| ------ | -: |\n| ours   | 10 |"


def test_a_picture_has_a_bar_for_each_system_of_one_amount(tmp_path: Path) -> None:
    row = {"system": "ours", "title": "ours", "amount": "40 a label", "phrases": 2000, "questions": 10}
    rows = [
        {**row, "system": "rasa", "title": "Rasa", "right_first": 0.5, "right_where_3_wrong": 0.25},
        {**row, "right_first": 0.75, "right_where_3_wrong": 0.5},
        {**row, "amount": "all", "right_first": 1.0, "right_where_3_wrong": 1.0},
    ]

    bars = picture.of_systems(rows, "40 a label")
    picture.draw(bars, tmp_path / "bars.svg")

    assert bars.groups == (("ours", (75.0, 50.0)), ("Rasa", (50.0, 25.0)))
    assert bars.title == "2,000 phrases (40 a label), 10 questions, per cent"
    assert all(f">{words}</text>" in (tmp_path / "bars.svg").read_text() for words in ("75.0", "25.0", "Rasa", bars.title))
