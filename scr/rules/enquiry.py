"""What is asked of the register, and what may be answered. Plain values in, a `Finding` out; nothing is looked up here."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from enum import Enum
from typing import Optional, Sequence, Tuple

from scr.rules.access import Fact, Grant, Kind, may_know
from scr.rules.register import Review, Support


class Asked(str, Enum):
    """What somebody wants from the register."""

    REVIEW_STATUS = "review_status"
    SUPPORT_ARRANGEMENTS = "support_arrangements"
    SUPPORT_REQUEST = "support_request"
    DEBRIEF_CALENDAR = "debrief_calendar"
    FOLLOW_REVIEW = "follow_review"
    """To be told when the review moves."""
    UNFOLLOW_REVIEW = "unfollow_review"
    """To be told no more: of the review, or of any where none is named."""


class Ending(str, Enum):
    """How an enquiry ends."""

    TOLD = "told"
    SIGN_IN_NEEDED = "sign_in_needed"
    """Nobody is signed in, so nothing was looked up."""
    ASK_REFERENCE = "ask_reference"
    """The asker has standing in several reviews, or in none, and named no one of them."""
    UNKNOWN_REFERENCE = "unknown_reference"
    """There is no such review, or the asker has no standing in it: which of the two is not told."""
    NOT_AUTHORISED = "not_authorised"
    """The asker has standing in the review, but this fact is not for them."""


@dataclass(frozen=True)
class Party:
    """An agency or a team of one, as far as it was named."""

    agency: Optional[str] = None
    team: Optional[str] = None

    def is_among(self, others: Sequence[Party]) -> bool:
        """It is one of these, or may be: an agency alone fits any of its teams."""
        return any(
            (self.team is None or _same(self.team, other.team)) and (self.agency is None or _same(self.agency, other.agency))
            for other in others
        )


def _same(name: str, other: Optional[str]) -> bool:
    return other is not None and name.casefold() == other.casefold()


@dataclass(frozen=True)
class Enquiry:
    """What is asked, of which review and whose arrangements. `reference` may be a bare number; none: it was not named."""

    asked: Asked
    reference: Optional[str] = None
    parties: Tuple[Party, ...] = ()


@dataclass(frozen=True)
class SupportRequest:
    """A request for support that was recorded: its number, and the day by which somebody answers."""

    number: int
    answer_by: dt.date
    already_open: bool = False


@dataclass(frozen=True)
class Finding:
    """What may be told in answer to an enquiry, and nothing that may not."""

    asked: Asked
    ending: Ending
    today: dt.date
    reference: Optional[str] = None
    choices: Tuple[str, ...] = ()
    """References in which the asker has standing, where one of them has to be named."""
    parties: Tuple[Party, ...] = ()
    """The asker's own teams in the review."""
    area: Optional[str] = None
    """The review's."""
    review: Optional[Review] = None
    """With only those of its individual management reviews that the asker may know of."""
    supports: Tuple[Support, ...] = ()
    request: Optional[SupportRequest] = None
    reachable: Optional[bool] = None
    """Of a review that is to be followed: whether there is a way to tell the asker when it moves."""


def refused(enquiry: Enquiry, today: dt.date, ending: Ending, grants: Sequence[Grant] = ()) -> Finding:
    """Nothing is told; of the asker's own standing only what they know already."""
    own = tuple(dict.fromkeys(grant.reference for grant in grants))
    return Finding(
        enquiry.asked,
        ending,
        today,
        reference=enquiry.reference,
        choices=own if ending is Ending.ASK_REFERENCE else (),
        parties=_parties(grants, enquiry.reference) if ending is Ending.NOT_AUTHORISED else (),
    )


def found(enquiry: Enquiry, today: dt.date, grants: Sequence[Grant], review: Review, supports: Sequence[Support]) -> Finding:
    """What the review's record says to somebody with these grants in it; `enquiry.reference` is the review's."""
    if enquiry.asked is Asked.REVIEW_STATUS:
        if not may_know(grants, review, Fact(Kind.STAGE)):
            return refused(enquiry, today, Ending.NOT_AUTHORISED, grants)
        imrs = tuple(imr for imr in review.imrs if may_know(grants, review, Fact(Kind.IMR, imr.agency)))
        return Finding(
            enquiry.asked, Ending.TOLD, today, review.reference, area=review.area, review=replace(review, imrs=imrs)
        )
    own = _parties(grants, review.reference)
    if any(not party.is_among(own) for party in enquiry.parties):
        return refused(enquiry, today, Ending.NOT_AUTHORISED, grants)
    if enquiry.asked in (Asked.FOLLOW_REVIEW, Asked.UNFOLLOW_REVIEW):
        return Finding(enquiry.asked, Ending.TOLD, today, review.reference, area=review.area)
    own_support = tuple(
        support for support in supports if may_know(grants, review, Fact(Kind.SUPPORT, support.agency, support.team))
    )
    return Finding(enquiry.asked, Ending.TOLD, today, review.reference, area=review.area, parties=own, supports=own_support)


def _parties(grants: Sequence[Grant], reference: Optional[str]) -> Tuple[Party, ...]:
    return tuple(dict.fromkeys(Party(grant.agency, grant.team) for grant in grants if grant.reference == reference))
