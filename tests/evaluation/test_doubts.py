"""Doubts about phrases: what stands under the wrong label, and what nobody could tell apart."""

from __future__ import annotations

import numpy as np
import pytest

from scr.content.phrases import Phrase
from scr.evaluation.crossvalidation import Unseen
from scr.evaluation.doubts import alike_under_two_labels, confused, doubtful

PER_LABEL = 40
WRONG = Phrase("how long does it take", "panel", "v01_somebody")


@pytest.fixture
def unseen() -> Unseen:
    """Two labels that a model tells apart, and one phrase of the one under the other."""
    phrases = [
        *(Phrase(f"who is on it {number}", "panel", "v01_somebody") for number in range(PER_LABEL)),
        *(Phrase(f"is it months {number}", "timescale", "v02_somebody") for number in range(PER_LABEL)),
        WRONG,
    ]
    scores = np.zeros((len(phrases), 2), np.float32)
    scores[:PER_LABEL, 0] = 4
    scores[PER_LABEL:, 1] = 4
    return Unseen(phrases, ("panel", "timescale"), scores)


def test_a_phrase_under_the_wrong_label_is_doubted_and_no_other(unseen: Unseen) -> None:
    assert doubtful(unseen) == ["- panel or timescale? how long does it take (v01_somebody)"]


def test_labels_are_told_that_are_taken_for_each_other(unseen: Unseen) -> None:
    taken = Unseen([*unseen.phrases, WRONG, WRONG], unseen.labels, np.vstack([unseen.scores, [[0, 4], [0, 4]]]))

    assert confused(unseen) == []
    assert confused(taken) == ["- panel: 7.0% taken for timescale"]


def test_phrases_nearly_alike_are_told_only_under_two_labels() -> None:
    vectors = np.array([[1, 0], [0.999, 0.04], [0, 1], [0.04, 0.999]], np.float32)
    one, same, other = (
        Phrase("who runs it", "panel", ""),
        Phrase("who runs that", "panel", ""),
        Phrase("how long", "timescale", ""),
    )
    strange = Phrase("how long is it", "definition", "")

    assert alike_under_two_labels([one, same, other, strange], vectors) == [
        "- timescale: how long | definition: how long is it"
    ]
