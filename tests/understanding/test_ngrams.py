"""What a text says, by its words and stretches of letters: mistyped words are near the right ones."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scr.understanding import ngrams
from scr.understanding.ngrams import NGrams, stretches

TEXTS = [
    *(f"who writes the chronology {number}" for number in range(6)),
    *(f"who sits on the panel {number}" for number in range(6)),
    *(f"will the papers print it {number}" for number in range(6)),
]
LABELS = [*["chronology"] * 6, *["panel"] * 6, *["media"] * 6]
ORDER = ["media", "panel", "chronology"]


@pytest.fixture(scope="module")
def model() -> NGrams:
    return ngrams.train(TEXTS, LABELS, ORDER)


def best(model: NGrams, text: str) -> str:
    return ORDER[int(model.scores([text]).argmax())]


def test_it_finds_again_what_it_was_trained_on_in_the_order_that_was_asked_for(model: NGrams) -> None:
    assert [best(model, text) for text in TEXTS] == LABELS


@pytest.mark.parametrize(
    ("text", "label"), [("cronology", "chronology"), ("pannel", "panel"), ("printed in papers", "media")]
)
def test_a_mistyped_or_bent_word_is_near_the_right_one(model: NGrams, text: str, label: str) -> None:
    assert best(model, text) == label


def test_what_nobody_has_said_before_changes_no_score(model: NGrams) -> None:
    assert (model.scores(["zzz qqq"]) == model.biases).all()


def test_one_training_gives_the_same_model_as_another(model: NGrams) -> None:
    again = ngrams.train(TEXTS, LABELS, ORDER)

    assert again.stretches == model.stretches
    assert (again.weights == model.weights).all()


def test_stretches_are_of_one_word_or_of_two_that_follow_each_other() -> None:
    assert {"w who", "w who is", " w", "who ", "is "} <= stretches("Who is?")
    assert not any("o i" in stretch and not stretch.startswith("w ") for stretch in stretches("who is"))


@given(st.text(max_size=60))
def test_any_text_has_a_score(model: NGrams, text: str) -> None:
    assert np.isfinite(model.scores([text])).all()
