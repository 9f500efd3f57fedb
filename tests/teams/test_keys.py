"""The keys by which Microsoft signs: when they are fetched, and what happens where they cannot be."""

from __future__ import annotations

import asyncio

import pytest

from scr.teams.http import Http
from scr.teams.keys import KeysUnavailable, SigningKeys, UnknownKey
from tests.teams.microsoft import KeyPair, Microsoft


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def keys(microsoft: Microsoft, http: Http, clock: Clock) -> SigningKeys:
    return SigningKeys(f"{microsoft.url}/openid", http, clock)


async def test_nothing_is_fetched_until_a_key_is_needed(microsoft: Microsoft, keys: SigningKeys) -> None:
    before = microsoft.key_requests

    found = await keys.key("first")

    assert (before, microsoft.key_requests) == (0, 1)
    assert found.endorsements == {"msteams"}


async def test_keys_are_fetched_once_for_many_who_need_them_at_once(microsoft: Microsoft, keys: SigningKeys) -> None:
    await asyncio.gather(*(keys.key("first") for _ in range(50)))

    assert microsoft.key_requests == 1


async def test_a_key_that_is_new_is_found_after_a_minute_at_most(
    microsoft: Microsoft, keys: SigningKeys, clock: Clock
) -> None:
    await keys.key("first")
    microsoft.keys.append(KeyPair("second"))
    with pytest.raises(UnknownKey):
        await keys.key("second")
    clock.now += 60

    assert await keys.key("second")


async def test_names_that_are_made_up_do_not_make_it_ask_again_and_again(microsoft: Microsoft, keys: SigningKeys) -> None:
    for number in range(100):
        with pytest.raises(UnknownKey):
            await keys.key(f"made up {number}")

    assert microsoft.key_requests == 1


async def test_keys_are_fetched_anew_each_day(microsoft: Microsoft, keys: SigningKeys, clock: Clock) -> None:
    await keys.key("first")
    microsoft.keys = [KeyPair("second")]
    clock.now += 24 * 60 * 60 + 1

    with pytest.raises(UnknownKey):
        await keys.key("first")
    assert await keys.key("second")


async def test_where_they_cannot_be_fetched_those_that_are_known_go_on(
    microsoft: Microsoft, keys: SigningKeys, clock: Clock
) -> None:
    await keys.key("first")
    microsoft.down = True
    clock.now += 24 * 60 * 60 + 1

    assert await keys.key("first")


async def test_where_none_are_known_it_says_so_and_asks_again_soon_but_not_at_once(
    microsoft: Microsoft, keys: SigningKeys, clock: Clock
) -> None:
    microsoft.down = True
    for _ in range(2):
        with pytest.raises(KeysUnavailable):
            await keys.key("first")
    microsoft.down = False
    with pytest.raises(KeysUnavailable):
        await keys.key("first")
    clock.now += 5

    assert await keys.key("first")


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/openid", "{microsoft}/nowhere", "{microsoft}/keys"])
async def test_an_address_that_gives_no_keys_is_no_crash(microsoft: Microsoft, http: Http, url: str) -> None:
    with pytest.raises(KeysUnavailable):
        await SigningKeys(url.format(microsoft=microsoft.url), http).key("first")
