"""Switched off, the bot says so in Teams as everywhere, and of a danger what it always says."""

from __future__ import annotations

import time
from typing import Iterator

import pytest

from scr.storage.switch import SwitchStore
from tests.small_register import now_utc
from tests.teams.conftest import InTeams
from tests.teams.microsoft import BOT
from tests.teams.teams import Person, shown

pytestmark = pytest.mark.server

OFF = "I have been switched off"


@pytest.fixture
def off(in_teams: InTeams) -> Iterator[None]:
    store = SwitchStore(in_teams.engine)
    store.turn_off("test", "Pat", now_utc())
    time.sleep(1)
    yield
    store.turn_on("Pat", now_utc())
    time.sleep(1)


@pytest.mark.parametrize("text", ["will i be interviewed", "B2CD-F3GH-J4KM-N5PQ", "where has my review got to"])
@pytest.mark.parametrize("where", ["chat", "group"])
def test_whatever_is_said_is_answered_with_whom_to_ask(off: None, known: Person, text: str, where: str) -> None:
    answer = shown(known.say(text, getattr(known, where)))

    assert OFF in answer
    assert "999" in answer


def test_a_danger_gets_the_emergency_route(off: None, person: Person) -> None:
    answer = shown(person.say("the baby next door is being hit right now"))

    assert "999" in answer
    assert OFF not in answer


def test_who_adds_the_bot_is_told_too(off: None, person: Person) -> None:
    answer = person.send(person.activity("conversationUpdate", membersAdded=[{"id": BOT}]))

    assert OFF in shown(answer)
