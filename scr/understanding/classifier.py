"""What a text is about: one calibrated linear model over all labels, and one for each guard, on the encoder's vectors."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Dict, Mapping, Sequence, Tuple

import numpy as np
from numpy.typing import NDArray

from scr.understanding.encoder import Vectors

FILE = "understanding.npz"
_FORMAT = 1


@dataclass(frozen=True)
class Classifier:
    """Weights of the linear models. Saved as plain arrays, never pickled, so that loading a model runs no code of it."""

    labels: Tuple[str, ...]
    weights: NDArray[np.float32]  # (labels, dimensions)
    biases: NDArray[np.float32]  # (labels,)
    guards: Tuple[str, ...]
    guard_weights: NDArray[np.float32]  # (guards, dimensions)
    guard_biases: NDArray[np.float32]  # (guards,)
    temperature: float
    thresholds: Mapping[str, float]

    def probabilities(self, vectors: Vectors) -> NDArray[np.float32]:
        """Calibrated probabilities (texts, labels)."""
        scores = (vectors @ self.weights.T + self.biases) / self.temperature
        scores -= scores.max(axis=1, keepdims=True)
        powers = np.exp(scores)
        result: NDArray[np.float32] = powers / powers.sum(axis=1, keepdims=True)
        return result

    def guard_probabilities(self, vectors: Vectors) -> Dict[str, float]:
        """For each guard the highest probability among the texts."""
        scores = vectors @ self.guard_weights.T + self.guard_biases
        highest = (1 / (1 + np.exp(-scores))).max(axis=0)
        return dict(zip(self.guards, highest.tolist()))

    def save(self, folder: Path) -> None:
        facts = {
            "format": _FORMAT,
            "labels": self.labels,
            "guards": self.guards,
            "temperature": self.temperature,
            "thresholds": dict(self.thresholds),
        }
        np.savez(
            folder / FILE,
            facts=np.frombuffer(json.dumps(facts).encode(), np.uint8),
            weights=self.weights,
            biases=self.biases,
            guard_weights=self.guard_weights,
            guard_biases=self.guard_biases,
        )

    @classmethod
    def load(cls, file: IO[bytes]) -> Classifier:
        """
        Raises:
            ValueError: the file was written by another version of the assistant.
        """
        with np.load(file, allow_pickle=False) as arrays:
            facts = json.loads(arrays["facts"].tobytes())
            if facts["format"] != _FORMAT:
                raise ValueError("The trained model is of another version of the assistant. Run: make train")
            return cls(
                labels=tuple(facts["labels"]),
                weights=arrays["weights"],
                biases=arrays["biases"],
                guards=tuple(facts["guards"]),
                guard_weights=arrays["guard_weights"],
                guard_biases=arrays["guard_biases"],
                temperature=facts["temperature"],
                thresholds=facts["thresholds"],
            )


def train(
    vectors: Vectors,
    labels: Sequence[str],
    guards: Sequence[str],
    temperature: float,
    thresholds: Mapping[str, float],
    regularisation: float,
) -> Classifier:
    """Fit the models.

    Args:
        vectors: one row a phrase.
        labels: what each phrase is about.
        guards: those of the labels that get a model of their own beside.
        regularisation: scikit-learn's ``C``.
    """
    # scikit-learn takes a second to import and is needed for training alone.
    from sklearn.linear_model import LogisticRegression

    labels_array = np.asarray(labels)
    model = LogisticRegression(C=regularisation, max_iter=400).fit(vectors, labels_array)
    guard_models = [
        LogisticRegression(C=regularisation, max_iter=400).fit(vectors, labels_array == guard) for guard in guards
    ]
    return Classifier(
        labels=tuple(model.classes_.tolist()),
        weights=model.coef_.astype(np.float32),
        biases=model.intercept_.astype(np.float32),
        guards=tuple(guards),
        guard_weights=np.concatenate([guard.coef_ for guard in guard_models]).astype(np.float32),
        guard_biases=np.concatenate([guard.intercept_ for guard in guard_models]).astype(np.float32),
        temperature=temperature,
        thresholds=dict(thresholds),
    )
