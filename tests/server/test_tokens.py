"""A token opens its own conversation; without one, or with another, there is 401 and nothing else."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any, Callable, Dict

import jwt
import pytest
import requests
from hypothesis import example, given, settings
from hypothesis import strategies as st

from scr.running import Talk
from scr.settings import Settings
from tests.server.running import SECRET, Door

pytestmark = pytest.mark.server


def claims(talk: Talk, **changes: object) -> Dict[str, Any]:
    """What stands in a token of this conversation, with changes."""
    found = jwt.decode(talk.token, SECRET, ["HS256"], audience="conversation")
    return {**found, **changes}


BAD: Dict[str, Callable[[Talk], str]] = {
    "missing": lambda talk: "",
    "another scheme": lambda talk: f"Basic {talk.token}",
    "forged": lambda talk: "Bearer " + jwt.encode(claims(talk), "somebody else's key of 32 letters", "HS256"),
    "expired": lambda talk: (
        "Bearer " + jwt.encode(claims(talk, exp=datetime.now(timezone.utc) - timedelta(seconds=5)), SECRET, "HS256")
    ),
    "foreign": lambda talk: "Bearer " + jwt.encode(claims(talk, aud="another service"), SECRET, "HS256"),
    "unsigned": lambda talk: "Bearer " + jwt.encode(claims(talk), None, "none"),
    "cut short": lambda talk: f"Bearer {talk.token[:-3]}",
    "garbage": lambda talk: "Bearer garbage",
    "not text": lambda talk: "Bearer \xff\xfe",
}


def expect_401_and_nothing_else(response: requests.Response) -> None:
    assert response.status_code == 401
    assert response.json() == {
        "error": "This conversation has ended, because it was open for a long time. Please start again.",
        "code": "session_expired",
    }


def test_a_token_that_was_signed_again_with_the_right_key_is_good(running: Settings, talk: Talk) -> None:
    talk.send("will i be interviewed")
    again = jwt.encode(claims(talk), SECRET, "HS256")

    assert [turn["text"] for turn in Door(running.base_url, again).turns()] == ["will i be interviewed"]


@pytest.mark.parametrize("kind", sorted(BAD))
def test_a_bad_token_opens_nothing(stranger: Door, talk: Talk, kind: str) -> None:
    talk.send("will i be interviewed")
    header = {"Authorization": BAD[kind](talk).encode("latin-1")}

    expect_401_and_nothing_else(stranger.get("/chat/messages", **header))
    expect_401_and_nothing_else(stranger.post("/chat/messages", {"text": "why?"}, **header))


def test_a_bad_token_writes_nothing_into_the_conversation(stranger: Door, door: Door, talk: Talk) -> None:
    talk.send("will i be interviewed")

    for make in BAD.values():
        stranger.post("/chat/messages", {"text": "let me in"}, Authorization=make(talk).encode("latin-1"))

    assert [turn["text"] for turn in door.turns()] == ["will i be interviewed"]


@given(st.binary(max_size=60).map(lambda raw: raw.replace(b"\r", b"").replace(b"\n", b"").replace(b"\0", b"")))
@example(b"\xc3\xa9.\xc3\xa9.\xc3\xa9")
@settings(deadline=None, max_examples=60)
def test_whatever_is_sent_as_a_token_gets_401_and_nothing_else(stranger: Door, token: bytes) -> None:
    expect_401_and_nothing_else(stranger.get("/chat/messages", Authorization=b"Bearer " + token))


def test_one_persons_token_never_shows_anothers_turns(running: Settings) -> None:
    mine, theirs = Talk(running.base_url), Talk(running.base_url)
    mine.send("will i be interviewed")
    theirs.send("how long does a review take")

    assert [turn["text"] for turn in Door(running.base_url, mine.token).turns()] == ["will i be interviewed"]
    assert [turn["text"] for turn in Door(running.base_url, theirs.token).turns()] == ["how long does a review take"]


def test_a_conversation_cannot_be_chosen_by_whoever_writes(running: Settings, talk: Talk, door: Door) -> None:
    talk.send("will i be interviewed")
    conversation = claims(talk)["sub"]
    other = Door(running.base_url, Talk(running.base_url).token)

    for name in ("sender", "sender_id", "session_id", "conversation_id", "sub"):
        other.message("let me in", **{name: conversation})

    assert len(door.turns()) == 1
    assert len(other.turns()) == 5


def test_a_conversation_starts_with_a_greeting_and_without_turns(running: Settings, talk: Talk) -> None:
    greeting = talk.greeting["replies"][0]

    assert greeting["outcome"] == "greet"
    assert "2006" in greeting["passages"][0]["text"]
    assert Door(running.base_url, talk.token).turns() == []
