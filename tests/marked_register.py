"""A register whose every fact can be told from every other, people with all sorts of access, and what each may be told.

Who may be told what is worked out here once more, from the people and the reviews alone, so that a fault in the rules of
access is not repeated by what looks for it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any, Dict, Iterator, List, Mapping, Optional, Tuple

from scr.replies.dates import clock, day
from scr.rules.access import Grant, Role
from scr.rules.register import DebriefKind, Hold, Imr, Review, Stage, Support

NOW = dt.datetime(2026, 7, 1, 10, 0, tzinfo=dt.timezone.utc)
_ROLES_OF_THE_BOARD = (Role.PANEL, Role.OFFICER)
_ROLES_THAT_ANSWER_FOR_AN_AGENCY = (Role.MANAGER, Role.IMR_AUTHOR)

Team = Tuple[str, str]


def _review(number: str, area: str, stage: Stage, agencies: Tuple[str, ...], day_of_year: int, **more: Any) -> Review:
    """Its dates, which begin on `day_of_year` of 2025, are no other review's."""
    start = dt.date(2025, 1, 1) + dt.timedelta(days=day_of_year)
    decided = None if stage in (Stage.CONSIDERED, Stage.NOT_HELD) else start
    owed = tuple(
        Imr(
            agency,
            due=start + dt.timedelta(days=3 + 2 * place),
            signed_off=start + dt.timedelta(days=4 + 2 * place) if place else None,
        )
        for place, agency in enumerate(agencies)
        if stage not in (Stage.CONSIDERED, Stage.PANEL_SET_UP)
    )
    since = start + dt.timedelta(days=1)
    return replace(Review(number, area, stage, since, decided, agencies=agencies, imrs=owed), **more)


REVIEWS: Mapping[str, Review] = {
    review.reference: review
    for review in (
        _review(
            "SCR-2026-101",
            "north_yorkshire",
            Stage.IMRS_IN_PROGRESS,
            ("Health", "Police", "Education"),
            10,
            hold=Hold.INQUEST,
        ),
        _review("SCR-2026-102", "rotherham", Stage.OVERVIEW_REPORT, ("Health", "Children's Social Care"), 30),
        # The number of another review, of another year.
        _review("SCR-2025-101", "rotherham", Stage.CONSIDERED, ("Police",), 50),
        _review(
            "SCR-2025-104",
            "north_yorkshire",
            Stage.EXECUTIVE_SUMMARY_PUBLISHED,
            ("Education", "Housing"),
            70,
            summary_url="https://board.example/marked-summary",
        ),
        _review("SCR-2024-105", "rotherham", Stage.PANEL_SET_UP, ("Children's Social Care", "Police"), 90),
    )
}
TEAMS: Mapping[str, Tuple[Team, ...]] = {
    "SCR-2026-101": (
        ("Health", "health visiting"),
        ("Health", "midwifery"),
        ("Police", "child protection unit"),
        ("Education", "school staff"),
    ),
    # The same team and another of the same agency, in another review.
    "SCR-2026-102": (("Health", "health visiting"), ("Children's Social Care", "duty and assessment")),
    "SCR-2025-101": (("Police", "child protection unit"), ("Police", "public protection unit")),
    "SCR-2025-104": (("Education", "education welfare"), ("Education", "school staff")),
    "SCR-2024-105": (("Children's Social Care", "family support"),),
}


def _support(number: int, team: Team) -> Support:
    """Unmistakable in every field. The dates of every other one are past."""
    debrief = dt.date(2026, 9, 1) + dt.timedelta(days=number)
    if number % 4 == 3:
        debrief -= dt.timedelta(days=180)
    return Support(
        *team,
        contact_name=f"Contact Markword{number:02d}",
        contact_role=f"markrole{number:02d}",
        phone=f"01632 9602{number:02d}",
        email=f"markmail{number:02d}@board.example",
        debrief_kind=list(DebriefKind)[number % 2] if number % 3 else None,
        debrief_date=debrief,
        debrief_time=dt.time(14, 10 + number),
        debrief_place=f"room markplace{number:02d}",
        feedback_date=dt.date(2026, 11, 1) + dt.timedelta(days=number),
        feedback_time=dt.time(9, 10 + number),
        feedback_place=f"hall markhall{number:02d}",
    )


SUPPORTS: Mapping[Tuple[str, Team], Support] = {
    place: _support(number, place[1])
    for number, place in enumerate((reference, team) for reference, teams in TEAMS.items() for team in teams)
}


