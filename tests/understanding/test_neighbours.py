"""What a text is near to: the phrases around it decide, the nearer the more."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from scr.understanding import neighbours
from scr.understanding.neighbours import Neighbours

ORDER = ["media", "panel", "chronology"]
PER_LABEL = 30
CHANCE = np.random.default_rng(5)


def _around(direction: int, count: int) -> NDArray[np.float32]:
    """Vectors of length 1 that point nearly one way."""
    vectors = CHANCE.normal(0, 0.05, (count, 16)).astype(np.float32)
    vectors[:, direction] += 1
    normal: NDArray[np.float32] = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return normal


@pytest.fixture(scope="module")
def model() -> Neighbours:
    """Panel has two corners, and chronology lies between them."""
    corners = [_around(0, PER_LABEL), _around(1, PER_LABEL), _around(3, PER_LABEL), _around(2, PER_LABEL)]
    labels = [*["media"] * PER_LABEL, *["panel"] * 2 * PER_LABEL, *["chronology"] * PER_LABEL]
    return neighbours.train(np.concatenate(corners), labels, ORDER)


@pytest.mark.parametrize(("direction", "label"), [(0, "media"), (1, "panel"), (3, "panel"), (2, "chronology")])
def test_a_text_is_of_the_label_whose_phrases_are_around_it(model: Neighbours, direction: int, label: str) -> None:
    scores = model.scores(_around(direction, 5))

    assert [ORDER[best] for best in scores.argmax(axis=1)] == [label] * 5


def test_shares_are_of_the_nearest_alone_and_no_label_is_ruled_out(model: Neighbours) -> None:
    shares = np.exp(model.scores(_around(0, 1)))[0]

    assert shares == pytest.approx([1.01, 0.01, 0.01], abs=1e-4)


def test_a_text_between_two_labels_has_some_of_both(model: Neighbours) -> None:
    between = (_around(0, 1) + _around(1, 1)) / 2

    shares = np.exp(model.scores(between / np.linalg.norm(between)))[0]
    assert shares[0] > 0.05
    assert shares[1] > 0.05


def test_fewer_phrases_than_are_asked_are_enough() -> None:
    few = neighbours.train(np.eye(16, dtype=np.float32)[:3], ORDER, ORDER)

    assert few.scores(np.eye(16, dtype=np.float32)[1:2]).argmax() == 1


@given(st.lists(st.floats(-1, 1), min_size=16, max_size=16))
def test_any_vector_has_scores(model: Neighbours, values: list[float]) -> None:
    assert np.isfinite(model.scores(np.array([values], np.float32))).all()
