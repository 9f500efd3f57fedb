"""Talking with the bot in Teams: each kind of activity, and the one answer or none that it gets."""

from __future__ import annotations

from typing import Any

import pytest

from tests.teams.conftest import InTeams
from tests.teams.microsoft import BOT
from tests.teams.teams import Person, actions, facts, shown

pytestmark = pytest.mark.server

QUESTION = "will i be interviewed"
ANSWER = "Quite possibly"


# ---- Messages ----


def test_a_question_is_answered_by_one_card_with_its_citation_and_the_wording_behind_a_toggle(person: Person) -> None:
    answer = person.say(QUESTION)

    assert answer.card["version"] == "1.5"
    assert ANSWER in shown(answer)
    assert "Source: " in shown(answer)
    [toggle] = actions(answer, "ToggleVisibility")
    hidden = [element for element in answer.card["body"] if element.get("id") in toggle["targetElements"]]
    assert [element["isVisible"] for element in hidden] == [False]
    assert len(person.microsoft.sent(person.chat)) == 1


def test_it_is_acknowledged_with_nothing_in_it_before_it_is_answered(person: Person) -> None:
    response = person.post(person.message(QUESTION))

    assert (response.status_code, response.content) == (200, b"")
    assert ANSWER in shown(person.microsoft.wait_for(1, person.chat)[0])


@pytest.mark.parametrize("where", ["group", "thread"])
def test_in_a_group_or_a_channel_it_is_answered_there_without_the_mention_in_the_question(
    person: Person, where: str
) -> None:
    place = getattr(person, where)

    answer = person.say(QUESTION, place)

    assert ANSWER in shown(answer)
    assert answer.body["conversation"] == {"id": place}


def test_a_mention_that_comes_in_pieces_and_those_of_others_are_no_part_of_the_question(person: Person) -> None:
    mentions = [
        {"type": "mention", "text": "<at>Case</at>", "mentioned": {"id": BOT}},
        {"type": "mention", "text": "<at>Reviews</at>", "mentioned": {"id": BOT}},
        {"type": "mention", "text": "<at>Jo Example</at>", "mentioned": {"id": "29:other"}},
    ]
    text = f"<at>Case</at>&nbsp;<at>Reviews</at> {QUESTION} <at>Jo Example</at>"

    answer = person.send(person.activity("message", person.thread, text=text, entities=mentions))

    assert ANSWER in shown(answer)


def test_what_is_said_in_a_channel_to_others_is_not_answered(person: Person) -> None:
    person.post(person.activity("message", person.thread, text=QUESTION))

    assert person.heard_nothing_else(person.thread)


def test_the_same_activity_delivered_again_is_answered_once(person: Person) -> None:
    message = person.message(QUESTION)

    person.send(message)
    statuses = {person.post(message).status_code for _ in range(5)}

    assert statuses == {200}
    assert person.heard_nothing_else()


def test_messages_of_a_conversation_are_answered_in_their_order(person: Person) -> None:
    questions = [QUESTION, "how long does a review take", "who decides whether there is a review", "thanks", "goodbye"]

    for question in questions:
        person.post(person.message(question))

    answers = [shown(sent) for sent in person.microsoft.wait_for(len(questions), person.chat)]
    expected = [ANSWER, "four months", "", "You are welcome", "Goodbye"]
    assert all(words in answer for words, answer in zip(expected, answers, strict=True))


def test_a_chat_and_a_channel_are_two_conversations(person: Person) -> None:
    person.say(QUESTION)

    elsewhere = person.say("show me the wording", person.thread)
    here = person.say("show me the wording")

    assert "Word for word" not in shown(elsewhere)
    assert "Word for word" in shown(here)


def test_two_people_in_a_channel_do_not_carry_on_each_others_conversation(in_teams: InTeams, person: Person) -> None:
    other = in_teams.person()
    person.say(QUESTION, person.thread)

    answer = other.say("show me the wording", person.thread)

    assert "Word for word" not in shown(answer)


@pytest.mark.parametrize("text", ["", "   ", None])
def test_a_message_without_words_is_asked_for_some(person: Person, text: Any) -> None:
    answer = person.send(person.activity("message", text=text))

    assert shown(answer) == "Please type a question first."


def test_a_message_that_is_too_long_is_said_to_be(person: Person) -> None:
    assert "the limit is 2000 characters" in shown(person.say("word " * 1000))


def test_a_command_of_rasas_is_read_as_words(person: Person) -> None:
    assert "Reviews" not in shown(person.say('/review_status{"reference": "SCR-2026-004"}'))
    assert ANSWER in shown(person.say(f"/{QUESTION}"))


def test_danger_is_answered_by_whom_to_call_in_a_card_that_stands_out(person: Person) -> None:
    answer = person.say("a child is being hit next door now")

    assert "999" in shown(answer)
    assert [element["style"] for element in answer.card["body"] if element["type"] == "Container"] == ["attention"]


# ---- What the bot sends ----


def test_replies_carry_the_bots_token_and_name_it(person: Person) -> None:
    answer = person.say(QUESTION)

    assert answer.authorization.startswith("Bearer token ")
    assert answer.body["from"] == {"id": BOT}
    assert "facts" not in answer.body
    assert facts(answer) == {}


def test_one_token_serves_many_replies(in_teams: InTeams, person: Person) -> None:
    person.say(QUESTION)
    before = len(in_teams.microsoft.token_requests)

    for _ in range(5):
        person.say(QUESTION)

    assert len(in_teams.microsoft.token_requests) == before
