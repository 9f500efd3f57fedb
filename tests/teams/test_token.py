"""The bot's own token: how it is asked for by each kind of registration, how long it is kept, what is said without one."""

from __future__ import annotations

import asyncio
from typing import Any, AsyncIterator, Dict

import pytest

from scr.settings import Settings
from scr.teams.http import Http
from scr.teams.token import BotToken, NoToken, token_request
from tests.teams.microsoft import APP_ID, PASSWORD, TENANT, Microsoft
from tests.teams.test_keys import Clock

SCOPE = "https://api.botframework.com/.default"


@pytest.fixture
async def http() -> AsyncIterator[Http]:
    http = Http()
    yield http
    await http.close()


def _settings(**more: Any) -> Settings:
    usual = {"teams_app_id": APP_ID, "teams_password": PASSWORD, "teams_tenant": TENANT}
    return Settings.parse_obj({**usual, **more})


@pytest.mark.parametrize(
    ("kind", "url"),
    [
        ("single-tenant", f"https://login.microsoftonline.com/{TENANT}/oauth2/v2.0/token"),
        ("multi-tenant", "https://login.microsoftonline.com/botframework.com/oauth2/v2.0/token"),
        ("managed-identity", "http://169.254.169.254/metadata/identity/oauth2/token"),
    ],
)
def test_each_kind_of_registration_has_its_address(kind: str, url: str) -> None:
    assert token_request(_settings(teams_app_type=kind)).url == url


@pytest.mark.parametrize("kind", ["single-tenant", "multi-tenant"])
async def test_a_registration_with_a_secret_sends_it(microsoft: Microsoft, http: Http, kind: str) -> None:
    settings = _settings(teams_app_type=kind, teams_token_url=f"{microsoft.url}/token")

    token = await BotToken(token_request(settings), http).get()

    assert token == "token 1"
    assert microsoft.token_requests == [
        {"grant_type": "client_credentials", "client_id": APP_ID, "client_secret": PASSWORD, "scope": SCOPE}
    ]


@pytest.mark.parametrize(
    ("header", "sent"),
    [
        ("", {"api-version": "2018-02-01", "Metadata": "true"}),
        ("the header", {"api-version": "2019-08-01", "X-IDENTITY-HEADER": "the header"}),
    ],
)
async def test_a_managed_identity_has_no_secret_and_asks_its_own_machine(
    microsoft: Microsoft, http: Http, header: str, sent: Dict[str, str]
) -> None:
    settings = _settings(
        teams_app_type="managed-identity",
        teams_password="",
        teams_identity_header=header,
        teams_token_url=f"{microsoft.url}/token",
    )

    await BotToken(token_request(settings), http).get()

    assert microsoft.token_requests == [{"resource": "https://api.botframework.com", "client_id": APP_ID, **sent}]


def _token(microsoft: Microsoft, http: Http, clock: Clock) -> BotToken:
    return BotToken(token_request(_settings(teams_token_url=f"{microsoft.url}/token")), http, clock)


async def test_a_token_is_kept_until_shortly_before_it_ends(microsoft: Microsoft, http: Http) -> None:
    clock = Clock()
    token = _token(microsoft, http, clock)

    first = [await token.get()]
    clock.now += 3600 - 301
    first.append(await token.get())
    clock.now += 2
    second = await token.get()

    assert (first, second) == (["token 1", "token 1"], "token 2")


async def test_a_token_that_hardly_lives_is_still_used_for_half_its_life(microsoft: Microsoft, http: Http) -> None:
    microsoft.token_lifetime = 100
    clock = Clock()
    token = _token(microsoft, http, clock)

    await token.get()
    clock.now += 49

    assert await token.get() == "token 1"


async def test_many_who_need_one_at_once_ask_once(microsoft: Microsoft, http: Http) -> None:
    token = _token(microsoft, http, Clock())

    assert set(await asyncio.gather(*(token.get() for _ in range(50)))) == {"token 1"}


async def test_one_that_was_refused_is_not_used_again(microsoft: Microsoft, http: Http) -> None:
    token = _token(microsoft, http, Clock())

    token.refused(await token.get())
    token.refused("an old one")

    assert await token.get() == "token 2"


async def test_a_wrong_secret_is_named_by_microsofts_word_for_it_and_not_shown(microsoft: Microsoft, http: Http) -> None:
    settings = _settings(teams_token_url=f"{microsoft.url}/token", teams_password="an old secret")

    with pytest.raises(NoToken, match="401 invalid_client") as caught:
        await BotToken(token_request(settings), http).get()
    assert "an old secret" not in repr(caught.value)


async def test_without_a_network_there_is_no_token_and_it_says_so(http: Http) -> None:
    settings = _settings(teams_token_url="http://127.0.0.1:1/token")

    with pytest.raises(NoToken, match="ClientConnectorError"):
        await BotToken(token_request(settings), http).get()
