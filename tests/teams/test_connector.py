"""Sending to the connector: again where it is busy, only where it may, and once."""

from __future__ import annotations

import asyncio
import datetime as dt
from email.utils import format_datetime
from typing import List

import pytest

from scr.settings import Settings
from scr.teams.connector import Connector, NotSent
from scr.teams.http import Http
from scr.teams.places import Place
from scr.teams.token import BotToken, token_request
from tests.teams.microsoft import APP_ID, BOT, PASSWORD, TENANT, Microsoft, Trouble

HELLO = {"type": "message", "text": "hello"}


class Sleeping:
    """Notes how long would have been waited."""

    def __init__(self) -> None:
        self.waits: List[float] = []

    async def __call__(self, seconds: float) -> None:
        self.waits.append(seconds)


@pytest.fixture
def sleeping() -> Sleeping:
    return Sleeping()


@pytest.fixture
def connector(microsoft: Microsoft, http: Http, sleeping: Sleeping) -> Connector:
    settings = Settings.parse_obj(
        {
            "teams_app_id": APP_ID,
            "teams_password": PASSWORD,
            "teams_tenant": TENANT,
            "teams_token_url": f"{microsoft.url}/token",
        }
    )
    hosts = frozenset({f"127.0.0.1:{microsoft.port}", "127.0.0.1:1"})
    return Connector(hosts, BotToken(token_request(settings), http), http, sleeping)


@pytest.fixture
def place(microsoft: Microsoft) -> Place:
    return Place(microsoft.service_url, "a:chat", TENANT, BOT, is_personal=True)


async def test_it_says_by_which_id_a_message_stands_in_teams(
    microsoft: Microsoft, connector: Connector, place: Place
) -> None:
    ids = [await connector.send(place, HELLO), await connector.send(place, HELLO, "the question")]

    assert [sent.id for sent in microsoft.sent("a:chat")] == ids
    assert [sent.body["text"] for sent in microsoft.sent("a:chat")] == ["hello", "hello"]


@pytest.mark.parametrize("status", [412, 429, 502, 503, 504])
async def test_a_busy_connector_is_asked_again_after_longer_and_longer(
    microsoft: Microsoft, connector: Connector, place: Place, sleeping: Sleeping, status: int
) -> None:
    microsoft.trouble["a:chat"] = Trouble([status] * 3)

    assert await connector.send(place, HELLO) == "sent-1"
    assert len(sleeping.waits) == 3
    assert sleeping.waits[0] < sleeping.waits[1] < sleeping.waits[2]


@pytest.mark.parametrize("status", [429, 503])
async def test_it_waits_as_long_as_it_is_asked_to(
    microsoft: Microsoft, connector: Connector, place: Place, sleeping: Sleeping, status: int
) -> None:
    microsoft.trouble["a:chat"] = Trouble([status], {"Retry-After": "7"})

    await connector.send(place, HELLO)

    assert sleeping.waits == [7]


async def test_a_moment_named_as_a_date_is_understood(
    microsoft: Microsoft, connector: Connector, place: Place, sleeping: Sleeping
) -> None:
    moment = dt.datetime.now(dt.timezone.utc) + dt.timedelta(seconds=9)
    microsoft.trouble["a:chat"] = Trouble([429], {"Retry-After": format_datetime(moment, usegmt=True)})

    await connector.send(place, HELLO)

    assert 6 < sleeping.waits[0] <= 9


async def test_it_does_not_wait_for_ever(
    microsoft: Microsoft, connector: Connector, place: Place, sleeping: Sleeping
) -> None:
    microsoft.trouble["a:chat"] = Trouble([429], {"Retry-After": "3600"})
    with pytest.raises(NotSent, match="429"):
        await connector.send(place, HELLO)
    microsoft.trouble["a:chat"] = Trouble([503] * 20)
    with pytest.raises(NotSent, match="503"):
        await connector.send(place, HELLO)

    assert len(sleeping.waits) == 3


@pytest.mark.parametrize(
    ("status", "is_about_the_form", "is_unwanted"),
    [(400, True, False), (413, True, False), (403, False, True), (404, False, True), (500, False, False)],
)
async def test_what_it_will_not_have_is_not_sent_again(
    microsoft: Microsoft,
    connector: Connector,
    place: Place,
    sleeping: Sleeping,
    status: int,
    is_about_the_form: bool,
    is_unwanted: bool,
) -> None:
    microsoft.trouble["a:chat"] = Trouble([status])

    with pytest.raises(NotSent) as caught:
        await connector.send(place, HELLO)

    assert (caught.value.is_about_the_form, caught.value.is_unwanted) == (is_about_the_form, is_unwanted)
    assert (sleeping.waits, microsoft.sent("a:chat")) == ([], [])


async def test_a_token_that_it_no_longer_takes_is_renewed_once(
    microsoft: Microsoft, connector: Connector, place: Place
) -> None:
    await connector.send(place, HELLO)
    microsoft.refused_tokens = ["Bearer token 1"]

    await connector.send(place, HELLO)
    microsoft.refused_tokens = [f"Bearer token {number}" for number in range(9)]
    with pytest.raises(NotSent, match="401"):
        await connector.send(place, HELLO)

    assert [sent.authorization for sent in microsoft.sent()] == ["Bearer token 1", "Bearer token 2"]
    assert len(microsoft.token_requests) == 3


async def test_a_redirect_is_not_followed(microsoft: Microsoft, connector: Connector, place: Place) -> None:
    microsoft.trouble["a:chat"] = Trouble([307], {"Location": f"{microsoft.url}/attacker"})

    with pytest.raises(NotSent, match="307"):
        await connector.send(place, HELLO)
    assert microsoft.stray == []


async def test_a_host_that_is_not_known_is_never_called(microsoft: Microsoft, connector: Connector) -> None:
    elsewhere = Place(microsoft.url.replace("127.0.0.1", "127.0.0.2"), "a:chat", TENANT, BOT, is_personal=True)

    with pytest.raises(NotSent, match="SCR_TEAMS_SERVICE_HOSTS"):
        await connector.send(elsewhere, HELLO)
    assert microsoft.token_requests == []


async def test_one_that_cannot_be_reached_is_tried_again_and_then_given_up(connector: Connector, sleeping: Sleeping) -> None:
    nobody = Place("http://127.0.0.1:1/", "a:chat", TENANT, BOT, is_personal=True)

    with pytest.raises(NotSent):
        await connector.send(nobody, HELLO)
    assert len(sleeping.waits) == 3


async def test_one_that_hangs_holds_up_nobody_else_and_what_may_have_arrived_is_not_sent_twice(
    microsoft: Microsoft, connector: Connector, place: Place, sleeping: Sleeping
) -> None:
    microsoft.trouble["a:chat"] = Trouble(hang=60)
    other = Place(microsoft.service_url, "a:other", TENANT, BOT, is_personal=True)
    hanging = asyncio.ensure_future(connector.send(place, HELLO))
    await asyncio.sleep(0.1)

    await asyncio.wait_for(connector.send(other, HELLO), 2)
    with pytest.raises(NotSent, match="broke off"):
        await hanging

    assert sleeping.waits == []


async def test_a_chat_with_somebody_is_opened_in_their_tenant(
    microsoft: Microsoft, connector: Connector, place: Place
) -> None:
    chat = await connector.open_chat(place, "29:somebody")

    [asked] = microsoft.everything("opened")
    assert asked.body["members"] == [{"id": "29:somebody"}]
    assert asked.body["tenantId"] == TENANT
    assert (chat.conversation_id, chat.is_personal) == ("a:chat-with-29:somebody", True)
