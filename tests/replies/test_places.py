"""The words in braces: every one is filled in, by the content, by the set-up or by who asks for the reply."""

from __future__ import annotations

import re
from typing import Optional

import pytest

from scr.content import Content
from scr.replies import Composer, Facts, as_text
from scr.rules.conversation import Conversation, Reading

_UNFILLED = re.compile(r"\{\w*\}")
START = Conversation()
every_area = pytest.mark.parametrize("area", ["north_yorkshire", "rotherham", None], ids=str)

# What the caller of `respond` fills in, since only the register or the clock knows it.
GIVEN = {
    "reference": "SCR-2026-004",
    "known_reference": "You named SCR-2026-004.",
    "own_team": "For you, that is Health, midwifery.",
    "wait": "2 minutes",
    "number": "17",
    "recipient": "Contact Example",
    "answer_by": "Wednesday 7 January 2026",
    "when": "Somebody will write to you here.",
}


@pytest.fixture(scope="module")
def composer(content: Content) -> Composer:
    return Composer(content, Facts())


@every_area
def test_no_place_is_left_unfilled_in_any_reply(composer: Composer, content: Content, area: Optional[str]) -> None:
    for name, response in content.responses.items():
        if area is None and "{area}" in response.text:
            continue  # said only where an area was chosen: see the next test
        reply = composer.respond(name, Reading(("x",), area=area), Conversation(), **GIVEN)

        assert not _UNFILLED.search(as_text(reply)), name
        assert not any(_UNFILLED.search(button.text) for button in reply.buttons), name


def test_only_these_replies_wait_for_what_the_register_or_the_clock_knows(composer: Composer, content: Content) -> None:
    replies = {
        name: set(re.findall(r"\{(\w+)\}", as_text(composer.respond(name, Reading(("x",), area="rotherham"), START))))
        for name in content.responses
    }

    assert {name: places for name, places in replies.items() if places} == {
        "utter_sign_in_needed": {"known_reference"},
        "utter_unknown_reference": {"reference"},
        "utter_not_authorised": {"own_team"},
        "utter_try_later": {"wait"},
        "utter_support_requested": {"number", "recipient", "answer_by"},
        "utter_support_already_requested": {"number", "recipient", "answer_by"},
        "utter_follow_review": {"reference"},
        "utter_follow_in_teams": {"reference"},
        "utter_unfollow_review": {"reference"},
        "utter_handed_over": {"number", "when"},
        "utter_already_handed": {"number", "when"},
        "utter_handover_closed": {"number"},
    }
    assert set(GIVEN) == set().union(*replies.values())


def test_what_the_caller_fills_in_stands_in_the_reply(composer: Composer, content: Content) -> None:
    for name, response in content.responses.items():
        text = as_text(composer.respond(name, Reading(("x",), area="rotherham"), START, **GIVEN))

        assert [value for place, value in GIVEN.items() if "{" + place + "}" in response.text and value not in text] == []


def test_only_the_choice_of_an_area_speaks_of_the_area_in_force(content: Content) -> None:
    """The reader gives that outcome only where an area is in force, so its places are always filled."""
    assert [name for name, response in content.responses.items() if "{area}" in response.text] == ["utter_set_area"]
