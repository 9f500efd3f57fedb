"""Whoever cannot be helped by an answer is told whom to call: the board, a person, or the emergency number."""

from __future__ import annotations

import re
from typing import Dict, List, Optional

import pytest

from scr.content import Content
from scr.replies import Composer, Facts, as_text
from scr.rules.conversation import Conversation, Reading, Unsure

AREAS = ("north_yorkshire", "rotherham", None)
NUMBERS = {"north_yorkshire": "01632 960801", "rotherham": "01632 960802"}
every_area = pytest.mark.parametrize("area", AREAS, ids=str)


@pytest.fixture(scope="module")
def composer(content: Content) -> Composer:
    return Composer(content, Facts())


def test_the_second_time_a_person_is_named(composer: Composer) -> None:
    for unsure, offered in ((Unsure.NOT_UNDERSTOOD, ()), (Unsure.SEVERAL_LIKELY, ("imr",))):
        reply = composer.compose(Reading(("unsure",), offered, misunderstood=2, unsure=unsure), Conversation())

        assert "01609 532917" in reply.passages[0].text


@every_area
def test_whoever_cannot_be_answered_is_told_whom_to_ask(composer: Composer, content: Content, area: Optional[str]) -> None:
    for name in (
        "utter_human",
        "utter_not_covered",
        "utter_unavailable",
        "utter_unsure_again",
        "utter_register_unavailable",
        "utter_sign_in_needed",
        "utter_sign_in",
        "utter_wrong_code",
        "utter_try_later",
        "utter_unknown_reference",
        "utter_status_not_authorised",
    ):
        text = composer.respond(name, Reading(("x",), area=area), Conversation()).passages[0].text

        if area is None:
            assert "01609 532917" in text, name
            assert "North Yorkshire" in text, name
        else:
            assert content.areas[area].board in text, name
            assert ("01609 532917" in text) == (area == "north_yorkshire"), name


def test_no_number_is_given_for_an_area_whose_document_has_none(composer: Composer) -> None:
    text = composer.respond("utter_human", Reading(("human",), area="rotherham"), Conversation()).passages[0].text

    assert not re.search(r"\d{5}", text)


@pytest.mark.parametrize("name", ["utter_immediate_danger", "utter_still_in_danger"])
@pytest.mark.parametrize(
    ("numbers", "area", "given"),
    [
        ({}, None, []),
        ({}, "rotherham", []),
        (NUMBERS, "rotherham", ["01632 960802"]),
        (NUMBERS, "north_yorkshire", ["01632 960801"]),
        (NUMBERS, None, ["01632 960801", "01632 960802"]),
        ({"rotherham": "01632 960802"}, "north_yorkshire", []),
    ],
)
def test_the_emergency_route_gives_the_numbers_that_are_known_and_no_other(
    content: Content, name: str, numbers: Dict[str, str], area: Optional[str], given: List[str]
) -> None:
    reading = Reading(("immediate_danger",), area=area)

    reply = Composer(content, Facts(numbers)).respond(name, reading, Conversation())

    text = as_text(reply)
    assert reply.passages[0].kind == "urgent"
    assert "999" in text
    assert "children's social care" in text
    assert re.findall(r"01632 960\d{3}", text) == given


def test_nothing_stands_before_the_emergency_number(composer: Composer) -> None:
    reply = composer.compose(Reading(("immediate_danger",), area="rotherham"), Conversation(topics=("imr",)))

    assert "999" in reply.passages[0].text.split(".")[0]
    assert len(reply.passages) == 1
