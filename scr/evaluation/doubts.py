"""`make doubts`: phrases that may stand under the wrong label, phrases alike under two, and labels taken for each other.

For whoever writes phrases: each line is to be settled by the labels' boundaries (`scr labels`), by moving the phrase,
sharpening it, or leaving it. What a model doubts is no proof; of its doubts about a third were right when last looked at.
"""

from __future__ import annotations

from pathlib import Path
from typing import Iterator, List, Optional, Sequence, Tuple

import numpy as np
from numpy.typing import NDArray
from rich.console import Console

from scr.content.phrases import Phrase
from scr.evaluation.crossvalidation import Unseen, predict_unseen
from scr.settings import Settings
from scr.understanding.encoder import Encoder, Vectors

_ALIKE = 0.96
"""Likeness of two phrases from which nobody could tell them apart."""

_CONFUSED = 0.03
"""Share of a label's phrases taken for one other label from which the pair is shown."""

_ROWS = 2000


def write_doubts(settings: Settings, folds: Optional[Path], page: Path) -> int:
    console = Console()
    unseen = predict_unseen(settings, folds, console)
    vectors = Encoder(settings.encoder_dir, threads=2)([phrase.text for phrase in unseen.phrases])
    sections = (
        ("Phrases in doubt", doubtful(unseen)),
        ("Nearly alike, under two labels", alike_under_two_labels(unseen.phrases, vectors)),
        ("Labels taken for each other", confused(unseen)),
    )
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text("\n\n".join("\n".join([f"## {title}", *lines]) for title, lines in sections) + "\n", encoding="utf-8")
    for title, lines in sections:
        console.print(f"{title}: {len(lines)}")
    console.print(f"Written: {page}")
    return 0


def doubtful(unseen: Unseen) -> List[str]:
    """By confident learning (Northcutt, Jiang and Chuang 2021; cleanlab): the likeliest to be wrong first."""
    from cleanlab.filter import find_label_issues

    probabilities = unseen.probabilities()
    ranked = find_label_issues(unseen.truth, probabilities, return_indices_ranked_by="self_confidence")
    return [
        f"- {phrase.label} or {unseen.labels[probabilities[index].argmax()]}? {phrase.text} ({phrase.voice})"
        for index in ranked
        for phrase in [unseen.phrases[index]]
    ]


def alike_under_two_labels(phrases: Sequence[Phrase], vectors: Vectors) -> List[str]:
    return [
        f"- {one.label}: {one.text} | {other.label}: {other.text}"
        for first, second in _alike(vectors)
        for one, other in [(phrases[first], phrases[second])]
        if one.label != other.label
    ]


def confused(unseen: Unseen) -> List[str]:
    taken_for = unseen.probabilities().argmax(axis=1)
    return [
        f"- {label}: {share:.1%} taken for {unseen.labels[other]}"
        for index, label in enumerate(unseen.labels)
        for other, share in _shares(taken_for[unseen.truth == index])
        if other != index and share >= _CONFUSED
    ]


def _shares(values: NDArray[np.int64]) -> Iterator[Tuple[int, float]]:
    found, counts = np.unique(values, return_counts=True)
    for value, count in zip(found.tolist(), counts.tolist(), strict=True):
        yield value, count / len(values)


def _alike(vectors: Vectors) -> Iterator[Tuple[int, int]]:
    """Pairs by their places, the lower first."""
    for start in range(0, len(vectors), _ROWS):
        likeness = vectors[start : start + _ROWS] @ vectors.T
        for row, column in np.argwhere(likeness >= _ALIKE).tolist():
            if start + row < column:
                yield start + row, column
