"""Spelling: slips of the keyboard are put right, and what is no slip is left alone."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scr.evaluation.typing_errors import mistyped
from scr.understanding.spelling import Spelling

SPELLING = Spelling({"interviewed": 40, "chronology": 30, "panel": 20, "will": 90, "wild": 3, "copy": 8, "coffee": 2})


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("intervewed", "interviewed"),
        ("interviewwed", "interviewed"),
        ("itnerviewed", "interviewed"),
        ("the chronolohy?", "the chronology?"),
        ("PANNEL", "panel"),
        ("wull", "will"),
    ],
)
def test_a_word_one_slip_from_a_known_one_becomes_it(typed: str, meant: str) -> None:
    assert SPELLING.corrected(typed) == meant


@pytest.mark.parametrize("text", ["wild", "Oakdene", "cpy", "SCR-2026-014", "didn't", "wil7", "77 77", "naïve", "", "coffe"])
def test_what_is_no_slip_stays_as_it_was_typed(text: str) -> None:
    assert SPELLING.corrected(text) == text


@given(st.sampled_from(["interviewed", "chronology"]), st.integers())
def test_every_single_slip_in_a_long_word_is_put_right(word: str, seed: int) -> None:
    assert SPELLING.corrected(mistyped(word, random.Random(seed))) == word


@given(st.text(max_size=80))
def test_what_is_right_is_not_changed_again(text: str) -> None:
    once = SPELLING.corrected(text)

    assert SPELLING.corrected(once) == once
