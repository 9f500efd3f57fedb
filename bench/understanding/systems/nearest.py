"""The label of the nearest phrase, by cosine, on the encoder as it was published; nothing is trained.

It has no threshold of its own and answers everything.
"""

from __future__ import annotations

from typing import Dict, List, Sequence

import numpy as np
from numpy.typing import NDArray

from bench.understanding.exchange import Answer, Ask, Ranking, Task
from scr.settings import ROOT
from scr.understanding.encoder import Encoder

PUBLISHED = ROOT / "var" / "encoders" / "published"
_RANKED = 10


def train(task: Task) -> Ask:
    """
    Raises:
        EncoderError: the encoder's files are not what they should be.
    """
    encoder = Encoder(PUBLISHED)
    vectors = encoder([text for text, _ in task.phrases])
    labels = [label for _, label in task.phrases]

    def ask(message: str) -> Answer:
        ranking = by_nearness(labels, vectors @ encoder([message])[0])
        return Answer(ranking, (ranking[0][0],))

    return ask


def by_nearness(labels: Sequence[str], likeness: NDArray[np.float32]) -> Ranking:
    """The labels of the nearest phrases, each label once.

    Args:
        labels: one a phrase.
        likeness: cosines from -1 to 1, one a phrase; below 0 they count as 0.
    """
    nearest: Dict[str, float] = {}
    order: List[int] = np.argsort(-likeness).tolist()
    for index in order:
        nearest.setdefault(labels[index], max(0.0, float(likeness[index])))
        if len(nearest) == _RANKED:
            break
    return tuple(nearest.items())
