"""What a text is about: two linear models over all labels, one on what the text means and one on what it says, as one.

Their scores are averaged before they become probabilities. Neither is ever sure alone, so that a text is answered outright
only where both agree; docs/understanding.md has what that is worth.
"""

from __future__ import annotations

import json
import tarfile
import zlib
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import IO, FrozenSet, Mapping, Sequence, Tuple

import numpy as np
from numpy.typing import NDArray

from scr.rules.conversation import UNSURE
from scr.understanding import ngrams
from scr.understanding.encoder import Vectors
from scr.understanding.ngrams import NGrams, Scores
from scr.understanding.text import key

FILE = "understanding.npz"
_FORMAT = 4
_CLOSE_ENOUGH = 1e-2  # a tenth of it takes longer and changes no phrase's label

Probabilities = NDArray[np.float32]  # (texts, labels)


class ModelError(Exception):
    """There is no trained model that can be used; the message says what to do."""


@dataclass(frozen=True)
class Classifier:
    """The model's weights. Saved as plain arrays, never pickled, so that loading a model runs no code of it."""

    labels: Tuple[str, ...]
    weights: NDArray[np.float32]  # (labels, dimensions) of the encoder's vectors
    biases: NDArray[np.float32]  # (labels,)
    ngrams: NGrams
    vocabulary: FrozenSet[str]
    """Every word of the phrases that mean something."""
    temperature: float
    thresholds: Mapping[str, float]

    def scores(self, texts: Sequence[str], vectors: Vectors) -> Scores:
        """Before they become probabilities; `vectors` are the encoder's of the texts."""
        meant = (vectors @ self.weights.T + self.biases) / self.temperature
        scores: Scores = (meant + self.ngrams.scores(texts)) / 2
        return scores

    def probabilities(self, texts: Sequence[str], vectors: Vectors) -> Probabilities:
        """As `scores`, calibrated; the rows add up to 1."""
        scores = self.scores(texts, vectors)
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
            "stretches": self.ngrams.stretches,
        }
        np.savez(
            folder / FILE,
            facts=np.frombuffer(json.dumps(facts).encode(), np.uint8),
            weights=self.weights,
            biases=self.biases,
            rarities=self.ngrams.rarities,
            ngram_weights=self.ngrams.weights.astype(np.float16),  # half the file, and no phrase's label changes
            ngram_biases=self.ngrams.biases,
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
                ngrams=NGrams(
                    tuple(facts["stretches"]),
                    arrays["rarities"],
                    arrays["ngram_weights"].astype(np.float32),
                    arrays["ngram_biases"],
                ),
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
        ngrams=ngrams.train(texts, labels, model.classes_.tolist()),
        vocabulary=frozenset(
            word for text, label in zip(texts, labels, strict=True) if label != UNSURE for word in key(text).split()
        ),
        temperature=temperature,
        thresholds=dict(thresholds),
    )


def load_model(archive: Path) -> Classifier:
    """The classifier out of a model that Rasa trained, without Rasa.

    Raises:
        ModelError: the archive holds none, one of another version, or is broken.
    """
    try:
        with tarfile.open(archive) as members:
            for member in members:
                file = members.extractfile(member) if member.name.endswith(FILE) else None
                if file is not None:
                    return Classifier.load(BytesIO(file.read()))
    except (tarfile.TarError, OSError, EOFError, zlib.error) as error:
        raise ModelError(f"{archive} cannot be read ({error}). Run: make train") from error
    raise ModelError(f"{archive} holds no model of this assistant. Run: make train")
