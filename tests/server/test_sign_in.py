"""Signing in with an access code, by the form or in a message: what goes on, for how long, for whom."""

from __future__ import annotations

import pytest

from tests.server.running import Door
from tests.server.signing_in import FORMS, STATUS, TOLD, WRONG, Signing, conversation_of, enter, reply, words
from tests.small_register import OWN, been_silent

pytestmark = pytest.mark.server


@pytest.fixture
def door(signing: Signing) -> Door:
    """Knocks with the token of a new conversation."""
    return signing.door


# ---- A code that is right ----


def test_who_asks_is_asked_for_the_code_and_then_told(door: Door, code: str) -> None:
    asked = reply(door.message(STATUS))
    told = enter(door, code)

    assert asked["form"] == "access_code"
    assert reply(told)["outcomes"] == ["review_status"]
    assert "You are signed in" in words(told)
    assert f"{OWN}, Rotherham: {TOLD}" in words(told)


def test_support_that_waited_goes_on_too(door: Door, code: str) -> None:
    door.message("what has been arranged for my team")

    told = enter(door, code)

    assert reply(told)["outcomes"] == ["support_arrangements"]
    assert "Contact Quillfeather" in words(told)


def test_a_question_in_between_does_not_lose_what_waited(door: Door, code: str) -> None:
    door.message(STATUS)
    door.message("will i be interviewed")
    wrong = enter(door, WRONG)

    told = enter(door, code)

    assert reply(wrong)["form"] == "access_code"
    assert TOLD in words(told)


def test_who_dropped_the_task_is_signed_in_and_told_nothing_of_it(door: Door, code: str) -> None:
    door.message(STATUS)
    door.message("never mind, forget it")

    told = enter(door, code)

    assert reply(told)["outcomes"] == ["signed_in"]
    assert TOLD not in words(told)


def test_where_nothing_waited_it_says_what_can_be_asked_and_how_long_it_lasts(door: Door, code: str) -> None:
    told = enter(door, code)

    assert reply(told)["outcomes"] == ["signed_in"]
    assert "30 minutes" in words(told)
    assert "Where has my review got to?" in [button["text"] for button in reply(told)["buttons"]]
    assert TOLD in words(door.message("Where has my review got to?"))


@pytest.mark.parametrize("form", FORMS)
def test_a_code_that_is_typed_as_a_message_signs_in_and_is_not_shown_again(door: Door, code: str, form: str) -> None:
    door.message(STATUS)

    told = door.message(FORMS[form](code))

    assert TOLD in words(told)
    assert told.json()["shown"] == "(access code entered)"
    assert [turn["text"] for turn in door.turns()] == [STATUS, "(access code entered)"]


def test_an_ordinary_message_is_shown_as_it_was_typed(door: Door) -> None:
    assert "shown" not in door.message("will i be interviewed").json()


def test_the_same_delivery_of_a_code_is_one_try_and_one_turn(door: Door) -> None:
    answers = [door.message(WRONG, id="one delivery").json() for _ in range(8)]

    assert answers == [answers[0]] * 8
    assert "That code does not work" in answers[0]["replies"][0]["passages"][0]["text"]


# ---- What comes before signing in ----


@pytest.mark.parametrize("entered", ["right", "wrong"])
@pytest.mark.parametrize(
    ("beside", "outcome"),
    [
        ("a child is being hit next door now", "immediate_danger"),
        ("i feel like it was my fault and i can't cope with this any more", "distress"),
        ("the child is Tobias Quillfeather, born 12/09/2018", "case_details"),
    ],
)
def test_danger_distress_and_details_stand_before_a_code_in_the_same_message(
    signing: Signing, door: Door, code: str, entered: str, beside: str, outcome: str
) -> None:
    told = door.message(f"{beside}. my code is {code if entered == 'right' else WRONG}")

    assert reply(told)["outcomes"] == [outcome]
    assert told.json()["shown"] == "(access code entered)"
    assert not signing.is_signed_in(door)


# ---- How long it lasts, and for whom ----


def test_two_conversations_are_apart(signing: Signing, code: str) -> None:
    mine, theirs = signing.door, signing.door
    enter(mine, code)

    assert TOLD in words(mine.message(STATUS))
    assert reply(theirs.message(STATUS))["form"] == "access_code"
    assert TOLD not in words(theirs.message(STATUS))


def test_signing_out_ends_it_and_what_was_asked_waits_for_the_code_again(signing: Signing, door: Door, code: str) -> None:
    enter(door, code)
    told = door.message(STATUS)

    out = door.message("sign out")
    again = door.message("where has it got to now")

    assert TOLD in words(told)
    assert reply(out)["outcomes"] == ["sign_out"]
    assert "You are signed out" in words(out)
    assert reply(again)["form"] == "access_code"
    assert TOLD not in words(again)
    assert TOLD in words(enter(door, code))
    assert signing.is_signed_in(door)


def test_after_half_an_hour_without_a_message_the_code_is_asked_for_again(signing: Signing, door: Door, code: str) -> None:
    enter(door, code)
    been_silent(signing.engine, conversation_of(door), minutes=29)
    still = door.message(STATUS)
    been_silent(signing.engine, conversation_of(door), minutes=31)
    idle = door.message(STATUS)
    once_more = door.message(STATUS)

    assert TOLD in words(still)
    for response in (idle, once_more):
        assert reply(response)["form"] == "access_code"
        assert TOLD not in words(response)


def test_any_message_keeps_it_going(signing: Signing, door: Door, code: str) -> None:
    enter(door, code)
    for _ in range(3):
        been_silent(signing.engine, conversation_of(door), minutes=29)
        door.message("will i be interviewed")

    assert TOLD in words(door.message(STATUS))


def test_what_was_told_is_not_told_again_when_the_conversation_is_read_back(door: Door, code: str) -> None:
    enter(door, code)
    door.message(STATUS)

    shown = door.get("/chat/messages").text

    assert "I do not keep a copy of it" in shown
    assert TOLD not in shown
