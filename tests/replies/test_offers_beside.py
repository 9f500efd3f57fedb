"""What is offered beside an answer, and below the reply to somebody in distress."""

from __future__ import annotations

import pytest

from scr.content import Content
from scr.replies import Composer, Facts
from scr.rules.conversation import DISTRESS, Conversation, Reading

START = Conversation()


@pytest.fixture
def composer(content: Content) -> Composer:
    return Composer(content, Facts())


def test_what_else_may_be_meant_stands_behind_the_answer_with_its_buttons(composer: Composer, content: Content) -> None:
    reply = composer.compose(Reading(("timescale",), offered=("change", "monitoring")), START)

    assert reply.outcomes == ("timescale",)
    assert reply.passages[-1].text == content.fragments["unclear_besides"]
    assert [button.name for button in reply.buttons][:2] == ["change", "monitoring"]
    assert reply.buttons_label == content.fragments["offer_label"]


def test_where_all_is_clear_nothing_is_said_of_it(composer: Composer, content: Content) -> None:
    reply = composer.compose(Reading(("timescale",)), START)

    assert content.fragments["unclear_besides"] not in [passage.text for passage in reply.passages]
    assert reply.buttons_label == content.fragments["related_label"]


def test_what_somebody_in_distress_asked_is_the_first_button_and_no_guess(composer: Composer, content: Content) -> None:
    reply = composer.compose(Reading((DISTRESS,), offered=("interview_supporter",)), START)

    assert [button.name for button in reply.buttons] == ["interview_supporter", *content.responses["utter_distress"].suggest]
    assert reply.buttons_label == content.fragments["next_label"]


def test_what_is_suggested_anyway_stands_there_once(composer: Composer, content: Content) -> None:
    suggested = content.responses["utter_distress"].suggest

    reply = composer.compose(Reading((DISTRESS,), offered=suggested[-1:]), START)

    assert sorted(button.name for button in reply.buttons) == sorted(suggested)
