"""What is told in answer to an enquiry: examples as a table, and for every role and every pair of teams that no more is."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, fields
from itertools import product
from typing import Dict, List, Sequence, Tuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scr.rules.access import Fact, Grant, Kind, Role, may_know
from scr.rules.enquiry import Asked, Ending, Enquiry, Finding, Party, found, refused
from scr.rules.register import Imr, Review, Stage, Support

TODAY = dt.date(2026, 3, 2)
ONE, OTHER_REVIEW = "SCR-2026-001", "SCR-2026-002"
HV, MIDWIVES, CPU, SCHOOL = (
    ("Health", "health visiting"),
    ("Health", "midwifery"),
    ("Police", "child protection unit"),
    ("Education", "school staff"),
)
NOT_NAMED = ("Housing", "health visiting")
"""Of an agency that is not named in the review, and called like a team that is."""
TEAMS = (HV, MIDWIVES, CPU, SCHOOL, NOT_NAMED)
SUPPORTS = tuple(Support(*team, contact_name=f"Contact of {team}") for team in (HV, MIDWIVES, CPU))
IMRS = (Imr("Health", due=TODAY), Imr("Police", signed_off=TODAY))
REVIEW = Review(
    ONE, "rotherham", Stage.IMRS_IN_PROGRESS, TODAY, TODAY, agencies=("Health", "Police", "Education"), imrs=IMRS
)
ABOUT_SUPPORT = (Asked.SUPPORT_ARRANGEMENTS, Asked.SUPPORT_REQUEST, Asked.DEBRIEF_CALENDAR)


def _grant(team: Tuple[str, str], role: Role = Role.PRACTITIONER, reference: str = ONE) -> Grant:
    return Grant(reference, *team, role)


@dataclass(frozen=True)
class Example:
    """Who asks, whose arrangements they name, and what they are told."""

    grants: Tuple[Grant, ...]
    named: Tuple[Party, ...]
    ending: Ending
    told: Tuple[Tuple[str, str], ...] = ()


EXAMPLES: Dict[str, Example] = {
    "who names nobody is told what is their own team's": Example((_grant(HV),), (), Ending.TOLD, (HV,)),
    "who names their own team is told": Example((_grant(HV),), (Party(*HV),), Ending.TOLD, (HV,)),
    "who names their own team by its name alone is told": Example(
        (_grant(HV),), (Party(team="health visiting"),), Ending.TOLD, (HV,)
    ),
    "capitals do not matter": Example((_grant(HV),), (Party("HEALTH", "Health Visiting"),), Ending.TOLD, (HV,)),
    "who names their own agency is told what is their team's and no more": Example(
        (_grant(HV),), (Party("Health"),), Ending.TOLD, (HV,)
    ),
    "who names another team of their agency is refused": Example(
        (_grant(HV),), (Party(team="midwifery"),), Ending.NOT_AUTHORISED
    ),
    "who names another agency is refused": Example((_grant(HV),), (Party("Police"),), Ending.NOT_AUTHORISED),
    "who names their own team and another is refused": Example(
        (_grant(HV),), (Party(*HV), Party(*CPU)), Ending.NOT_AUTHORISED
    ),
    "who names their own team's name in another agency is refused": Example(
        (_grant(HV),), (Party("Police", "health visiting"),), Ending.NOT_AUTHORISED
    ),
    "who is in two teams is told both": Example((_grant(HV), _grant(CPU)), (), Ending.TOLD, (HV, CPU)),
    "who is in two teams may name either": Example((_grant(HV), _grant(CPU)), (Party("Police"),), Ending.TOLD, (HV, CPU)),
    "two teams make no third out of the agency of one and the name of the other": Example(
        (_grant(HV), _grant(CPU)), (Party("Police", "health visiting"),), Ending.NOT_AUTHORISED
    ),
    "a manager is told no other team's": Example((_grant(HV, Role.MANAGER),), (Party(*MIDWIVES),), Ending.NOT_AUTHORISED),
    "the board's officer is told no team's": Example(
        (_grant(("The board", "its office"), Role.OFFICER),), (Party(*HV),), Ending.NOT_AUTHORISED
    ),
    "the board's officer who names nobody is told that there is nothing": Example(
        (_grant(("The board", "its office"), Role.OFFICER),), (), Ending.TOLD
    ),
    "who has nothing arranged is told that there is nothing": Example((_grant(SCHOOL),), (), Ending.TOLD),
    "whose agency is not named in the review is told nothing": Example((_grant(NOT_NAMED),), (), Ending.TOLD),
    "a grant in another review gives nothing in this one": Example(
        (_grant(HV), _grant(CPU, reference=OTHER_REVIEW)), (), Ending.TOLD, (HV,)
    ),
}


@pytest.mark.parametrize("asked", ABOUT_SUPPORT)
@pytest.mark.parametrize("example", EXAMPLES.values(), ids=EXAMPLES)
def test_what_is_told_of_arrangements_is_as_the_table_says(example: Example, asked: Asked) -> None:
    finding = found(Enquiry(asked, ONE, example.named), TODAY, example.grants, REVIEW, SUPPORTS)

    assert finding.ending is example.ending
    assert tuple((support.agency, support.team) for support in finding.supports) == example.told
    assert (finding.reference, finding.today, finding.asked) == (ONE, TODAY, asked)
    assert finding.review is None


def test_where_a_review_has_got_to_is_told_with_what_is_the_askers_of_the_agencies_reviews() -> None:
    told: Dict[Role, List[str]] = {}
    for role in Role:
        finding = found(Enquiry(Asked.REVIEW_STATUS, ONE), TODAY, [_grant(HV, role)], REVIEW, SUPPORTS)
        assert finding.review is not None
        assert (finding.review.stage, finding.supports) == (REVIEW.stage, ())
        told[role] = [imr.agency for imr in finding.review.imrs]

    both, own, none = ["Health", "Police"], ["Health"], list[str]()
    assert told == {
        Role.PRACTITIONER: none,
        Role.MANAGER: own,
        Role.IMR_AUTHOR: own,
        Role.PANEL: both,
        Role.HELPLINE: none,
        Role.OFFICER: both,
    }


def test_where_a_review_has_got_to_is_told_whichever_team_is_named() -> None:
    finding = found(Enquiry(Asked.REVIEW_STATUS, ONE, (Party(*CPU),)), TODAY, [_grant(HV)], REVIEW, SUPPORTS)

    assert finding.ending is Ending.TOLD


def test_whose_agency_is_not_named_in_the_review_is_not_told_where_it_has_got_to() -> None:
    finding = found(Enquiry(Asked.REVIEW_STATUS, ONE), TODAY, [_grant(NOT_NAMED)], REVIEW, SUPPORTS)

    assert finding.ending is Ending.NOT_AUTHORISED
    assert finding.review is None


@pytest.mark.parametrize(
    ("named", "among"),
    [
        (Party("Health", "midwifery"), True),
        (Party("health", "MIDWIFERY"), True),
        (Party(team="midwifery"), True),
        (Party("Health"), True),
        (Party(), True),
        (Party("Health", "school staff"), False),
        (Party("Education", "midwifery"), False),
        (Party(team="mid"), False),
        (Party("Police"), False),
    ],
    ids=str,
)
def test_a_party_is_among_others_where_all_that_was_named_of_it_fits_one(named: Party, among: bool) -> None:
    assert named.is_among([Party("Education", "school staff"), Party("Health", "midwifery")]) is among
    assert not named.is_among([])


# ---- For every role, every pair of teams, and whatever is drawn ----


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize(("own", "other"), list(product(TEAMS, TEAMS)), ids=str)
def test_no_role_in_one_team_is_told_what_is_anothers(role: Role, own: Tuple[str, str], other: Tuple[str, str]) -> None:
    for asked, named in product(ABOUT_SUPPORT, ((), (Party(*other),), (Party(team=other[1]),), (Party(other[0]),))):
        finding = found(Enquiry(asked, ONE, named), TODAY, [_grant(own, role)], REVIEW, SUPPORTS)

        assert {(support.agency, support.team) for support in finding.supports} <= {own} - {NOT_NAMED}
        if named == (Party(*other),) and other != own:
            assert finding.ending is Ending.NOT_AUTHORISED


names = st.sampled_from(["Health", "Police", "Education", "Housing", "health"]) | st.text(max_size=4)
teams = st.sampled_from(["health visiting", "midwifery", "child protection unit", "MIDWIFERY"]) | st.text(max_size=4)
grants = st.lists(st.builds(Grant, st.sampled_from([ONE, OTHER_REVIEW]), names, teams, st.sampled_from(Role)), max_size=4)
enquiries = st.builds(
    Enquiry,
    st.sampled_from(Asked),
    st.just(ONE),
    st.lists(st.builds(Party, st.none() | names, st.none() | teams), max_size=2).map(tuple),
)
reviews = st.lists(names, max_size=4, unique=True).flatmap(
    lambda agencies: st.builds(
        Review,
        st.just(ONE),
        st.just("rotherham"),
        st.just(Stage.IMRS_IN_PROGRESS),
        agencies=st.just(tuple(agencies)),
        imrs=st.just(tuple(Imr(agency, due=TODAY) for agency in agencies)),
    )
)
supports = st.lists(st.builds(Support, names, teams, contact_name=st.just("Somebody Sample")), max_size=5)


@settings(deadline=None, max_examples=500)
@given(enquiries, grants, reviews, supports)
def test_a_finding_never_holds_what_may_not_be_known(
    enquiry: Enquiry, grants: List[Grant], review: Review, supports: List[Support]
) -> None:
    finding = found(enquiry, TODAY, grants, review, supports)

    here = {(grant.agency, grant.team) for grant in grants if grant.reference == review.reference}
    assert {(support.agency, support.team) for support in finding.supports} <= here
    assert {support.agency for support in finding.supports} <= set(review.agencies)
    if finding.review is not None:
        assert enquiry.asked is Asked.REVIEW_STATUS
        assert may_know(grants, review, Fact(Kind.STAGE))
        assert all(may_know(grants, review, Fact(Kind.IMR, imr.agency)) for imr in finding.review.imrs)
    if finding.ending is not Ending.TOLD:
        assert (finding.review, finding.supports, finding.request, finding.area) == (None, (), None, None)


@settings(deadline=None, max_examples=300)
@given(enquiries, grants, st.sampled_from([ending for ending in Ending if ending is not Ending.TOLD]))
def test_what_is_refused_holds_nothing_but_what_the_asker_knows(
    enquiry: Enquiry, grants: List[Grant], ending: Ending
) -> None:
    finding = refused(enquiry, TODAY, ending, grants)

    known = {"asked": enquiry.asked, "ending": ending, "today": TODAY, "reference": enquiry.reference}
    assert {name: value for name, value in _said(finding).items() if name in known} == known
    assert set(_said(finding)) - set(known) <= {"choices", "parties"}
    assert set(finding.choices) <= {grant.reference for grant in grants}
    assert set(finding.parties) <= {Party(grant.agency, grant.team) for grant in grants}


@settings(deadline=None, max_examples=200)
@given(enquiries)
def test_to_somebody_without_a_grant_each_way_of_refusing_holds_the_question_alone(enquiry: Enquiry) -> None:
    for ending in (Ending.SIGN_IN_NEEDED, Ending.UNKNOWN_REFERENCE):
        assert set(_said(refused(enquiry, TODAY, ending))) == {"asked", "ending", "today", "reference"}


def _said(finding: Finding) -> Dict[str, object]:
    """The fields that hold anything."""
    values = {field.name: getattr(finding, field.name) for field in fields(finding)}
    return {name: value for name, value in values.items() if value not in (None, ())}


def test_a_review_is_told_without_the_individual_reviews_that_may_not_be_known() -> None:
    def told(grants: Sequence[Grant]) -> Tuple[Imr, ...]:
        review = found(Enquiry(Asked.REVIEW_STATUS, ONE), TODAY, grants, REVIEW, SUPPORTS).review
        assert review is not None
        return review.imrs

    assert told([_grant(SCHOOL, Role.MANAGER)]) == ()
    assert told([_grant(SCHOOL, Role.PANEL)]) == IMRS
