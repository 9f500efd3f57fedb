"""What a text is about: three models over all labels as one, on what the text means, on what it says, on what it is near to.

Their scores are averaged before they become probabilities. None is ever sure alone, so that a text is answered outright only
where they agree; docs/understanding.md has what that is worth.
"""

from __future__ import annotations

import json
import tarfile
import zlib
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from pathlib import Path
from typing import IO, Callable, Mapping, Sequence, Tuple

import numpy as np
from numpy.typing import NDArray

from scr.rules.conversation import CASE_DETAILS, NOT_COVERED, OUT_OF_SCOPE, UNSURE
from scr.understanding import neighbours, ngrams
from scr.understanding.encoder import Vectors
from scr.understanding.neighbours import Neighbours
from scr.understanding.ngrams import NGrams, Scores
from scr.understanding.spelling import Spelling
from scr.understanding.text import key

FILE = "understanding.npz"
_FORMAT = 6
_ENDLESS = frozenset({NOT_COVERED, OUT_OF_SCOPE})
_LEAST_USES = 2
_SHARE_OF_NEIGHBOURS = 0.35  # the linear models have half of the rest each
_SHARE_OF_OFFSET = 0.5
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
    neighbours: Neighbours
    uses: Mapping[str, int]
    """By word, in how many of the phrases that mean something it stands; words of a single one are left out."""
    temperature: float
    offsets: NDArray[np.float32]  # (labels,), taken off the scores
    thresholds: Mapping[str, float]

    @cached_property
    def spelling(self) -> Spelling:
        return Spelling(self.uses)

    def judged(self, texts: Sequence[str], encode: Callable[[Sequence[str]], Vectors]) -> Probabilities:
        """What each text is about, its spelling put right; the rows add up to 1."""
        corrected = [self.spelling.corrected(text) for text in texts]
        return self.probabilities(corrected, encode(corrected))

    def scores(self, texts: Sequence[str], vectors: Vectors) -> Scores:
        """Before they become probabilities; `vectors` are the encoder's of the texts."""
        meant = (vectors @ self.weights.T + self.biases) / self.temperature
        drawn = (meant + self.ngrams.scores(texts)) / 2
        near = self.neighbours.scores(vectors)
        scores: Scores = (1 - _SHARE_OF_NEIGHBOURS) * drawn + _SHARE_OF_NEIGHBOURS * near - self.offsets
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
            "uses": dict(self.uses),
            "stretches": self.ngrams.stretches,
        }
        np.savez(
            folder / FILE,
            facts=np.frombuffer(json.dumps(facts).encode(), np.uint8),
            weights=self.weights,
            biases=self.biases,
            offsets=self.offsets,
            rarities=self.ngrams.rarities,
            ngram_weights=self.ngrams.weights.astype(np.float16),  # half the file, and no phrase's label changes
            ngram_biases=self.ngrams.biases,
            directions=self.neighbours.directions,
            phrases=self.neighbours.phrases.astype(np.float16),
            numbers=self.neighbours.numbers.astype(np.int16),
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
                neighbours=Neighbours(
                    arrays["directions"],
                    arrays["phrases"].astype(np.float32),
                    arrays["numbers"].astype(np.int64),
                    len(facts["labels"]),
                ),
                uses=facts["uses"],
                temperature=facts["temperature"],
                offsets=arrays["offsets"],
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
        neighbours=neighbours.train(vectors, labels, model.classes_.tolist()),
        uses=_uses(texts, labels),
        temperature=temperature,
        offsets=_offsets(labels, model.classes_.tolist()),
        thresholds=dict(thresholds),
    )


def _offsets(labels: Sequence[str], order: Sequence[str]) -> NDArray[np.float32]:
    """How much a refusal's score owes to its many phrases, five times a topic's: there is no end of what has no answer.

    They say nothing of how often it is asked. Half is taken off, in logarithms (docs/understanding.md).
    """
    counted = Counter(labels)
    usual = float(np.median(list(counted.values())))
    return np.array(
        [_SHARE_OF_OFFSET * max(0.0, np.log(counted[label] / usual)) if label in _ENDLESS else 0.0 for label in order],
        np.float32,
    )


def _uses(texts: Sequence[str], labels: Sequence[str]) -> Mapping[str, int]:
    """Nonsense is no word, nor is a name that stands in one phrase of details."""
    meant = (text for text, label in zip(texts, labels, strict=True) if label not in (UNSURE, CASE_DETAILS))
    counted = Counter(word for text in meant for word in set(key(text).split()))
    return {word: count for word, count in sorted(counted.items()) if count >= _LEAST_USES}


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
