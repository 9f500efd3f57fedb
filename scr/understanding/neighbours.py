"""What a text is about by the phrases that are nearest to it in meaning: what others meant who said nearly the same.

Beside the linear models, which draw one line around a whole label, it knows the label's corners: a dozen phrases that are
unlike the rest of theirs, and like this text.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Sequence

import numpy as np
from numpy.typing import NDArray

from scr.understanding.encoder import Vectors

_DIRECTIONS = 128  # of the encoder's 384; more change nothing, fewer forget
_NEAREST = 20
_SHARPNESS = 20.0  # a phrase whose likeness is 0.05 less counts a third
_FLOOR = 0.01
"""Probability left to a label of which no phrase is near."""

Scores = NDArray[np.float32]  # (texts, labels)


@dataclass(frozen=True)
class Neighbours:
    """The phrases, in the directions in which they differ most."""

    directions: NDArray[np.float32]  # (dimensions of the encoder, directions)
    phrases: NDArray[np.float32]  # (phrases, directions), of length 1
    numbers: NDArray[np.int64]  # (phrases,), the label of each
    labels: int

    def scores(self, vectors: Vectors) -> Scores:
        """The logarithm of each label's share in the nearest phrases, the nearer the heavier."""
        likeness = _shortened(vectors, self.directions) @ self.phrases.T
        return np.stack([self._score(row) for row in likeness])

    def _score(self, likeness: NDArray[np.float32]) -> Scores:
        nearest = np.argpartition(-likeness, _NEAREST)[:_NEAREST] if len(likeness) > _NEAREST else np.arange(len(likeness))
        weights = np.exp((likeness[nearest] - 1) * _SHARPNESS)
        found = np.bincount(self.numbers[nearest], weights, self.labels)
        score: Scores = np.log(found / found.sum() + _FLOOR).astype(np.float32)
        return score


def train(vectors: Vectors, labels: Sequence[str], order: Sequence[str]) -> Neighbours:
    """Remember the phrases.

    Args:
        vectors: the encoder's, one row a phrase.
        labels: what each phrase is about.
        order: the labels, as the scores are to be ordered.
    """
    _, found = np.linalg.eigh(np.cov(vectors.T))
    directions = found[:, ::-1][:, :_DIRECTIONS].astype(np.float32)
    numbers = {label: number for number, label in enumerate(order)}
    return Neighbours(
        directions, _shortened(vectors, directions), np.array([numbers[label] for label in labels], np.int64), len(order)
    )


def _shortened(vectors: Vectors, directions: NDArray[np.float32]) -> NDArray[np.float32]:
    turned = vectors @ directions
    shortened: NDArray[np.float32] = turned / np.maximum(np.linalg.norm(turned, axis=1, keepdims=True), 1e-9)
    return shortened
