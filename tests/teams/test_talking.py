"""Talking with the bot in Teams: each kind of activity, and the one answer or none that it gets."""

from __future__ import annotations

import time
from typing import Any, Dict

import pytest

from tests.small_register import rows
from tests.teams.conftest import InTeams
from tests.teams.microsoft import BOT, Microsoft
from tests.teams.teams import Person, actions, facts, shown

pytestmark = pytest.mark.server

QUESTION = "will i be interviewed"
ANSWER = "Quite possibly"


def _nothing_came(microsoft: Microsoft, person: Person, where: str = "") -> bool:
    """What follows is answered, and so whatever came before it has had its answer, if it was to have one."""
    where = where or person.chat
    before = len(microsoft.sent(where))
    person.say("hello", where)
    return len(microsoft.sent(where)) == before + 1


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


def test_what_is_said_in_a_channel_to_others_is_not_answered(in_teams: InTeams, person: Person) -> None:
    person.post(person.activity("message", person.thread, text=QUESTION))

    assert _nothing_came(in_teams.microsoft, person, person.thread)


def test_the_same_activity_delivered_again_is_answered_once(in_teams: InTeams, person: Person) -> None:
    message = person.message(QUESTION)

    person.send(message)
    statuses = {person.post(message).status_code for _ in range(5)}

    assert statuses == {200}
    assert _nothing_came(in_teams.microsoft, person)


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


# ---- Buttons ----


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
def test_a_card_of_somebody_else_is_not_answered(in_teams: InTeams, person: Person, value: object) -> None:
    assert person.post(person.activity("message", value=value)).status_code == 200

    assert _nothing_came(in_teams.microsoft, person)


@pytest.mark.parametrize("name", ["composeExtension/query", "fileConsent/invoke", "signin/verifyState", "task/fetch"])
def test_an_invoke_that_is_none_of_ours_is_said_to_be_unknown(in_teams: InTeams, person: Person, name: str) -> None:
    response = person.post(person.activity("invoke", name=name, value={"say": QUESTION}))

    assert (response.status_code, response.content) == (501, b"")
    assert _nothing_came(in_teams.microsoft, person)


# ---- Changed and deleted messages ----


def _changed(message: Dict[str, Any], kind: str, event: str, **more: Any) -> Dict[str, Any]:
    channel_data = {**message["channelData"], "eventType": event}
    return {**message, "type": kind, "channelData": channel_data, "timestamp": str(time.time()), **more}


def test_a_changed_message_is_answered_anew_and_its_former_words_are_not_kept(in_teams: InTeams, person: Person) -> None:
    message = person.message("how long does a quillfeatherly review take")
    person.send(message)
    assert "quillfeatherly" in rows(in_teams.engine, "conversation_event")

    answer = person.send(_changed(message, "messageUpdate", "editMessage", text=QUESTION))

    assert ANSWER in shown(answer)
    assert "quillfeatherly" not in rows(in_teams.engine, "conversation_event")


def test_a_deleted_message_is_not_kept_and_not_answered(in_teams: InTeams, person: Person) -> None:
    message = person.message("how long does a lanternmossy review take")
    person.send(message)
    assert "lanternmossy" in rows(in_teams.engine, "conversation_event")

    person.post(_changed(message, "messageDelete", "softDeleteMessage", text=""))

    assert _nothing_came(in_teams.microsoft, person)
    assert "lanternmossy" not in rows(in_teams.engine, "conversation_event")


def test_a_message_that_is_brought_back_is_not_answered_again(in_teams: InTeams, person: Person) -> None:
    message = person.message(QUESTION)
    person.send(message)

    person.post(_changed(message, "messageUpdate", "undeleteMessage"))

    assert _nothing_came(in_teams.microsoft, person)


# ---- Coming and going ----


def _added(person: Person, *members: str, where: str = "") -> Dict[str, Any]:
    return person.activity("conversationUpdate", where, membersAdded=[{"id": member} for member in members])


def _installed(person: Person, action: str, where: str = "") -> Dict[str, Any]:
    return person.activity("installationUpdate", where, action=action)


@pytest.mark.parametrize("where", ["chat", "group", "thread"])
def test_the_bot_greets_once_when_it_is_added_in_the_documents_words(in_teams: InTeams, person: Person, where: str) -> None:
    place = getattr(person, where)

    greeting = person.send(_added(person, BOT, person.user, where=place))
    person.post(_installed(person, "add", place))
    person.post(_added(person, BOT, where=place))

    assert "I answer questions about serious case reviews" in shown(greeting)
    assert "2006" in shown(greeting)
    assert _nothing_came(in_teams.microsoft, person, place)


def test_nobody_else_who_joins_is_greeted(in_teams: InTeams, person: Person) -> None:
    person.post(_added(person, "29:somebody else", where=person.group))

    assert _nothing_came(in_teams.microsoft, person, person.group)


def test_who_takes_the_bot_away_is_forgotten_and_greeted_again_when_it_comes_back(in_teams: InTeams, person: Person) -> None:
    person.send(_installed(person, "add"))
    person.say("how long does a mossgreenish review take")
    person.post(_installed(person, "remove"))

    greeting = person.send(_installed(person, "add"))

    assert "I answer questions" in shown(greeting)
    assert "mossgreenish" not in rows(in_teams.engine)


@pytest.mark.parametrize("kind", ["typing", "event", "endOfConversation", "contactRelationUpdate", "trace", "madeUp"])
def test_what_asks_for_nothing_is_taken_in_and_not_answered(in_teams: InTeams, person: Person, kind: str) -> None:
    assert person.post(person.activity(kind)).status_code == 200

    assert _nothing_came(in_teams.microsoft, person)


# ---- What the bot sends ----


def test_replies_carry_the_bots_token_and_name_it(in_teams: InTeams, person: Person) -> None:
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
