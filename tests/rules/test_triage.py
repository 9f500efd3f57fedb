"""A call note: what it needs, how urgent it is, where it goes. The whole table of ways, and every order of giving things."""

from __future__ import annotations

from itertools import permutations
from typing import List

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scr.content import Content
from scr.rules.triage import Asked, CallNote, Route, Urgency, Way, noted, urgency_of, way_of

EMERGENCY = Way(Route.EMERGENCY_SERVICES, Urgency.EMERGENCY, "Now.")
SOON = Way(Route.SUPPORT_CONTACT, Urgency.THIS_WEEK, "Soon.")
LATER = Way(Route.BOARD_OFFICE, Urgency.ROUTINE, "Later.")
WAYS = {"immediate_danger": EMERGENCY, "staff_support": SOON, "definition": LATER, "timescale": LATER}

notes = st.builds(
    CallNote,
    role=st.sampled_from([None, "teacher", "midwife"]),
    agency=st.sampled_from([None, "Education", "Health"]),
    area=st.sampled_from([None, "rotherham"]),
    needs=st.lists(st.sampled_from(sorted(WAYS)), max_size=3, unique=True).map(tuple),
    reference=st.sampled_from([None, "SCR-2026-001"]),
    urgency=st.sampled_from([None, *Urgency]),
    call_back=st.sampled_from([None, True, False]),
)


def test_a_note_asks_for_the_caller_then_the_need_then_the_urgency() -> None:
    note = CallNote()
    asked: List[object] = [note.asks]

    for given_ in (CallNote(role="teacher"), CallNote(needs=("staff_support",)), CallNote(urgency=Urgency.TODAY)):
        note = noted(note, given_)
        asked.append(note.asks)

    assert asked == [Asked.CALLER, Asked.NEED, Asked.URGENCY, None]


def test_in_whatever_order_things_are_given_the_same_note_comes_of_them() -> None:
    pieces = [
        CallNote(role="teacher", agency="Education"),
        CallNote(area="rotherham"),
        CallNote(needs=("staff_support",)),
        CallNote(reference="SCR-2026-001"),
        CallNote(urgency=Urgency.TODAY),
        CallNote(call_back=False),
    ]

    found = set()
    for order in permutations(pieces):
        note = CallNote()
        for piece in order:
            note = noted(note, piece)
        found.add(note)

    whole = CallNote("teacher", "Education", "rotherham", ("staff_support",), "SCR-2026-001", Urgency.TODAY, False)
    assert found == {whole}


def test_a_correction_stands_in_place_of_what_was_noted() -> None:
    note = CallNote("teacher", "Education", None, ("definition",), None, Urgency.TODAY)

    corrected = noted(note, CallNote(role="midwife", agency="Health", needs=("staff_support",)), replaces_need=True)

    assert corrected == CallNote("midwife", "Health", None, ("staff_support",), None, Urgency.TODAY)


def test_a_role_whose_agency_is_not_known_takes_away_the_agency_of_the_role_before() -> None:
    assert noted(CallNote("teacher", "Education"), CallNote(role="youth worker")) == CallNote("youth worker")


@given(notes, notes)
def test_nothing_that_was_given_is_lost_and_nothing_else_comes_in(note: CallNote, more: CallNote) -> None:
    following = noted(note, more)

    assert set(following.needs) == {*note.needs, *more.needs}
    for name in ("role", "area", "reference", "urgency", "call_back"):
        new = getattr(more, name)
        assert getattr(following, name) == (getattr(note, name) if new is None else new)


@given(notes)
def test_whoever_may_be_at_risk_comes_first_whatever_the_handler_says(note: CallNote) -> None:
    way, urgency = way_of(note, WAYS), urgency_of(note, WAYS)

    if "immediate_danger" in note.needs:
        assert (way, urgency) == (EMERGENCY, Urgency.EMERGENCY)
    elif note.urgency is not None:
        assert urgency is note.urgency
    if note.needs:
        assert way is not None
        assert all(way.urgency.rank <= WAYS[need].urgency.rank for need in note.needs)
    else:
        assert way is None


def test_of_several_needs_as_urgent_the_first_named_says_where_it_goes() -> None:
    other = Way(Route.PANEL, Urgency.ROUTINE, "Other.")

    assert way_of(CallNote(needs=("timescale", "definition")), {**WAYS, "timescale": other}) is other


# ---- The table of ways, as it stands in data/tasks/routing.yml ----


def test_every_topic_task_and_guard_has_a_way(content: Content) -> None:
    others = {"immediate_danger", "distress", "legal_advice", "not_covered", "case_details"}
    needs = {*content.topics, *content.tasks, *others} - {"helpline_triage"}

    assert set(content.ways) == needs


def test_every_route_and_every_urgency_is_used(content: Content) -> None:
    assert {way.route for way in content.ways.values()} == set(Route)
    assert {way.urgency for way in content.ways.values()} == set(Urgency)


@pytest.mark.parametrize(
    ("need", "route"),
    [
        ("immediate_danger", Route.EMERGENCY_SERVICES),
        ("distress", Route.SUPPORT_CONTACT),
        ("support_arrangements", Route.SUPPORT_CONTACT),
        ("review_status", Route.PANEL),
        ("interview", Route.AGENCY_MANAGER),
        ("legal_advice", Route.LEGAL_OR_UNION),
        ("disciplinary", Route.LEGAL_OR_UNION),
        ("evidence_in_court", Route.CORONERS_OFFICER),
        ("media", Route.COMMUNICATIONS),
        ("accessible_formats", Route.COMMUNICATIONS),
        ("definition", Route.BOARD_OFFICE),
        ("not_covered", Route.BOARD_OFFICE),
    ],
)
def test_a_need_goes_where_somebody_can_help(content: Content, need: str, route: Route) -> None:
    assert content.ways[need].route is route


def test_only_danger_is_an_emergency(content: Content) -> None:
    assert [need for need, way in content.ways.items() if way.urgency is Urgency.EMERGENCY] == ["immediate_danger"]


def test_every_way_says_why_in_a_whole_sentence(content: Content) -> None:
    for way in content.ways.values():
        assert way.because[0].isupper()
        assert way.because.endswith(".")