@dataclass(frozen=True)
class Asker:
    """Somebody and their grants, as the register has them when every dialogue begins."""

    name: str
    grants: Tuple[Grant, ...] = ()

    def on(self, reference: str) -> Iterator[Grant]:
        return (grant for grant in self.grants if grant.reference == reference)

    def may_be_told_stage(self, reference: str) -> bool:
        named = REVIEWS[reference].agencies
        return any(grant.agency in named or grant.role in _ROLES_OF_THE_BOARD for grant in self.on(reference))

    def may_be_told_imr(self, reference: str, agency: str) -> bool:
        return any(
            grant.role in _ROLES_OF_THE_BOARD or (grant.agency == agency and grant.role in _ROLES_THAT_ANSWER_FOR_AN_AGENCY)
            for grant in self.on(reference)
        )

    def may_be_told_support(self, reference: str, team: Team) -> bool:
        named = team[0] in REVIEWS[reference].agencies
        return named and any((grant.agency, grant.team) == team for grant in self.on(reference))


def _asker(name: str, *grants: Tuple[str, str, str, Role]) -> Asker:
    return Asker(name, tuple(Grant(*grant) for grant in grants))


NOBODY = Asker("nobody")
ASKERS: Tuple[Asker, ...] = (
    _asker("Ann Markperson", ("SCR-2026-101", "Health", "health visiting", Role.PRACTITIONER)),
    _asker(
        "Bob Markperson",
        ("SCR-2026-101", "Health", "midwifery", Role.MANAGER),
        ("SCR-2026-102", "Health", "health visiting", Role.PRACTITIONER),
    ),
    _asker(
        "Cat Markperson",
        ("SCR-2026-101", "Police", "child protection unit", Role.HELPLINE),
        ("SCR-2025-101", "Police", "public protection unit", Role.IMR_AUTHOR),
    ),
    _asker(
        "Dan Markperson",
        ("SCR-2025-104", "Education", "education welfare", Role.IMR_AUTHOR),
        ("SCR-2025-104", "Education", "school staff", Role.PRACTITIONER),
    ),
    _asker(
        "Eve Markperson",
        ("SCR-2026-101", "The board", "its office", Role.OFFICER),
        ("SCR-2026-102", "The board", "its office", Role.OFFICER),
    ),
    # Of the panel, and of an agency that is not named in the review; with the name of a team that is.
    _asker("Fay Markperson", ("SCR-2026-102", "Housing", "health visiting", Role.PANEL)),
    # Of an agency that is not named: access, and yet nothing that it gives a right to.
    _asker("Gus Markperson", ("SCR-2026-101", "Housing", "school staff", Role.PRACTITIONER)),
    # Of a team of an agency that is named, with nothing arranged for it.
    _asker("Hal Markperson", ("SCR-2024-105", "Police", "child protection unit", Role.MANAGER)),
    _asker("Ida Markperson"),
)
"""The last has no grant at all."""
REVOKED = _asker("Jon Markperson", ("SCR-2026-102", "Children's Social Care", "duty and assessment", Role.MANAGER))
"""Had access until it was taken away, before any dialogue began."""


def marks_of_imr(imr: Imr) -> Tuple[str, ...]:
    return forms(imr.due, imr.signed_off)


def marks_of_support(support: Support) -> Tuple[str, ...]:
    """What gives away any one fact of it."""
    people_and_places = (
        support.contact_name,
        support.contact_role,
        support.phone,
        support.email,
        support.debrief_place,
        support.feedback_place,
    )
    times = [time for time in (support.debrief_time, support.feedback_time) if time]
    return (
        *filter(None, people_and_places),
        *(clock(time) for time in times),
        *(f"T{time:%H%M}00" for time in times),
        *forms(support.debrief_date, support.feedback_date),
    )


def forms(*dates: Optional[dt.date]) -> Tuple[str, ...]:
    """As they are written in a sentence, in a calendar file and in data."""
    return tuple(form for date in dates if date for form in (day(date), f"{date:%Y%m%d}", date.isoformat()))


def as_of(reference: str) -> dt.datetime:
    """When its record was last changed: a day that is no other review's."""
    return NOW - dt.timedelta(days=10 + 20 * list(REVIEWS).index(reference))


def by_mark() -> Dict[str, List[Tuple[str, Team]]]:
    """By mark of a support, whose it is; each should be of one alone."""
    found: Dict[str, List[Tuple[str, Team]]] = {}
    for place, support in SUPPORTS.items():
        for mark in marks_of_support(support):
            found.setdefault(mark, []).append(place)
    return found
