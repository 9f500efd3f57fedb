"""From a row of scores to the labels that score best."""

from __future__ import annotations

from typing import Any, Sequence

import numpy as np
from numpy.typing import NDArray

from bench.understanding.exchange import Ranking

_RANKED = 10


def best_of(labels: Sequence[str], scores: NDArray[Any]) -> Ranking:
    """
    Args:
        scores: of floats, one a label, of shape (labels,).
    """
    return tuple((labels[index], float(scores[index])) for index in np.argsort(-scores)[:_RANKED])
