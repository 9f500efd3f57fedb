"""Ten thousand requests with tokens that nobody was given: none is answered, and nothing of anybody's is read or changed."""

from __future__ import annotations

import asyncio
import base64
import json
import random
from collections import Counter
from typing import Any, Callable, Dict, List, Tuple

import aiohttp
import jwt
import pytest

from scr.running import Talk
from scr.settings import Settings
from tests.server.running import SECRET, Door

pytestmark = pytest.mark.server

_REQUESTS = 10_000
_AT_ONCE = 16
_ANSWERED_WITH = {"error", "code"}
Claims = Dict[str, Any]


def _part(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def _flipped(token: str, chance: random.Random) -> str:
    """One character other than it was. Not the last: of it only the first bits count."""
    place = chance.randrange(len(token) - 1)
    letters = [letter for letter in "ABCdef123_-" if letter != token[place]]
    return token[:place] + chance.choice(letters) + token[place + 1 :]


def _expired(claims: Claims, _token: str, chance: random.Random) -> str:
    return jwt.encode({**claims, "exp": chance.randrange(1, 1_700_000_000)}, SECRET, "HS256")


def _without(claims: Claims, _token: str, chance: random.Random) -> str:
    missing = chance.choice(["exp", "sub", "aud"])
    return jwt.encode({name: value for name, value in claims.items() if name != missing}, SECRET, "HS256")


FORGERIES: Tuple[Callable[[Claims, str, random.Random], str], ...] = (
    lambda claims, token, chance: _flipped(token, chance),
    lambda claims, token, chance: token[: chance.randrange(len(token))],
    lambda claims, token, chance: jwt.encode(claims, f"another key of many letters {chance.random()}", "HS256"),
    lambda claims, token, chance: jwt.encode(claims, SECRET, chance.choice(["HS384", "HS512"])),
    lambda claims, token, chance: f"{_part({'alg': 'none', 'typ': 'JWT'})}.{_part(claims)}.",
    lambda claims, token, chance: f"{_part({'alg': 'HS256'})}.{_part(claims)}.{token.split('.')[2]}x{chance.random()}",
    lambda claims, token, chance: jwt.encode({**claims, "aud": "actions"}, SECRET, "HS256"),
    lambda claims, token, chance: str(claims["sub"]),
    lambda claims, token, chance: "".join(chance.choices("abcdefXYZ0123._-", k=chance.randrange(1, 200))),
    _expired,
    _without,
)
REQUESTS: Tuple[Tuple[str, str, Any], ...] = (
    ("GET", "/chat/messages", None),
    ("POST", "/chat/messages", {"text": "will i be interviewed", "id": "forged"}),
    ("DELETE", "/chat/messages", None),
    ("POST", "/chat/access", {"code": "B2CD-F3GH-J4KM-N5PQ"}),
    ("POST", "/chat/feedback", {"reply": "one", "helpful": True}),
)


async def _knock(base_url: str, claims: Claims, token: str) -> Counter[Tuple[int, bool]]:
    """How often each status came back, and whether with anything but a refusal."""
    chance = random.Random(20_260_301)
    found: Counter[Tuple[int, bool]] = Counter()
    knocks = [(chance.choice(REQUESTS), chance.choice(FORGERIES)(claims, token, chance)) for _ in range(_REQUESTS)]

    async def work(session: aiohttp.ClientSession, mine: List[Any]) -> None:
        for (method, path, body), forged in mine:
            headers = {"Authorization": f"Bearer {forged}"}
            async with session.request(method, base_url + path, json=body, headers=headers) as response:
                said = await response.json(content_type=None)
                found[response.status, set(said) == _ANSWERED_WITH] += 1

    async with aiohttp.ClientSession() as session:
        await asyncio.gather(*(work(session, knocks[start::_AT_ONCE]) for start in range(_AT_ONCE)))
    return found


async def test_no_forged_or_foreign_request_is_answered(running: Settings) -> None:
    talk = Talk(running.base_url)
    talk.send("will i be interviewed")
    claims = jwt.decode(talk.token, SECRET, ["HS256"], audience="conversation")

    found = await _knock(running.base_url, claims, talk.token)

    assert found == {(401, True): _REQUESTS}
    assert [turn["text"] for turn in Door(running.base_url, talk.token).turns()] == ["will i be interviewed"]


async def test_the_same_knocks_with_the_token_itself_are_answered(running: Settings) -> None:
    """So that the test above would notice a server that refuses everybody."""
    token = Talk(running.base_url).token

    response = Door(running.base_url, token).get("/chat/messages")

    assert response.status_code == 200
