"""Who may know what: the whole table, every role against every kind of fact, from every place, with every grant."""

from __future__ import annotations

from itertools import product
from typing import Dict, List, NamedTuple, Tuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scr.rules.access import Fact, Grant, Kind, Role, may_know
from scr.rules.register import Review, Stage

# With a grant on this review. The columns say how the asker stands to the fact:
#   own team       it is of their own agency and team
#   other team     it is of another team of their own agency
#   other agency   it is of another agency that is named in the review
#   not named      it is of their own agency and team, and their agency is not named in the review
#   not named 2    it is of an agency named in the review, and theirs is not
TABLE = """
role         | fact    | own team | other team | other agency | not named | not named 2
practitioner | stage   | yes      | yes        | yes          | -         | -
practitioner | imr     | -        | -          | -            | -         | -
practitioner | support | yes      | -          | -            | -         | -
manager      | stage   | yes      | yes        | yes          | -         | -
manager      | imr     | yes      | yes        | -            | -         | -
manager      | support | yes      | -          | -            | -         | -
imr author   | stage   | yes      | yes        | yes          | -         | -
imr author   | imr     | yes      | yes        | -            | -         | -
imr author   | support | yes      | -          | -            | -         | -
panel        | stage   | yes      | yes        | yes          | yes       | yes
panel        | imr     | yes      | yes        | yes          | yes       | yes
panel        | support | yes      | -          | -            | -         | -
helpline     | stage   | yes      | yes        | yes          | -         | -
helpline     | imr     | -        | -          | -            | -         | -
helpline     | support | yes      | -          | -            | -         | -
officer      | stage   | yes      | yes        | yes          | yes       | yes
officer      | imr     | yes      | yes        | yes          | yes       | yes
officer      | support | yes      | -          | -            | -         | -
"""
# With a grant on another review only, or with none, nobody is told anything.
GRANTED_ON = ("this review", "another review", "no review")

REFERENCE, OTHER_REFERENCE = "SCR-2026-001", "SCR-2026-002"
OWN, OTHER, NOT_NAMED = "school", "police", "housing"
TEAM, OTHER_TEAM = "year 5", "year 6"


class Place(NamedTuple):
    """The asker's agency, and the agency and team that the fact is of. The asker's team is always `TEAM`."""

    own_agency: str
    agency: str
    team: str


PLACES: Dict[str, Place] = {
    "own team": Place(OWN, OWN, TEAM),
    "other team": Place(OWN, OWN, OTHER_TEAM),
    "other agency": Place(OWN, OTHER, TEAM),
    "not named": Place(NOT_NAMED, NOT_NAMED, TEAM),
    "not named 2": Place(NOT_NAMED, OWN, TEAM),
}


def _review(reference: str) -> Review:
    return Review(reference, "north_yorkshire", Stage.CONSIDERED, agencies=(OWN, OTHER))


def _rows() -> Dict[Tuple[str, str, str], bool]:
    """(role, kind of fact, place) and whether it is told, as the table above has it."""
    lines = [[cell.strip() for cell in line.split("|")] for line in TABLE.strip().splitlines()]
    places = lines[0][2:]
    return {
        (line[0], line[1], place): cell == "yes" for line in lines[1:] for place, cell in zip(places, line[2:], strict=True)
    }


def _fact(kind: Kind, place: Place) -> Fact:
    return {
        Kind.STAGE: Fact(Kind.STAGE),
        Kind.IMR: Fact(Kind.IMR, place.agency),
        Kind.SUPPORT: Fact(Kind.SUPPORT, place.agency, place.team),
    }[kind]


def _grants(granted_on: str, role: Role, place: Place) -> List[Grant]:
    references = {"this review": [REFERENCE], "another review": [OTHER_REFERENCE], "no review": []}[granted_on]
    return [Grant(reference, place.own_agency, TEAM, role) for reference in references]


def test_the_table_has_every_role_every_kind_of_fact_and_every_place_once_and_nothing_else() -> None:
    whole = {(role.value, kind.value, place) for role, kind, place in product(Role, Kind, PLACES)}

    assert set(_rows()) == whole
    assert TABLE.count("yes") + TABLE.count(" -") == len(whole)


@pytest.mark.parametrize("granted_on", GRANTED_ON)
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("role", Role)
def test_who_may_know_what_is_as_the_table_says(role: Role, kind: Kind, place: str, granted_on: str) -> None:
    expected = granted_on == "this review" and _rows()[role.value, kind.value, place]

    told = may_know(_grants(granted_on, role, PLACES[place]), _review(REFERENCE), _fact(kind, PLACES[place]))

    assert told is expected


def test_of_several_grants_one_that_allows_it_is_enough() -> None:
    elsewhere = Grant(OTHER_REFERENCE, OWN, TEAM, Role.OFFICER)
    here = Grant(REFERENCE, OWN, TEAM, Role.PRACTITIONER)

    assert may_know([elsewhere, here], _review(REFERENCE), Fact(Kind.SUPPORT, OWN, TEAM))


def test_two_grants_are_not_put_together_to_one_that_nobody_gave() -> None:
    one_agency = Grant(REFERENCE, OWN, OTHER_TEAM, Role.PRACTITIONER)
    the_team_elsewhere = Grant(REFERENCE, OTHER, TEAM, Role.MANAGER)

    assert not may_know([one_agency, the_team_elsewhere], _review(REFERENCE), Fact(Kind.SUPPORT, OWN, TEAM))
    assert not may_know([one_agency, the_team_elsewhere], _review(REFERENCE), Fact(Kind.IMR, OWN))


@pytest.mark.parametrize("role", Role)
def test_a_fact_that_is_of_no_team_is_nobodys_support(role: Role) -> None:
    assert not may_know([Grant(REFERENCE, OWN, TEAM, role)], _review(REFERENCE), Fact(Kind.SUPPORT))
    assert not may_know([Grant(REFERENCE, OWN, TEAM, role)], _review(REFERENCE), Fact(Kind.SUPPORT, OWN))


names = st.sampled_from([OWN, OTHER, NOT_NAMED, "School", "", " school"]) | st.text(max_size=6)
teams = st.sampled_from([TEAM, OTHER_TEAM, "YEAR 5", "", "year"]) | st.text(max_size=6)
references = st.sampled_from([REFERENCE, OTHER_REFERENCE])
grants = st.builds(Grant, references, names, teams, st.sampled_from(Role))
reviews = st.builds(
    lambda reference, agencies: Review(reference, "rotherham", Stage.CONSIDERED, agencies=tuple(agencies)),
    references,
    st.lists(names, max_size=3, unique=True),
)


@given(held=st.lists(grants, max_size=5), review=reviews, agency=names, team=teams)
def test_support_never_reaches_another_team_whatever_the_grants(
    held: List[Grant], review: Review, agency: str, team: str
) -> None:
    told = may_know(held, review, Fact(Kind.SUPPORT, agency, team))

    of_that_team = [
        grant for grant in held if (grant.reference, grant.agency, grant.team) == (review.reference, agency, team)
    ]
    assert told == (bool(of_that_team) and agency in review.agencies)


@given(held=st.lists(grants, max_size=5), review=reviews, agency=names, kind=st.sampled_from(Kind))
def test_nothing_of_a_review_reaches_somebody_who_has_no_grant_on_it(
    held: List[Grant], review: Review, agency: str, kind: Kind
) -> None:
    elsewhere = [grant for grant in held if grant.reference != review.reference]

    assert not may_know(elsewhere, review, _fact(kind, Place(agency, agency, TEAM)))
