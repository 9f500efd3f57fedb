"""What a text is about: one calibrated linear model over all labels, on the encoder's vectors."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import IO, FrozenSet, Mapping, Sequence, Tuple

import numpy as np
from numpy.typing import NDArray

from scr.rules.conversation import UNSURE
from scr.understanding.encoder import Vectors
from scr.understanding.text import key

FILE = "understanding.npz"
_FORMAT = 3
_CLOSE_ENOUGH = 1e-2  # a tenth of it takes longer and changes no phrase's label

Probabilities = NDArray[np.float32]  # (texts, labels)


class ModelError(Exception):
    """There is no trained model that can be used; the message says what to do."""


@dataclass(frozen=True)
class Classifier:
    """The model's weights. Saved as plain arrays, never pickled, so that loading a model runs no code of it."""

    labels: Tuple[str, ...]
    weights: NDArray[np.float32]  # (labels, dimensions)
    biases: NDArray[np.float32]  # (labels,)
    vocabulary: FrozenSet[str]
    """Every word of the phrases that mean something."""
    temperature: float
    thresholds: Mapping[str, float]

    def probabilities(self, vectors: Vectors) -> Probabilities:
        """Calibrated; the rows add up to 1."""
        scores = (vectors @ self.weights.T + self.biases) / self.temperature
        scores -= scores.max(axis=1, keepdims=True)
        powers = np.exp(scores)
        result: Probabilities = powers / powers.sum(axis=1, keepdims=True)
        return result

    def save(self, folder: Path) -> None:
        facts = {
            "format": _FORMAT,
            "labels": self.labels,
            "temperature": self.temperature,
            "thresholds": dict(self.thresholds),
            "vocabulary": sorted(self.vocabulary),
        }
        np.savez(
            folder / FILE,
            facts=np.frombuffer(json.dumps(facts).encode(), np.uint8),
            weights=self.weights,
            biases=self.biases,
        )

    @classmethod
    def load(cls, file: IO[bytes]) -> Classifier:
        """
        Raises:
            ModelError: the file was written by another version of the assistant.
        """
        with np.load(file, allow_pickle=False) as arrays:
            facts = json.loads(arrays["facts"].tobytes())
            if facts["format"] != _FORMAT:
                raise ModelError("The trained model is of another version of the assistant. Run: make train")
            return cls(
                labels=tuple(facts["labels"]),
                weights=arrays["weights"],
                biases=arrays["biases"],
                vocabulary=frozenset(facts["vocabulary"]),
                temperature=facts["temperature"],
                thresholds=facts["thresholds"],
            )


def train(
    texts: Sequence[str],
    vectors: Vectors,
    labels: Sequence[str],
    temperature: float,
    thresholds: Mapping[str, float],
    regularisation: float,
) -> Classifier:
    """Fit the model.

    Args:
        texts: the phrases.
        vectors: one row a phrase.
        labels: what each phrase is about.
        regularisation: scikit-learn's ``C``.
    """
    # scikit-learn takes a second to import and is needed for training alone.
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=regularisation, max_iter=400, tol=_CLOSE_ENOUGH).fit(vectors, np.asarray(labels))
    return Classifier(
        labels=tuple(model.classes_.tolist()),
        weights=model.coef_.astype(np.float32),
        biases=model.intercept_.astype(np.float32),
        vocabulary=frozenset(
            word for text, label in zip(texts, labels, strict=True) if label != UNSURE for word in key(text).split()
        ),
        temperature=temperature,
        thresholds=dict(thresholds),
    )
