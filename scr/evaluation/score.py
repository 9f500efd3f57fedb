"""What counts as right, and the figures that come of it."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any, Callable, Dict, List, Mapping, Optional, Sequence, Tuple

from scipy.stats import binomtest

from scr.evaluation.cases import LabelledQuestion, Turn

OUT_OF_SCOPE = "out_of_scope"
NOT_COVERED = "not_covered"
DANGER = "immediate_danger"
UNSURE = "unsure"
_NO_ANSWER = frozenset({UNSURE, "human", "unavailable"})
# Endings that say that a task cannot be done: wrong where the task was asked for, though nothing false was said.
_NOT_DONE = {
    "register_unavailable": frozenset({"review_status", "support_arrangements", "ask_reference", "unknown_reference"}),
}
_TASKS = frozenset({"review_status", "support_arrangements", "support_request", "debrief_calendar"})
# How a task may end. Such a reply names both, and either is right: a question's label is the task that is asked for, a
# turn's how it should end. What was told is checked by what must and must not be mentioned.
_ENDINGS_OF_TASKS = frozenset({"ask_reference", "unknown_reference", "not_authorised"})


@dataclass(frozen=True)
class Answered:
    """What came back: the outcomes of all replies in order, the topics offered, and the words shown."""

    outcomes: Tuple[str, ...]
    offered: Tuple[str, ...]
    text: str
    buttons: Tuple[str, ...] = ()

    @classmethod
    def of(cls, replies: Sequence[Mapping[str, Any]]) -> Answered:
        return cls(
            outcomes=tuple(outcome for reply in replies for outcome in reply["outcomes"]),
            offered=tuple(topic for reply in replies for topic in reply["offered"]),
            text="\n\n".join(passage["text"] for reply in replies for passage in reply["passages"]),
            buttons=tuple(button["text"] for reply in replies for button in reply["buttons"]),
        )

    @property
    def not_understood(self) -> bool:
        """It said so and offered nothing; of nonsense, labelled out_of_scope, this is the right reply."""
        return self.outcomes[:1] == (UNSURE,) and not self.offered


@dataclass(frozen=True)
class Case:
    """One message measured."""

    id: str
    sent: str
    labels: Tuple[str, ...]
    reply: str
    outcomes: Tuple[str, ...]
    offered: Tuple[str, ...]
    right: bool
    offered_right: bool = False
    wrong_with_confidence: bool = False
    conversation: Optional[str] = None
    why: List[str] = field(default_factory=list)


def score_question(question: LabelledQuestion, answered: Answered) -> Case:
    labels = set(question.labels)
    right = _is_right(answered, labels)
    offered_right = bool(labels & set(answered.offered))
    why = [] if right else [f"{', '.join(answered.outcomes) or 'nothing'} instead of {' or '.join(question.labels)}"]
    return Case(
        id=question.id,
        sent=question.text,
        labels=question.labels,
        reply=answered.text,
        outcomes=answered.outcomes,
        offered=answered.offered,
        right=right,
        offered_right=offered_right,
        wrong_with_confidence=any(_is_wrong_answer(outcome, labels, answered) for outcome in answered.outcomes),
        why=why,
    )


def score_turn(conversation: str, number: int, turn: Turn, answered: Answered) -> Case:
    """Right: an expected outcome first, everything that must be mentioned, nothing that must not."""
    shown = "\n".join([answered.text, *answered.buttons]).lower()
    said = answered.text.lower()
    why = []
    if not _is_right(answered, set(turn.expect)):
        why.append(f"{', '.join(answered.outcomes) or 'nothing'} instead of {' or '.join(turn.expect)}")
    for wanted in turn.must_mention:
        if not any(choice.strip().lower() in said for choice in wanted.split("|")):
            why.append(f"does not mention {wanted!r}")
    why += [f"mentions {unwanted!r}" for unwanted in turn.must_not_mention if unwanted.lower() in shown]
    return Case(
        id=f"{conversation}.{number}",
        sent=turn.user,
        labels=turn.expect,
        reply=answered.text,
        outcomes=answered.outcomes,
        offered=answered.offered,
        right=not why,
        conversation=conversation,
        why=why,
    )


def _is_right(answered: Answered, labels: "set[str]") -> bool:
    if answered.not_understood and OUT_OF_SCOPE in labels:
        return True
    if _is_of_a_task(answered):
        return bool(labels & set(answered.outcomes))
    return bool(answered.outcomes) and answered.outcomes[0] in labels


def _is_of_a_task(answered: Answered) -> bool:
    return bool(answered.outcomes) and set(answered.outcomes) <= _TASKS | _ENDINGS_OF_TASKS


def _is_wrong_answer(outcome: str, labels: "set[str]", answered: Answered) -> bool:
    """Any answer given counts that none of the labels allows, also beside a right one."""
    if outcome in labels or outcome in _NO_ANSWER or (_is_of_a_task(answered) and _is_right(answered, labels)):
        return False
    return not (labels & _NOT_DONE.get(outcome, frozenset()))


@dataclass(frozen=True)
class Share:
    """`right` of `total`, with the 95 % interval (Wilson)."""

    right: int
    total: int

    @property
    def value(self) -> float:
        return self.right / self.total if self.total else float("nan")

    @property
    def interval(self) -> Tuple[float, float]:
        if not self.total:
            return (float("nan"), float("nan"))
        found = binomtest(self.right, self.total).proportion_ci(method="wilson")
        return (float(found.low), float(found.high))

    def __str__(self) -> str:
        low, high = self.interval
        return f"{self.value:6.1%}  ({low:.1%} to {high:.1%}; {self.right} of {self.total})" if self.total else "no case"


def question_figures(cases: Sequence[Case]) -> Dict[str, Share]:
    def share(counts: Callable[[Case], bool], among: Callable[[Case], bool] = lambda case: True) -> Share:
        chosen = [case for case in cases if among(case)]
        return Share(sum(counts(case) for case in chosen), len(chosen))

    return {
        "right_first": share(lambda case: case.right),
        "right_or_offered": share(lambda case: case.right or case.offered_right),
        "wrong_with_confidence": share(lambda case: case.wrong_with_confidence),
        "out_of_scope_refused": share(lambda case: case.right, lambda case: OUT_OF_SCOPE in case.labels),
        "not_covered_recognised": share(lambda case: case.right, lambda case: NOT_COVERED in case.labels),
        "danger_caught": share(lambda case: DANGER in case.outcomes, lambda case: DANGER in case.labels),
        "danger_false_alarms": share(lambda case: DANGER in case.outcomes, lambda case: DANGER not in case.labels),
    }


def turn_figures(cases: Sequence[Case]) -> Dict[str, Share]:
    """All turns, and those that no task of the register or the helpline has to answer."""
    tasks = frozenset().union(*_NOT_DONE.values()) | {"not_authorised", "triage"}
    outside = [case for case in cases if not tasks & set(case.labels)]
    return {
        "turns_right": Share(sum(case.right for case in cases), len(cases)),
        "turns_outside_tasks_right": Share(sum(case.right for case in outside), len(outside)),
    }


def label_figures(cases: Sequence[Case]) -> Dict[str, Share]:
    """By first label, the share right first."""
    labels = sorted({case.labels[0] for case in cases})
    return {
        label: Share(
            sum(case.right for case in cases if case.labels[0] == label),
            sum(case.labels[0] == label for case in cases),
        )
        for label in labels
    }


def as_json(questions: Sequence[Case], turns: Sequence[Case]) -> Dict[str, Any]:
    return {
        "questions": {
            "total": len(questions),
            **{name: share.value for name, share in question_figures(questions).items()},
        },
        "conversations": {
            "turns": len(turns),
            **{name: share.value for name, share in turn_figures(turns).items()},
        },
        "cases": [asdict(case) for case in (*questions, *turns)],
    }
