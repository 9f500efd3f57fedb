"""The bot, people and messages come and go: what is greeted, what is forgotten, what is answered with nothing."""

from __future__ import annotations

import time
from typing import Any, Dict

import pytest

from tests.small_register import rows
from tests.teams.conftest import InTeams
from tests.teams.microsoft import BOT
from tests.teams.teams import Person, shown

pytestmark = pytest.mark.server

QUESTION = "will i be interviewed"
ANSWER = "Quite possibly"


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

    assert person.heard_nothing_else()
    assert "lanternmossy" not in rows(in_teams.engine, "conversation_event")


def test_a_message_that_is_brought_back_is_not_answered_again(person: Person) -> None:
    message = person.message(QUESTION)
    person.send(message)

    person.post(_changed(message, "messageUpdate", "undeleteMessage"))

    assert person.heard_nothing_else()


# ---- Coming and going ----


def _added(person: Person, *members: str, where: str = "") -> Dict[str, Any]:
    return person.activity("conversationUpdate", where, membersAdded=[{"id": member} for member in members])


def _installed(person: Person, action: str, where: str = "") -> Dict[str, Any]:
    return person.activity("installationUpdate", where, action=action)


@pytest.mark.parametrize("where", ["chat", "group", "thread"])
def test_the_bot_greets_once_when_it_is_added_in_the_documents_words(person: Person, where: str) -> None:
    place = getattr(person, where)

    greeting = person.send(_added(person, BOT, person.user, where=place))
    person.post(_installed(person, "add", place))
    person.post(_added(person, BOT, where=place))

    assert "I answer questions about serious case reviews" in shown(greeting)
    assert "2006" in shown(greeting)
    assert person.heard_nothing_else(place)


def test_nobody_else_who_joins_is_greeted(person: Person) -> None:
    person.post(_added(person, "29:somebody else", where=person.group))

    assert person.heard_nothing_else(person.group)


def test_who_takes_the_bot_away_is_forgotten_and_greeted_again_when_it_comes_back(in_teams: InTeams, person: Person) -> None:
    person.send(_installed(person, "add"))
    person.say("how long does a mossgreenish review take")
    person.post(_installed(person, "remove"))

    greeting = person.send(_installed(person, "add"))

    assert "I answer questions" in shown(greeting)
    assert "mossgreenish" not in rows(in_teams.engine, "conversation_event")


@pytest.mark.parametrize("kind", ["typing", "event", "endOfConversation", "contactRelationUpdate", "trace", "madeUp"])
def test_what_asks_for_nothing_is_taken_in_and_not_answered(person: Person, kind: str) -> None:
    assert person.post(person.activity(kind)).status_code == 200

    assert person.heard_nothing_else()
