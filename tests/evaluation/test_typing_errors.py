"""Typing errors: one at a time, of the kinds that hands make."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scr.evaluation.typing_errors import mistyped


@given(st.text(alphabet="abcdefgh ", min_size=8, max_size=40), st.integers())
def test_one_error_changes_at_most_two_letters_and_the_length_by_one(text: str, seed: int) -> None:
    typed = mistyped(text, random.Random(seed))

    assert abs(len(typed) - len(text)) <= 1
    same_start = next((at for at, (one, other) in enumerate(zip(text, typed, strict=False)) if one != other), len(typed))
    same_end = next(
        (at for at, (one, other) in enumerate(zip(text[::-1], typed[::-1], strict=False)) if one != other), len(typed)
    )
    assert same_start + same_end >= min(len(text), len(typed)) - 2


@pytest.mark.parametrize("text", ["", "imr", "1 2 3 4 5"])
def test_what_has_hardly_a_letter_stays_as_it_is(text: str) -> None:
    assert mistyped(text, random.Random(1)) == text


def test_the_same_chance_makes_the_same_error() -> None:
    assert mistyped("chronology", random.Random(3)) == mistyped("chronology", random.Random(3))


def test_every_kind_of_error_is_made() -> None:
    found = {mistyped("panel", random.Random(seed)) for seed in range(300)}

    assert {"pnel", "ppanel", "apnel", "oanel"} <= found
