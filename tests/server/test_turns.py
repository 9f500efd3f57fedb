"""A turn over HTTP: answered once, kept redacted, read back."""

from __future__ import annotations

import contextlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import requests

from scr.running import Talk
from scr.settings import Settings
from tests.rasa.planted import MESSAGES, leaks
from tests.server.running import Door

pytestmark = pytest.mark.server


def test_a_turn_is_read_back_with_its_reply(door: Door) -> None:
    sent = door.message("will i be interviewed").json()["replies"]

    assert door.turns() == [{"text": "will i be interviewed", "replies": sent}]


def test_turns_are_read_back_in_their_order(door: Door) -> None:
    asked = ["hello", "will i be interviewed", "why?", "how long does a review take", "thanks"]
    for text in asked:
        door.message(text)

    assert [turn["text"] for turn in door.turns()] == asked
    assert [len(turn["replies"]) for turn in door.turns()] == [1] * 5


def test_the_same_delivery_twice_is_answered_once(door: Door) -> None:
    first = door.message("will i be interviewed", id="delivery-1")
    again = door.message("will i be interviewed", id="delivery-1")

    assert first.json() == again.json()
    assert len(door.turns()) == 1


def test_the_same_delivery_many_times_at_once_is_answered_once(door: Door) -> None:
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda _: door.message("will i be interviewed", id="at-once").json(), range(8)))

    assert answers == [answers[0]] * 8
    assert answers[0]["replies"][0]["outcome"] == "interview"
    assert len(door.turns()) == 1


def test_messages_sent_at_once_are_all_answered_and_none_is_lost(door: Door) -> None:
    asked = [f"will i be interviewed {'?' * number}".strip() for number in range(12)]

    with ThreadPoolExecutor(6) as threads:
        answers = list(threads.map(lambda text: door.message(text).json()["replies"][0]["outcome"], asked))

    assert answers == ["interview"] * 12
    assert sorted(turn["text"] for turn in door.turns()) == sorted(asked)


def test_a_delivery_that_was_broken_off_can_be_sent_again(running: Settings, door: Door) -> None:
    """The page gives up on a slow answer and offers "Try again", which sends the same delivery."""
    for attempt in range(20):
        message = {"text": "will i be interviewed", "id": f"broken off {attempt}"}
        with contextlib.suppress(requests.Timeout):
            requests.post(f"{running.base_url}/chat/messages", json=message, headers=door.headers, timeout=(2, 0.001))

        again = door.post("/chat/messages", message)

        assert again.status_code == 200
        assert again.json()["replies"][0]["outcome"] == "interview"


def test_what_a_client_says_about_itself_is_not_kept(running: Settings, door: Door) -> None:
    door.message("will i be interviewed", metadata={"role": "admin-of-everything"}, input_channel="teams", sender="somebody")

    kept = written(running.var_dir)
    assert b"will i be interviewed" in kept
    assert b"admin-of-everything" not in kept


def written(folder: Path) -> bytes:
    """The bytes of every file that the running assistant writes: database, write-ahead log, logs, secret."""
    return b"".join(path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file())


def test_nothing_that_identifies_somebody_is_written_anywhere(running: Settings, door: Door) -> None:
    for text in MESSAGES:
        assert door.message(text).status_code == 200

    kept = written(running.var_dir).lower()
    assert b"do i have to write that in the chronology" in kept or b"[withheld" in kept
    assert leaks(kept) == []


def test_read_back_a_conversation_shows_redacted_text_only(door: Door) -> None:
    for text in MESSAGES:
        door.message(text)

    shown = door.get("/chat/messages").text.lower()
    assert len(door.turns()) == len(MESSAGES)
    assert "[" in shown
    assert leaks(shown.encode()) == []


def test_a_conversation_of_a_hundred_turns_is_still_answered_and_read_back(running: Settings) -> None:
    talk = Talk(running.base_url)
    talk.send("i work in rotherham")
    for _ in range(99):
        replies = talk.send("will i be interviewed")

    assert replies[0]["area"] == "rotherham"
    turns = Door(running.base_url, talk.token).turns()
    assert turns[-1]["replies"] == replies
    assert len(turns) > 50
