"""Replies on their way: typing where they take long, words where Teams takes no card, trouble that stays where it is."""

from __future__ import annotations

import asyncio
import time
from typing import AsyncIterator

import pytest

from scr.content import Content
from scr.settings import Settings
from scr.teams.cards import Cards
from scr.teams.connector import Connector
from scr.teams.http import Http
from scr.teams.keeping import Keeping
from scr.teams.places import Place
from scr.teams.sending import Sending
from scr.teams.token import BotToken, token_request
from tests.teams.conftest import InTeams
from tests.teams.microsoft import APP_ID, BOT, PASSWORD, TENANT, Microsoft, Trouble
from tests.teams.teams import Person, shown

QUESTION = "will i be interviewed"


@pytest.fixture
async def sending(microsoft: Microsoft, content: Content) -> AsyncIterator[Sending]:
    settings = Settings.parse_obj(
        {
            "teams_app_id": APP_ID,
            "teams_password": PASSWORD,
            "teams_tenant": TENANT,
            "teams_token_url": f"{microsoft.url}/token",
        }
    )
    http = Http()
    connector = Connector(frozenset({f"127.0.0.1:{microsoft.port}"}), BotToken(token_request(settings), http), http)
    yield Sending(connector, Cards(content), Keeping(settings))
    await http.close()


@pytest.fixture
def place(microsoft: Microsoft) -> Place:
    return Place(microsoft.service_url, "a:chat", TENANT, BOT, is_personal=True)


async def test_who_waits_long_sees_that_somebody_is_typing(microsoft: Microsoft, sending: Sending, place: Place) -> None:
    async with sending.typing(place):
        await asyncio.sleep(0.9)
    await asyncio.sleep(0.1)

    assert [sent.body["type"] for sent in microsoft.everything("a:chat")] == ["typing"]


async def test_who_does_not_wait_sees_the_answer_alone(microsoft: Microsoft, sending: Sending, place: Place) -> None:
    async with sending.typing(place):
        await asyncio.sleep(0.1)
    await asyncio.sleep(0.8)

    assert microsoft.everything("a:chat") == []


async def test_that_nobody_can_be_shown_it_is_no_trouble(microsoft: Microsoft, sending: Sending, place: Place) -> None:
    microsoft.trouble["a:chat"] = Trouble([403])

    async with sending.typing(place):
        await asyncio.sleep(0.9)


# ---- The whole assistant ----


@pytest.mark.server
@pytest.mark.parametrize("status", [400, 413])
def test_where_teams_does_not_take_a_card_its_words_are_sent(in_teams: InTeams, person: Person, status: int) -> None:
    in_teams.microsoft.trouble[person.chat] = Trouble([status])

    answer = person.say(QUESTION)

    assert "Quite possibly" in answer.body["text"]
    assert "attachments" not in answer.body


@pytest.mark.server
def test_where_the_connector_fails_the_next_message_is_answered_all_the_same(in_teams: InTeams, person: Person) -> None:
    in_teams.microsoft.trouble[person.chat] = Trouble([500])
    person.post(person.message(QUESTION))

    assert "You are welcome" in shown(person.say("thanks"))
    assert len(in_teams.microsoft.sent(person.chat)) == 1


@pytest.mark.server
def test_where_the_connector_is_busy_the_answer_comes_after_the_wait_it_asks_for(in_teams: InTeams, person: Person) -> None:
    in_teams.microsoft.trouble[person.chat] = Trouble([429], {"Retry-After": "1"})
    started = time.monotonic()

    person.say(QUESTION)

    assert time.monotonic() - started > 1
    assert len(in_teams.microsoft.sent(person.chat)) == 1


@pytest.mark.server
def test_a_conversation_in_which_the_connector_hangs_holds_up_no_other(in_teams: InTeams, person: Person) -> None:
    hanging = [in_teams.person() for _ in range(20)]
    before = in_teams.microsoft.hanging
    for one in hanging:
        in_teams.microsoft.trouble[one.chat] = Trouble(hang=5)
        one.post(one.message(QUESTION))
    while in_teams.microsoft.hanging < before + len(hanging):
        time.sleep(0.01)

    answer = person.say(QUESTION)

    assert "Quite possibly" in shown(answer)
    assert [in_teams.microsoft.sent(one.chat) for one in hanging] == [[]] * len(hanging)
    assert all(in_teams.microsoft.wait_for(1, one.chat) for one in hanging)
