"""A page that is with a person has every word in its place, of its own conversation alone, and none once that is deleted."""

from __future__ import annotations

import time

import pytest
import requests

from scr.rules.handover import State
from scr.storage.conversations import ConversationStore
from scr.storage.database import connect
from tests.server.staffed import PERSON, Desk, asked, news, said

pytestmark = pytest.mark.server


def test_opened_again_the_page_has_every_word_in_its_place(desk: Desk) -> None:
    door, number = desk.taken()
    said(door, "are you there")
    desk.store.answer(number, desk.pat, "Yes, I am here.", time.time())
    shown = door.get("/chat/messages").json()

    turns = [(turn["text"], [reply["outcome"] for reply in turn["replies"]]) for turn in shown["turns"]]
    assert turns == [(PERSON, ["human", "handed_over", "helpline"]), ("are you there", ["helpline"])]
    assert shown["helpline"]["state"] == "taken"
    assert news(door, shown["helpline"]["after"])["words"] == []


def test_whose_conversation_it_is_says_the_token_alone(desk: Desk) -> None:
    desk.taken()

    assert requests.get(f"{desk.settings.base_url}/chat/helpline", timeout=10).status_code == 401
    assert news(desk.door()) == {"state": None, "number": None, "words": []}


def test_a_page_that_asks_is_noted_as_seen_and_keeps_nothing_alive(desk: Desk) -> None:
    door = desk.door()
    number = asked(door)
    events = ConversationStore(connect(desk.settings.sqlalchemy_url, timeout=5))
    before = desk.store.one(number)

    news(door)

    seen = desk.store.one(number)
    assert before.seen_at is None
    assert seen.seen_at == pytest.approx(time.time(), abs=10)
    assert seen.version == before.version
    assert events.latest(seen.conversation_id, 1)[0].written_at <= seen.seen_at


def test_deleted_with_the_conversation_no_word_of_it_is_left_and_nobody_can_answer(desk: Desk) -> None:
    door, number = desk.taken()
    said(door, "are you there")
    door.request("DELETE", "/chat/messages")

    left = desk.store.one(number)
    assert (left.is_forgotten, left.state) == (True, State.TAKEN)
    assert desk.store.words(number) == []
    assert news(door)["state"] is None
