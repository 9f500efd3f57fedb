"""The register: reviews, the stages they go through, individual management reviews, and support arranged for teams."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import FrozenSet, Mapping, Optional, Tuple

from dateutil.relativedelta import relativedelta

from scr.rules.reference import is_reference

MONTHS_FROM_DECISION_TO_REPORT = 4
"""Both documents: a review is expected to be completed within four months of the decision to hold it."""


class Refused(Exception):
    """The register's rules do not allow it; the message says why and what would be allowed."""


class Stage(str, Enum):
    """How far a review has got, in the order of the procedures; `NOT_HELD` is where one that is not held ends."""

    CONSIDERED = "considered"
    DECIDED = "decided"
    PANEL_SET_UP = "panel_set_up"
    TERMS_OF_REFERENCE = "terms_of_reference"
    IMRS_REQUESTED = "imrs_requested"
    IMRS_IN_PROGRESS = "imrs_in_progress"
    IMRS_SIGNED_OFF = "imrs_signed_off"
    OVERVIEW_REPORT = "overview_report"
    EXECUTIVE_SUMMARY_PUBLISHED = "executive_summary_published"
    ACTION_PLAN_MONITORED = "action_plan_monitored"
    CLOSED = "closed"
    NOT_HELD = "not_held"


class Hold(str, Enum):
    """Why a review waits. A fixed list: a reason in free words could name somebody."""

    CRIMINAL_PROCEEDINGS = "criminal_proceedings"
    INQUEST = "inquest"
    OTHER = "other"


TRANSITIONS: Mapping[Stage, FrozenSet[Stage]] = {
    # One stage on, or one back where it was entered too early or work was sent back.
    Stage.CONSIDERED: frozenset({Stage.DECIDED, Stage.NOT_HELD}),
    Stage.DECIDED: frozenset({Stage.PANEL_SET_UP, Stage.CONSIDERED}),
    Stage.PANEL_SET_UP: frozenset({Stage.TERMS_OF_REFERENCE, Stage.DECIDED}),
    Stage.TERMS_OF_REFERENCE: frozenset({Stage.IMRS_REQUESTED, Stage.PANEL_SET_UP}),
    Stage.IMRS_REQUESTED: frozenset({Stage.IMRS_IN_PROGRESS, Stage.TERMS_OF_REFERENCE}),
    Stage.IMRS_IN_PROGRESS: frozenset({Stage.IMRS_SIGNED_OFF, Stage.IMRS_REQUESTED}),
    Stage.IMRS_SIGNED_OFF: frozenset({Stage.OVERVIEW_REPORT, Stage.IMRS_IN_PROGRESS}),
    Stage.OVERVIEW_REPORT: frozenset({Stage.EXECUTIVE_SUMMARY_PUBLISHED, Stage.IMRS_SIGNED_OFF}),
    Stage.EXECUTIVE_SUMMARY_PUBLISHED: frozenset({Stage.ACTION_PLAN_MONITORED, Stage.OVERVIEW_REPORT}),
    Stage.ACTION_PLAN_MONITORED: frozenset({Stage.CLOSED, Stage.EXECUTIVE_SUMMARY_PUBLISHED}),
    Stage.CLOSED: frozenset({Stage.ACTION_PLAN_MONITORED}),
    # New information may bring it before the sub group again.
    Stage.NOT_HELD: frozenset({Stage.CONSIDERED}),
}

_REPORT_IS_DUE_BEFORE = frozenset(
    {
        Stage.DECIDED,
        Stage.PANEL_SET_UP,
        Stage.TERMS_OF_REFERENCE,
        Stage.IMRS_REQUESTED,
        Stage.IMRS_IN_PROGRESS,
        Stage.IMRS_SIGNED_OFF,
        Stage.OVERVIEW_REPORT,
    }
)
"""The stages in which the four months run."""

SUMMARY_IS_PUBLIC = frozenset({Stage.EXECUTIVE_SUMMARY_PUBLISHED, Stage.ACTION_PLAN_MONITORED, Stage.CLOSED})
OVER = frozenset({Stage.CLOSED, Stage.NOT_HELD})


@dataclass(frozen=True)
class Imr:
    """One agency's individual management review."""

    agency: str
    due: Optional[dt.date] = None
    signed_off: Optional[dt.date] = None


class DebriefKind(str, Enum):
    ONE_TO_ONE = "one to one"
    GROUP = "group"


@dataclass(frozen=True)
class Support:
    """What was arranged for one team of one agency. Dates and times are local."""

    agency: str
    team: str
    contact_name: Optional[str] = None
    contact_role: Optional[str] = None
    phone: Optional[str] = None
    email: Optional[str] = None
    debrief_kind: Optional[DebriefKind] = None
    debrief_date: Optional[dt.date] = None
    debrief_time: Optional[dt.time] = None
    debrief_place: Optional[str] = None
    feedback_date: Optional[dt.date] = None
    """The board's feedback session, after the full report."""
    feedback_time: Optional[dt.time] = None
    feedback_place: Optional[str] = None


