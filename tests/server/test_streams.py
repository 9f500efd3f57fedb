"""Replies as they come: the stream says at once that work has begun, and loses or doubles nothing when asked again."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Dict, List, Mapping, Tuple

import pytest
import requests

from scr.running import Talk
from scr.settings import Settings
from tests.server.running import Door

pytestmark = pytest.mark.server

STREAM = {"Accept": "text/event-stream"}
Event = Tuple[str, Mapping[str, Any]]


def events(response: requests.Response) -> List[Event]:
    assert response.status_code == 200
    assert response.headers["Content-Type"].startswith("text/event-stream")
    found = []
    for block in response.content.decode().strip().split("\n\n"):
        name, data = block.split("\n")
        found.append((name[len("event: ") :], json.loads(data[len("data: ") :])))
    return found


def ask(door: Door, text: str, **more: object) -> List[Event]:
    return events(door.post("/chat/messages", {"text": text, **more}, **STREAM))


def test_a_stream_begins_with_work_and_ends_with_done(door: Door) -> None:
    names = [name for name, _ in ask(door, "will i be interviewed")]

    assert names == ["working", "reply", "done"]


def test_a_stream_holds_the_replies_that_json_would(door: Door) -> None:
    (_, streamed) = ask(door, "will i be interviewed")[1]
    [plain] = door.message("will i be interviewed").json()["replies"]

    assert {**streamed, "id": ""} == {**plain, "id": ""}


def test_the_same_delivery_is_answered_once_whichever_way_it_is_asked_for_again(door: Door) -> None:
    first = ask(door, "will i be interviewed", id="one")

    as_json = door.message("will i be interviewed", id="one").json()["replies"]
    again = ask(door, "will i be interviewed", id="one")

    assert [first[1][1]] == as_json
    assert again == first
    assert [turn["text"] for turn in door.turns()] == ["will i be interviewed"]


def test_a_code_typed_as_a_message_is_not_to_be_shown(door: Door, code: str) -> None:
    name, data = ask(door, code)[-1]

    assert name == "done"
    assert code not in data["shown"]


@pytest.mark.parametrize(
    ("body", "status"), [({"text": ""}, 400), ({"text": "x" * 2001}, 413), ({"text": 5}, 400), ({}, 400)]
)
def test_what_is_refused_is_refused_before_any_stream_begins(door: Door, body: Dict[str, object], status: int) -> None:
    response = door.post("/chat/messages", body, **STREAM)

    assert response.status_code == status
    assert response.json()["error"]


def test_a_stream_without_a_token_is_not_begun(stranger: Door) -> None:
    response = stranger.post("/chat/messages", {"text": "will i be interviewed"}, **STREAM)

    assert response.status_code == 401
    assert response.json()["code"] == "session_expired"


def test_who_goes_away_in_the_middle_has_asked_all_the_same(running: Settings, door: Door) -> None:
    token = door.headers["Authorization"]
    with requests.post(
        running.base_url + "/chat/messages",
        json={"text": "will i be interviewed", "id": "left"},
        headers={"Authorization": token, **STREAM},
        stream=True,
        timeout=10,
    ) as response:
        next(response.iter_content(8))

    [reply] = door.message("will i be interviewed", id="left").json()["replies"]

    assert reply["outcome"] == "interview"
    assert len(door.turns()) == 1


def test_many_at_once_get_each_their_own_replies(running: Settings) -> None:
    questions = {"will i be interviewed": "interview", "how long does a review take": "timescale", "what is an imr": "imr"}

    def one(number: int) -> Tuple[str, str]:
        question = list(questions)[number % len(questions)]
        door = Door(running.base_url, Talk(running.base_url).token)
        return questions[question], ask(door, question)[1][1]["outcome"]

    with ThreadPoolExecutor(12) as pool:
        found = list(pool.map(one, range(48)))

    assert [expected for expected, _ in found] == [outcome for _, outcome in found]
