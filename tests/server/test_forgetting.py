"""Who ends and clears a conversation leaves nothing of it behind; nobody else can."""

from __future__ import annotations

import time

import jwt
import pytest

from scr.running import Talk
from scr.settings import Settings
from scr.storage.database import connect, writing
from scr.storage.tables import conversation_events
from tests.server.running import SECRET, Door
from tests.server.signing_in import Signing

pytestmark = pytest.mark.server


def test_a_conversation_that_is_ended_is_gone(door: Door) -> None:
    door.message("will i be interviewed")

    response = door.request("DELETE", "/chat/messages")

    assert (response.status_code, response.content) == (204, b"")
    assert door.turns() == []


def test_what_comes_after_begins_anew(door: Door) -> None:
    door.message("will i be interviewed")
    door.request("DELETE", "/chat/messages")

    [reply] = door.message("why?").json()["replies"]

    assert "about what" in reply["passages"][0]["text"]


def test_whoever_was_signed_in_is_signed_out(signing: Signing, code: str) -> None:
    door = signing.door
    door.post("/chat/access", {"code": code})
    assert signing.is_signed_in(door)

    door.request("DELETE", "/chat/messages")

    assert not signing.is_signed_in(door)


@pytest.mark.parametrize("token", ["", "Bearer garbage"])
def test_nobody_ends_a_conversation_without_its_token(stranger: Door, door: Door, token: str) -> None:
    door.message("will i be interviewed")

    response = stranger.request("DELETE", "/chat/messages", headers={"Authorization": token} if token else {})

    assert response.status_code == 401
    assert len(door.turns()) == 1


def test_a_page_of_another_origin_ends_nothing(door: Door) -> None:
    door.message("will i be interviewed")

    assert door.request("DELETE", "/chat/messages", headers={"Origin": "https://evil.example"}).status_code == 403
    assert len(door.turns()) == 1


def test_a_conversation_that_was_left_lying_cannot_be_read_again(running: Settings, talk: Talk, door: Door) -> None:
    door.message("will i be interviewed")
    engine = connect(f"sqlite:///{running.var_dir / 'scr.db'}", timeout=5)
    own = jwt.decode(talk.token, SECRET, ["HS256"], audience="conversation")["sub"]
    with writing(engine, "A conversation") as connection:
        left = conversation_events.update().where(conversation_events.c.conversation_id == own)
        connection.execute(left.values(written_at=time.time() - running.idle_minutes * 60 - 1))

    response = door.get("/chat/messages")

    assert response.status_code == 401
    assert "interviewed" not in response.text
