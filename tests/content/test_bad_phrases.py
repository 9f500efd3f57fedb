"""Slips in the phrases, as `scr check` tells them."""

from __future__ import annotations

from pathlib import Path

from scr.content import load_content
from scr.content.check import problems_of_phrases
from tests.conftest import edit

IMR = "answers/imr.yml"


def test_too_few_phrases_are_told_with_how_many_are_needed(data_copy: Path) -> None:
    text = (data_copy / IMR).read_text(encoding="utf-8")
    kept = text.split("- intent: ask/imr")
    (data_copy / IMR).write_text("- intent: ask/imr".join(kept[:2]), encoding="utf-8")

    problems = problems_of_phrases(load_content(data_copy), data_copy)

    assert len(problems) == 1
    assert problems[0].startswith("imr has ")
    assert "60" in problems[0]


def test_a_phrase_under_two_labels_is_told_with_both(data_copy: Path) -> None:
    edit(data_copy / IMR, "    - what is an IMR\n", "    - what is an IMR\n    - Can I talk to someone?\n")

    problems = problems_of_phrases(load_content(data_copy), data_copy)

    assert any("talk to someone" in problem and "imr" in problem and "human" in problem for problem in problems)


def test_phrases_of_a_label_that_leads_nowhere_are_told(data_copy: Path) -> None:
    edit(data_copy / IMR, "- intent: ask/imr\n", "- intent: ask/imrr\n")

    problems = problems_of_phrases(load_content(data_copy), data_copy)

    assert any("imrr" in problem for problem in problems)


def test_signs_of_a_guard_that_does_not_exist_are_told(data_copy: Path) -> None:
    edit(data_copy / "safety/distress.yml", "signs:\n  distress:", "signs:\n  distres:")

    problems = problems_of_phrases(load_content(data_copy), data_copy)

    assert any("distres'" in problem for problem in problems)


def test_a_label_of_which_nobody_said_what_belongs_to_it_is_told(data_copy: Path) -> None:
    edit(data_copy / "tasks/human.yml", "\n  human: ", "\n  somebody: ")

    problems = problems_of_phrases(load_content(data_copy), data_copy)

    assert any("boundaries" in problem and "`human`" in problem for problem in problems)
