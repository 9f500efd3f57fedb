"""Buttons and cards in Teams: what is pressed is answered as if it had been said."""

from __future__ import annotations

import pytest

from tests.teams.teams import Person, actions, shown

pytestmark = pytest.mark.server

QUESTION = "will i be interviewed"
ANSWER = "Quite possibly"


def test_a_button_is_answered_as_if_its_words_had_been_typed_and_shows_them_in_the_chat(person: Person) -> None:
    first = person.say(QUESTION)
    button = actions(first, "Submit")[0]

    pressed = button["data"]["msteams"]
    answer = person.send(person.activity("message", text=pressed["text"], value=pressed["value"], replyToId="sent-1"))

    assert pressed["type"] == "messageBack"
    assert pressed["displayText"] == button["title"]
    assert "Source: " in shown(answer)


def test_a_card_that_sends_a_value_and_no_text_is_answered(person: Person) -> None:
    submitted = person.activity("message", value={"say": QUESTION})

    assert ANSWER in shown(person.send(submitted))


def test_a_card_that_waits_for_an_answer_is_told_that_it_is_worked_on_and_the_answer_comes(person: Person) -> None:
    action = {"action": {"type": "Action.Execute", "verb": "say", "data": {"say": QUESTION}}}

    response = person.post(person.activity("invoke", name="adaptiveCard/action", value=action))

    assert response.json() == {
        "statusCode": 200,
        "type": "application/vnd.microsoft.activity.message",
        "value": "Working on the answer",
    }
    assert ANSWER in shown(person.microsoft.wait_for(1, person.chat)[0])


@pytest.mark.parametrize("value", [{"other": "card"}, {"say": 5}, ["say"], "say", 7])
def test_a_card_of_somebody_else_is_not_answered(person: Person, value: object) -> None:
    assert person.post(person.activity("message", value=value)).status_code == 200

    assert person.heard_nothing_else()


@pytest.mark.parametrize("name", ["composeExtension/query", "fileConsent/invoke", "signin/verifyState", "task/fetch"])
def test_an_invoke_that_is_none_of_ours_is_said_to_be_unknown(person: Person, name: str) -> None:
    response = person.post(person.activity("invoke", name=name, value={"say": QUESTION}))

    assert (response.status_code, response.content) == (501, b"")
    assert person.heard_nothing_else()
