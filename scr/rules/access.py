"""Who may know what of a review. The whole of it stands here; `tests/rules/test_access.py` holds it as a table."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Optional, Sequence

from scr.rules.register import Review


class Role(str, Enum):
    """What somebody does in a review."""

    PRACTITIONER = "practitioner"
    MANAGER = "manager"
    IMR_AUTHOR = "imr author"
    PANEL = "panel"
    HELPLINE = "helpline"
    OFFICER = "officer"


class Kind(str, Enum):
    """A kind of fact."""

    STAGE = "stage"
    """How far the review has got, since when, what is expected when."""
    IMR = "imr"
    """When an agency's individual management review is due, and whether it is signed off."""
    SUPPORT = "support"
    """What was arranged for a team: contact, debrief, feedback session."""


@dataclass(frozen=True)
class Grant:
    """One person's standing in one review."""

    reference: str
    agency: str
    team: str
    role: Role


@dataclass(frozen=True)
class Fact:
    """Something that could be told of a review: of an agency where it is an agency's, of a team where it is a team's."""

    kind: Kind
    agency: Optional[str] = None
    team: Optional[str] = None


_OF_THE_BOARD = frozenset({Role.PANEL, Role.OFFICER})
"""Roles that rest on the board, whose own agency need not be named in the review."""

_ANSWER_FOR_THEIR_AGENCY = frozenset({Role.MANAGER, Role.IMR_AUTHOR})


def may_know(grants: Sequence[Grant], review: Review, fact: Fact) -> bool:
    """Whether somebody with these grants may be told; any one grant suffices.

    The stage: staff of an agency named in the review, and the board's people in it. An individual management review's
    dates: the agency's managers and authors, and the board's people. Support: the team that it was made for, and nobody
    else, whatever the role.
    """
    return any(_allows(grant, review, fact) for grant in grants if grant.reference == review.reference)


def _allows(grant: Grant, review: Review, fact: Fact) -> bool:
    of_the_board = grant.role in _OF_THE_BOARD
    named = grant.agency in review.agencies
    if fact.kind is Kind.STAGE:
        return named or of_the_board
    if fact.kind is Kind.IMR:
        return of_the_board or (named and grant.role in _ANSWER_FOR_THEIR_AGENCY and grant.agency == fact.agency)
    return named and grant.agency == fact.agency and grant.team == fact.team
