"""What calls for a person, how soon, and who may do what with it."""

from __future__ import annotations

from dataclasses import replace
from typing import Optional

import pytest

from scr.rules.accounts import Account, Role
from scr.rules.handover import (
    Call,
    Handover,
    NotAllowed,
    State,
    TakenByAnother,
    WhyHanded,
    call_of,
    check_may_change,
    check_may_take,
)
from scr.rules.triage import Urgency

PAT, SAM = Account(1, "Pat Sample", Role.HANDLER), Account(2, "Sam Deputy", Role.HANDLER)
CHIEF, OFFICER = Account(3, "Chris Chief", Role.SUPERVISOR), Account(4, "Kim Board", Role.OFFICER)
WAITING = Handover(
    number=1,
    conversation_id="one",
    channel="web",
    at=0.0,
    why=WhyHanded.ASKED,
    urgency=Urgency.THIS_WEEK,
    outcome="human",
    area=None,
    state=State.WAITING,
    owner=None,
    taken_at=None,
    ended_at=None,
    ended_how=None,
    seen_at=None,
    is_forgotten=False,
    version=1,
)
TAKEN = replace(WAITING, state=State.TAKEN, owner=PAT)


@pytest.mark.parametrize(
    ("outcome", "gave_up", "was_offered", "why", "urgency"),
    [
        ("human", False, False, WhyHanded.ASKED, Urgency.THIS_WEEK),
        ("human", False, True, WhyHanded.REFUSED, Urgency.THIS_WEEK),
        ("human", True, False, WhyHanded.NOT_UNDERSTOOD, Urgency.THIS_WEEK),
        ("distress", False, False, WhyHanded.DISTRESS, Urgency.TODAY),
        ("immediate_danger", False, False, None, Urgency.EMERGENCY),
    ],
)
def test_what_calls_for_a_person_and_how_soon(
    outcome: str, gave_up: bool, was_offered: bool, why: Optional[WhyHanded], urgency: Urgency
) -> None:
    assert call_of("web", outcome, gave_up, was_offered, "rotherham") == Call("web", why, urgency, outcome, "rotherham")


@pytest.mark.parametrize("outcome", ["interview", "unsure", "case_details", "legal_advice", "not_covered", "unavailable"])
def test_nothing_else_calls_for_one(outcome: str) -> None:
    assert call_of("web", outcome, False, True) is None


def test_whoever_answers_people_may_take_what_waits_and_nobody_else() -> None:
    check_may_take(WAITING, PAT)
    check_may_take(WAITING, CHIEF)
    with pytest.raises(NotAllowed):
        check_may_take(WAITING, OFFICER)
    with pytest.raises(TakenByAnother):
        check_may_take(TAKEN, SAM)


def test_what_is_taken_is_its_owners_and_a_supervisors() -> None:
    check_may_change(TAKEN, PAT)
    check_may_change(TAKEN, CHIEF)
    for account, handover in ((SAM, TAKEN), (OFFICER, TAKEN), (PAT, WAITING), (PAT, replace(TAKEN, state=State.ENDED))):
        with pytest.raises(NotAllowed):
            check_may_change(handover, account)
