"""Each action, called as Rasa calls it, on a real register: who is signed in is told what is theirs, and it is noted."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import Any, List, Tuple

import pytest

from scr.rules.enquiry import Asked, Ending, Finding, Party
from scr.rules.register import Imr
from scr.storage.access import AccessStore
from scr.storage.audit import AuditStore
from scr.storage.register import RegisterStore
from scr.storage.support_requests import SupportRequestStore
from tests.actions.conftest import Serving
from tests.small_register import BY, OTHER, OWN, VISITING, been_silent, health_visitor, now_utc, signed_in

ACTIONS = {
    "action_review_status": Asked.REVIEW_STATUS,
    "action_support_arrangements": Asked.SUPPORT_ARRANGEMENTS,
    "action_support_request": Asked.SUPPORT_REQUEST,
    "action_debrief_calendar": Asked.DEBRIEF_CALENDAR,
    "action_follow_review": Asked.FOLLOW_REVIEW,
    "action_unfollow_review": Asked.UNFOLLOW_REVIEW,
}
every_action = pytest.mark.parametrize(("action", "asked"), ACTIONS.items(), ids=ACTIONS)
UNKNOWN = "SCR-2026-999"
OWN_TEAM = Party("Health", "health visiting")


@pytest.fixture
def name() -> str:
    return f"Jo Example {uuid.uuid4().hex}"


@pytest.fixture
def conversation(serving: Serving, name: str) -> str:
    """Somebody of health visiting with standing in one review has signed in to it."""
    return signed_in(serving.engine, name)


def noted(serving: Serving, name: str) -> List[Tuple[Any, ...]]:
    """What the audit holds of a person."""
    found = AuditStore(serving.engine).rows(person=name)
    return [(look_up.reference, look_up.kind, look_up.result) for look_up in found]


# ---- Who asks ----


@every_action
def test_nobody_is_told_anything_before_signing_in(serving: Serving, action: str, asked: Asked) -> None:
    finding = serving.server.finding(action, uuid.uuid4().hex, reference=OWN, parties=[OWN_TEAM])

    assert finding == Finding(asked, Ending.SIGN_IN_NEEDED, finding.today, OWN)
    last = AuditStore(serving.engine).rows(reference=OWN)[-1]
    assert (last.person, last.kind, last.result) == (None, asked.value, "sign_in_needed")


@every_action
def test_whoever_signed_in_is_told_and_it_is_noted(
    serving: Serving, name: str, conversation: str, action: str, asked: Asked
) -> None:
    finding = serving.server.finding(action, conversation, reference=OWN)

    assert (finding.asked, finding.ending, finding.reference) == (asked, Ending.TOLD, OWN)
    assert noted(serving, name) == [(OWN, asked.value, "told")]


@every_action
def test_another_conversation_of_the_same_person_tells_nothing(
    serving: Serving, conversation: str, action: str, asked: Asked
) -> None:
    """Somebody else may sit there."""
    assert serving.server.finding(action, f"{conversation}-other", reference=OWN).ending is Ending.SIGN_IN_NEEDED


@every_action
def test_what_a_message_says_of_its_writer_counts_for_nothing(
    serving: Serving, conversation: str, action: str, asked: Asked
) -> None:
    claims = {"metadata": {"sender_id": conversation, "person": BY, "signed_in": True}, "entities": [{"role": "officer"}]}

    assert serving.server.finding(action, uuid.uuid4().hex, reference=OWN, **claims).ending is Ending.SIGN_IN_NEEDED


@every_action
def test_after_signing_out_nothing_is_told(serving: Serving, conversation: str, action: str, asked: Asked) -> None:
    answer = serving.server.call("action_sign_out", conversation).json()

    assert [said["response"] for said in answer["responses"]] == ["utter_sign_out"]
    assert answer["events"] == []
    assert serving.server.finding(action, conversation, reference=OWN).ending is Ending.SIGN_IN_NEEDED


def test_signing_out_ends_this_conversation_alone_and_may_be_said_twice(serving: Serving, conversation: str) -> None:
    other = signed_in(serving.engine)

    for _ in range(2):
        assert serving.server.call("action_sign_out", conversation).status_code == 200

    assert serving.server.finding("action_review_status", other).ending is Ending.TOLD


def test_after_half_an_hour_of_silence_nothing_is_told(serving: Serving, conversation: str) -> None:
    been_silent(serving.engine, conversation, minutes=29.5)
    still = serving.server.finding("action_review_status", conversation)
    been_silent(serving.engine, conversation, minutes=30.5)

    assert still.ending is Ending.TOLD
    assert serving.server.finding("action_review_status", conversation).ending is Ending.SIGN_IN_NEEDED


def test_whose_access_was_taken_away_is_told_nothing_from_then_on(serving: Serving, name: str, conversation: str) -> None:
    AccessStore(serving.engine).revoke(name, by=BY, at=now_utc())

    assert serving.server.finding("action_review_status", conversation, reference=OWN).ending is Ending.SIGN_IN_NEEDED


# ---- Which review ----


@pytest.mark.parametrize("reference", [None, "004", OWN])
def test_with_one_review_only_no_reference_is_needed(serving: Serving, conversation: str, reference: str | None) -> None:
    finding = serving.server.finding("action_review_status", conversation, reference=reference)

    assert finding.reference == OWN
    assert finding.review is not None


def test_with_several_reviews_the_reference_is_asked_for_and_those_of_the_asker_are_named(serving: Serving) -> None:
    conversation = signed_in(serving.engine, "", OWN, OTHER)

    finding = serving.server.finding("action_review_status", conversation)

    assert (finding.ending, finding.choices, finding.review) == (Ending.ASK_REFERENCE, (OWN, OTHER), None)


@every_action
def test_no_such_review_and_not_yours_are_the_same(
    serving: Serving, name: str, conversation: str, action: str, asked: Asked
) -> None:
    unknown, not_theirs = (
        serving.server.call(action, conversation, reference=reference).json() for reference in (UNKNOWN, OTHER)
    )

    assert repr(unknown).replace(UNKNOWN, OTHER) == repr(not_theirs)
    assert unknown["responses"][0]["finding"]["ending"] == Ending.UNKNOWN_REFERENCE.value
    assert noted(serving, name) == [(each, asked.value, "unknown_reference") for each in (UNKNOWN, OTHER)]


# ---- What is told ----


def test_of_a_review_its_stage_its_dates_and_no_imr_of_an_agency_that_is_not_the_askers_to_know(
    serving: Serving, conversation: str
) -> None:
    record = RegisterStore(serving.engine).record(OWN)
    assert record is not None
    assert record.review.imrs == (Imr("Health", due=record.review.imrs[0].due),)

    finding = serving.server.finding("action_review_status", conversation)

    assert finding.review == replace(record.review, imrs=())
    assert finding.supports == ()


def test_of_support_the_own_teams_and_no_other(serving: Serving, conversation: str) -> None:
    response = serving.server.call("action_support_arrangements", conversation)

    finding = serving.server.finding("action_support_arrangements", conversation, parties=[OWN_TEAM])
    assert (finding.supports, finding.parties, finding.review) == ((VISITING,), (OWN_TEAM,), None)
    assert "Otherteam" not in response.text


@pytest.mark.parametrize(
    "party", [Party("Health", "midwifery"), Party(team="midwifery"), Party("Education"), Party("Police")]
)
@pytest.mark.parametrize("action", sorted(set(ACTIONS) - {"action_review_status", "action_unfollow_review"}))
def test_what_is_another_teams_is_refused_whatever_was_arranged(
    serving: Serving, name: str, conversation: str, action: str, party: Party
) -> None:
    response = serving.server.call(action, conversation, parties=[OWN_TEAM, party])

    finding = serving.server.finding(action, conversation, parties=[OWN_TEAM, party])
    assert (finding.ending, finding.supports, finding.request) == (Ending.NOT_AUTHORISED, (), None)
    assert "Contact" not in response.text
    assert {result for _, _, result in noted(serving, name)} == {"not_authorised"}
    assert [request for request in SupportRequestStore(serving.engine).open_requests() if request.person == name] == []


def test_a_request_for_support_is_put_into_the_contacts_inbox_once(serving: Serving, name: str, conversation: str) -> None:
    first = serving.server.finding("action_support_request", conversation)
    again = serving.server.finding("action_support_request", conversation, reference=OWN)

    assert first.request is not None
    assert (first.request.already_open, first.request.answer_by > first.today) == (False, True)
    assert again.request == replace(first.request, already_open=True)
    (kept,) = (request for request in SupportRequestStore(serving.engine).open_requests() if request.person == name)
    assert (kept.number, kept.team, kept.contact_name) == (first.request.number, "health visiting", VISITING.contact_name)


def test_for_the_calendar_the_own_teams_debrief_comes_along(serving: Serving, conversation: str) -> None:
    finding = serving.server.finding("action_debrief_calendar", conversation)

    assert [(support.team, support.debrief_date) for support in finding.supports] == [
        ("health visiting", VISITING.debrief_date)
    ]


def test_a_new_code_ends_what_was_signed_in_with_the_old_one(serving: Serving, name: str, conversation: str) -> None:
    health_visitor(serving.engine, name)

    assert serving.server.finding("action_review_status", conversation).ending is Ending.SIGN_IN_NEEDED
