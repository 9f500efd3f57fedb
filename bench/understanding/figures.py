"""What counts as right, for every system alike, and the figures that come of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import FrozenSet, List, Optional, Sequence, Tuple

import numpy as np

from bench.understanding.exchange import Answer, Run
from bench.understanding.questions import Question
from scr.evaluation.score import OUT_OF_SCOPE
from scr.rules.conversation import UNSURE

AMONG = 3
MAY_BE_WRONG = 0.03
_NO_ANSWER = frozenset({UNSURE, "human"})
"""Labels whose replies tell nothing that could be wrong; `scr.evaluation.score` counts them so too."""


@dataclass(frozen=True)
class Figures:
    """Shares are of all questions, from 0 to 1."""

    questions: int
    right_first: float
    among_three: float
    right_outright: float
    """Answered at the system's own threshold, and rightly."""
    wrong_outright: float
    right_where_3_wrong: Optional[float]
    """Answered rightly at the threshold that lets at most 3 in 100 be wrong; none where there is no one threshold."""
    out_of_scope: int
    out_of_scope_refused: Optional[float]
    """Of the questions out of scope, those that are refused or not answered outright."""
    training_seconds: float
    training_processor_seconds: float
    p50_ms: float
    p95_ms: float
    memory_mb: float


def figures(questions: Sequence[Question], run: Run, has_threshold: bool = True) -> Figures:
    """
    Args:
        run: one answer a question, in their order.
        has_threshold: whether one confidence decides what is answered.
    """
    pairs = list(zip(questions, run.answers, strict=True))
    outside = [(question, answer) for question, answer in pairs if OUT_OF_SCOPE in question.labels]
    p50, p95 = np.percentile(run.milliseconds, [50, 95])
    return Figures(
        questions=len(pairs),
        right_first=_share([_is_right_among(answer, question.labels, 1) for question, answer in pairs]),
        among_three=_share([_is_right_among(answer, question.labels, AMONG) for question, answer in pairs]),
        right_outright=_share([_is_right(answer.answered[:1], question.labels) for question, answer in pairs]),
        wrong_outright=_share([_is_wrong(answer.answered, question.labels) for question, answer in pairs]),
        right_where_3_wrong=right_where_wrong(questions, run.answers, MAY_BE_WRONG) if has_threshold else None,
        out_of_scope=len(outside),
        out_of_scope_refused=_share([_is_refused(answer, question.labels) for question, answer in outside])
        if outside
        else None,
        training_seconds=run.training_seconds,
        training_processor_seconds=run.training_processor_seconds,
        p50_ms=float(p50),
        p95_ms=float(p95),
        memory_mb=run.memory_mb,
    )


def right_where_wrong(questions: Sequence[Question], answers: Sequence[Answer], may_be_wrong: float) -> float:
    """The most that are answered rightly by any threshold at which no more than `may_be_wrong` of all are answered wrongly.

    The threshold is chosen on these same questions. Questions of one confidence are answered together or not at all.
    """
    graded: List[Tuple[float, bool, bool]] = sorted(
        (
            (
                answer.ranking[0][1],
                _is_right_among(answer, question.labels, 1),
                _is_wrong((answer.ranking[0][0],), question.labels),
            )
            for question, answer in zip(questions, answers, strict=True)
            if answer.ranking
        ),
        reverse=True,
    )
    best = right = wrong = 0
    for place, (confidence, is_right, is_wrong) in enumerate(graded):
        right, wrong = right + is_right, wrong + is_wrong
        is_last_of_its_confidence = place + 1 == len(graded) or graded[place + 1][0] != confidence
        if is_last_of_its_confidence and wrong <= may_be_wrong * len(questions):
            best = max(best, right)
    return best / len(questions)


def _is_right_among(answer: Answer, labels: FrozenSet[str], first: int) -> bool:
    return _is_right([label for label, _ in answer.ranking[:first]], labels)


def _is_right(found: Sequence[str], labels: FrozenSet[str]) -> bool:
    """Of what is out of scope it is right too to have understood nothing."""
    return any(label in labels or (label == UNSURE and OUT_OF_SCOPE in labels) for label in found)


def _is_wrong(answered: Sequence[str], labels: FrozenSet[str]) -> bool:
    """Anything answered that none of the labels allows, also beside a right answer."""
    return any(label not in labels and label not in _NO_ANSWER for label in answered)


def _is_refused(answer: Answer, labels: FrozenSet[str]) -> bool:
    return not answer.answered or _is_right(answer.answered[:1], labels)


def _share(which: Sequence[bool]) -> float:
    return sum(which) / len(which) if which else float("nan")
