"""What a text is about by its words and stretches of letters: what it says, beside what it means.

The encoder knows that "paperwork" is near "records"; this knows that whoever writes "chronology", or "cronolgy", means the
chronology. In plain Python, because importing scikit-learn's vectorizers takes the second in which the terminal answers.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import FrozenSet, List, Mapping, Sequence, Tuple

import numpy as np
from numpy.typing import NDArray

from scr.understanding.text import key

_SHORTEST, _LONGEST = 2, 4  # letters
_LEAST_PHRASES = 3
"""A stretch of fewer phrases than this says nothing about those to come."""

_REGULARISATION = 2e-6
_ROUNDS = 8  # more change nothing

Scores = NDArray[np.float32]  # (texts, labels)


@dataclass(frozen=True)
class NGrams:
    """One linear model for each label, on the stretches of a text, the rarer the heavier."""

    stretches: Tuple[str, ...]
    rarities: NDArray[np.float32]  # (stretches,)
    weights: NDArray[np.float32]  # (stretches, labels)
    biases: NDArray[np.float32]  # (labels,)

    def scores(self, texts: Sequence[str]) -> Scores:
        """Before they become probabilities."""
        return np.stack([self._score(text) for text in texts])

    @cached_property
    def _numbers(self) -> Mapping[str, int]:
        return {stretch: number for number, stretch in enumerate(self.stretches)}

    def _score(self, text: str) -> Scores:
        found, shares = _row(text, self._numbers, self.rarities)
        score: Scores = shares @ self.weights[found] + self.biases
        return score


def stretches(text: str) -> FrozenSet[str]:
    """Its words, pairs of words, and stretches of letters that do not run over the end of a word."""
    words = key(text).split()
    found = {f"w {word}" for word in words}
    found.update(f"w {first} {second}" for first, second in pairwise(words))
    for word in (f" {word} " for word in words):
        for length in range(_SHORTEST, _LONGEST + 1):
            found.update(word[start : start + length] for start in range(max(1, len(word) - length + 1)))
    return frozenset(found)


def train(texts: Sequence[str], labels: Sequence[str], order: Sequence[str]) -> NGrams:
    """Fit the model.

    Args:
        labels: what each text is about.
        order: the labels, as its scores are to be ordered.
    """
    # scikit-learn takes a second to import and is needed for training alone.
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import SGDClassifier

    counted = Counter(stretch for text in texts for stretch in stretches(text))
    known = tuple(sorted(stretch for stretch, count in counted.items() if count >= _LEAST_PHRASES))
    counts = np.array([counted[stretch] for stretch in known], np.float32)
    rarities = (np.log((1 + len(texts)) / (1 + counts)) + 1).astype(np.float32)
    numbers = {stretch: number for number, stretch in enumerate(known)}
    rows = [_row(text, numbers, rarities) for text in texts]
    ends = np.cumsum([0, *(len(found) for found, _ in rows)])
    found, shares = (np.concatenate(part) for part in zip(*rows, strict=True))
    matrix = csr_matrix((shares, found, ends), shape=(len(texts), len(known)))
    model = SGDClassifier(
        loss="log_loss", alpha=_REGULARISATION, max_iter=_ROUNDS, tol=None, average=True, random_state=1, n_jobs=-1
    )
    model.fit(matrix, np.asarray(labels))
    places = [model.classes_.tolist().index(label) for label in order]
    return NGrams(known, rarities, model.coef_[places].T.astype(np.float32), model.intercept_[places].astype(np.float32))


def _row(
    text: str, numbers: Mapping[str, int], rarities: NDArray[np.float32]
) -> Tuple[NDArray[np.int64], NDArray[np.float32]]:
    """The known stretches of a text by number, and the share of each in it; as a vector they have length 1."""
    known: List[int] = sorted(numbers[stretch] for stretch in stretches(text) if stretch in numbers)
    found = np.array(known, np.int64)
    shares = rarities[found]
    return found, shares / (np.linalg.norm(shares) or 1.0)
