"""Ten thousand requests that are forged, foreign, replayed or misdirected: none is answered, none is followed."""

from __future__ import annotations

import asyncio
import random
import time
from collections import Counter
from typing import Any, Callable, Dict, List, Set, Tuple

import aiohttp
import pytest

from tests.teams.conftest import InTeams
from tests.teams.microsoft import KeyPair, Sent
from tests.teams.teams import Person, shown
from tests.waiting import wait_until

pytestmark = pytest.mark.server

_COUNT = 10_000
_AT_ONCE = 40
_ELSEWHERE = "https://attacker.example/"

Request = Tuple[str, Dict[str, Any], Set[int]]
"""A token, an activity, and the status that it should get."""

_UNSIGNED, _REFUSED = {401}, {403}
_TAKEN = {200, 429}  # what is delivered again and again is at last not even looked at


def _kinds(person: Person, replayed: Dict[str, Any]) -> List[Callable[[int], Request]]:
    microsoft = person.microsoft
    good, now = microsoft.token(), time.time()
    elsewhere, foreign_key = microsoft.token(serviceurl=_ELSEWHERE), KeyPair("first")
    forged = [
        "",
        good[:-5],
        microsoft.token(foreign_key),
        microsoft.token(exp=now - 400),
        microsoft.token(aud="another bot"),
        microsoft.token(iss="https://login.microsoftonline.com/x/v2.0"),
        microsoft.token(serviceurl=None),
    ]
    chat = {"id": person.chat, "conversationType": "personal", "tenantId": "foreign"}

    def fresh(**more: Any) -> Dict[str, Any]:
        return {**person.message("will i be interviewed"), **more}

    return [
        *(lambda number, token=token: (token, fresh(), _UNSIGNED) for token in forged),
        lambda number: (microsoft.token(header={"kid": f"made up {number}"}), fresh(), _UNSIGNED),
        lambda number: (good, fresh(serviceUrl=_ELSEWHERE), _REFUSED),
        lambda number: (elsewhere, fresh(serviceUrl=_ELSEWHERE), _REFUSED),
        lambda number: (good, fresh(conversation=chat), _REFUSED),
        lambda number: (good, fresh(channelId="directline"), _REFUSED),
        lambda number: (microsoft.token(microsoft.keys[1]), fresh(), _REFUSED),
        lambda number: (good, replayed, _TAKEN),
    ]


async def _send(endpoint: str, requests: List[Request]) -> "Counter[str]":
    found: Counter[str] = Counter()
    waiting = iter(requests)

    async def work(client: aiohttp.ClientSession) -> None:
        for token, activity, expected in waiting:
            async with client.post(endpoint, json=activity, headers={"Authorization": f"Bearer {token}"}) as response:
                body = await response.read()
                found["as expected" if response.status in expected and not body else f"{response.status} {body!r}"] += 1

    async with aiohttp.ClientSession() as client:
        await asyncio.gather(*(work(client) for _ in range(_AT_ONCE)))
    return found


def _said_behind_the_repeats(person: Person, text: str) -> Sent:
    """Delivered as Teams delivers, again while 429 says that there are still too many in front of it in this chat."""
    activity, answers = person.message(text), len(person.microsoft.sent(person.chat))
    wait_until(lambda: person.post(activity).status_code == 200, "room behind the repeats")
    return person.microsoft.wait_for(answers + 1, person.chat)[-1]


def test_none_of_ten_thousand_is_answered_or_followed(in_teams: InTeams, person: Person) -> None:
    replayed = person.message("will i be interviewed")
    person.send(replayed)
    kinds = _kinds(person, replayed)
    chance = random.Random(7)
    requests = [chance.choice(kinds)(number) for number in range(_COUNT)]
    before = in_teams.microsoft.everything()
    keys_before = in_teams.microsoft.key_requests

    found = asyncio.run(_send(person.endpoint, requests))

    assert found == {"as expected": _COUNT}
    assert "You are welcome" in shown(_said_behind_the_repeats(person, "thanks"))
    assert in_teams.microsoft.everything()[:-1] == before
    assert in_teams.microsoft.key_requests - keys_before <= 2
    assert in_teams.microsoft.stray == []