@dataclass(frozen=True)
class Review:
    """A review as the register has it. `version` counts its changes, so that two writers at once are noticed.

    Raises:
        Refused: the reference, or what is said of stage and dates, cannot be.
    """

    reference: str
    area: str
    stage: Stage
    stage_since: Optional[dt.date] = None
    decided_on: Optional[dt.date] = None
    hold: Optional[Hold] = None
    summary_url: Optional[str] = None
    """Where the executive summary is published."""
    agencies: Tuple[str, ...] = ()
    imrs: Tuple[Imr, ...] = field(default=())
    as_of: Optional[dt.datetime] = None
    """When the record was last changed, in UTC; None for one that has not been kept yet."""
    version: int = 0

    def __post_init__(self) -> None:
        if not is_reference(self.reference):
            raise Refused(f"{self.reference!r} is no reference; it should look like SCR-2026-001")
        if self.stage in (Stage.CONSIDERED, Stage.NOT_HELD) and self.decided_on is not None:
            raise Refused(f"a review that is {self.stage.value} has no date on which it was decided; leave `decided_on` out")
        if self.decided_on and self.stage_since and self.stage_since < self.decided_on:
            raise Refused(f"the stage's date {self.stage_since} is before the decision on {self.decided_on}")
        if self.stage in OVER and self.hold is not None:
            raise Refused(f"a review that is {self.stage.value} cannot be on hold; leave `hold` out")
        if self.summary_url is not None and self.stage not in SUMMARY_IS_PUBLIC:
            raise Refused(f"no executive summary is public at the stage {self.stage.value}; leave `summary_url` out")
        if self.summary_url is not None and not self.summary_url.startswith(("https://", "http://")):
            raise Refused(f"{self.summary_url!r} is no web address; it should begin with https://")
        if len(set(self.agencies)) < len(self.agencies):
            raise Refused("an agency is named twice")
        if {imr.agency for imr in self.imrs} - set(self.agencies):
            raise Refused("an individual management review is of an agency that is not named in the review; add the agency")

    @property
    def report_is_due(self) -> bool:
        """It was decided on and is not complete, so the four months run."""
        return self.stage in _REPORT_IS_DUE_BEFORE

    @property
    def expected_by(self) -> Optional[dt.date]:
        """When the review is expected to be complete; None where it was not decided on or is complete."""
        if self.decided_on is None or not self.report_is_due:
            return None
        return self.decided_on + relativedelta(months=MONTHS_FROM_DECISION_TO_REPORT)

    def is_overdue(self, today: dt.date) -> bool:
        return self.expected_by is not None and today > self.expected_by


def moved(review: Review, stage: Stage, on: dt.date, today: dt.date, summary_url: Optional[str] = None) -> Review:
    """The review at its next stage.

    Raises:
        Refused: the stage does not follow on, its date cannot be, or something must be done before.
    """
    if stage not in TRANSITIONS[review.stage]:
        allowed = " or ".join(sorted(next_stage.value for next_stage in TRANSITIONS[review.stage]))
        raise Refused(
            f"{review.reference} is at {review.stage.value}; from there it goes to {allowed}, not to {stage.value}"
        )
    if on > today:
        raise Refused(f"{on} is in the future; a stage is entered once it is reached")
    if review.stage_since and on < review.stage_since:
        raise Refused(f"{review.reference} has been at {review.stage.value} since {review.stage_since}; {on} is before that")
    if stage is Stage.IMRS_SIGNED_OFF and _unsigned(review):
        raise Refused(f"{_unsigned(review)} have not signed off their individual management reviews; enter that first")
    return replace(
        review,
        stage=stage,
        stage_since=on,
        decided_on=_decided_on(review, stage, on),
        hold=None if stage in OVER else review.hold,
        summary_url=(summary_url or review.summary_url) if stage in SUMMARY_IS_PUBLIC else None,
    )


def signed_off(review: Review, agency: str, on: dt.date, today: dt.date) -> Review:
    """The review once an agency has signed off its individual management review.

    Raises:
        Refused: the agency owes none, or the date is in the future.
    """
    if agency not in {imr.agency for imr in review.imrs}:
        raise Refused(f"{review.reference} has no individual management review of {agency}; add it first")
    if on > today:
        raise Refused(f"{on} is in the future; a sign-off is entered once it is given")
    return replace(review, imrs=tuple(replace(imr, signed_off=on) if imr.agency == agency else imr for imr in review.imrs))


def _unsigned(review: Review) -> str:
    return ", ".join(imr.agency for imr in review.imrs if imr.signed_off is None)


def _decided_on(review: Review, stage: Stage, on: dt.date) -> Optional[dt.date]:
    if stage in (Stage.CONSIDERED, Stage.NOT_HELD):
        return None
    return on if stage is Stage.DECIDED and review.decided_on is None else review.decided_on
