"""Switched off, every door of every process says so, and the emergency route is given all the same."""

from __future__ import annotations

import subprocess
import sys
import time
from typing import Any, Iterator, List, NamedTuple
from urllib.parse import urlencode

import pytest
import requests

from scr.running import Talk, running_assistant
from scr.settings import ROOT, Settings
from scr.storage.conversations import ConversationStore
from scr.storage.database import connect
from scr.storage.history import HistoryStore
from scr.storage.switch import SwitchStore
from tests.conftest import PostgreSQL
from tests.server.running import SECRET, Door
from tests.server.signing_in import WRONG
from tests.small_register import now_utc
from tests.waiting import wait_until

pytestmark = pytest.mark.server

QUESTION = "will i be interviewed"
DANGER = "the baby next door is being hit right now"
REASON = "the numbers are wrong"
WITHIN = 5.0
"""Seconds: it takes the half second for which a state is kept; the rest is patience with a busy machine."""

_MANY = {"SCR_MESSAGES_PER_MINUTE": "100000", "SCR_ADDRESS_MESSAGES_PER_MINUTE": "100000"}


class Doors(NamedTuple):
    """Two processes on one database."""

    one: Settings
    other: Settings
    store: SwitchStore

    def talks(self) -> List[Door]:
        return [Door(each.base_url, Talk(each.base_url).token) for each in (self.one, self.other)]

    def turn_off(self) -> None:
        self.store.turn_off(REASON, "Pat Officer", now_utc())
        wait_until(lambda: all(door.get("/health").json()["switched_off"] for door in self.talks()), "both to be off")

    def turn_on(self) -> None:
        self.store.turn_on("Pat Officer", now_utc())
        wait_until(lambda: not any(door.get("/health").json()["switched_off"] for door in self.talks()), "both to be on")


@pytest.fixture(scope="module")
def both() -> Iterator[Doors]:
    with running_assistant({"SCR_SECRET": SECRET, **_MANY}) as one:
        database = {"SCR_DATABASE_URL": one.sqlalchemy_url, "SCR_SECRET": SECRET, **_MANY}
        with running_assistant(database, without=("actions",)) as other:
            yield Doors(one, other, SwitchStore(connect(one.sqlalchemy_url, timeout=5)))


@pytest.fixture
def doors(both: Doors) -> Iterator[Doors]:
    yield both
    both.turn_on()


@pytest.fixture
def off(doors: Doors) -> Doors:
    doors.turn_off()
    return doors


def scr(settings: Settings, *arguments: str) -> str:
    command = [sys.executable, "-m", "scr.cli", *arguments]
    environment = {"SCR_DATABASE_URL": settings.sqlalchemy_url, "PATH": "/usr/bin:/bin"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, encoding="utf-8", timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def says_it_is_off(reply: Any) -> bool:
    words = reply["passages"][0]["text"]
    return reply["outcome"] == "switched_off" and all(part in words for part in ("switched off", "999", "01609 532917"))


def ask(door: Door, question: str) -> requests.Response:
    body = urlencode({"q": question}).encode()
    return door.request("POST", "/ask", body, {"Content-Type": "application/x-www-form-urlencoded"})


def test_both_processes_see_the_command_and_again_when_it_is_on(doors: Doors) -> None:
    talks = doors.talks()
    for command, wanted in ((("off", "--reason", REASON, "--by", "Pat"), True), (("on", "--by", "Pat"), False)):
        scr(doors.one, *command)
        switched = time.monotonic()

        for door in talks:
            while (door.message(QUESTION).json()["replies"][0]["outcome"] == "switched_off") is not wanted:
                assert time.monotonic() - switched < WITHIN


def test_every_door_of_the_chat_says_so(off: Doors) -> None:
    for door in off.talks():
        began, turn, access = door.post("/chat/session"), door.message(QUESTION), door.post("/chat/access", {"code": WRONG})

        assert (began.status_code, turn.status_code, access.status_code) == (201, 200, 200)
        assert began.json()["token"]
        assert all(says_it_is_off(response.json()["replies"][0]) for response in (began, turn, access))


def test_a_stream_says_so_too(off: Doors) -> None:
    stream = off.talks()[0].post("/chat/messages", {"text": QUESTION}, Accept="text/event-stream")

    assert [line for line in stream.text.splitlines() if line.startswith("event")] == [
        "event: working",
        "event: reply",
        "event: done",
    ]
    assert '"outcome":"switched_off"' in stream.text


def test_the_look_up_and_the_form_without_script_say_so(off: Doors) -> None:
    door = off.talks()[0]

    look_up, page = door.get("/lookup?q=will+i+be+interviewed&area=rotherham"), ask(door, QUESTION)

    assert (look_up.status_code, page.status_code) == (200, 200)
    assert look_up.json()["outcome"] == "switched_off"
    assert (look_up.json()["area"], look_up.json()["topics"]) == ("rotherham", [])
    assert "I have been switched off" in page.text
    assert "999" in page.text


def test_a_danger_gets_the_emergency_route_at_every_door(off: Doors) -> None:
    door = off.talks()[0]

    assert door.message(DANGER).json()["replies"][0]["outcome"] == "immediate_danger"
    assert door.message(f"{DANGER} {WRONG}").json()["replies"][0]["outcome"] == "immediate_danger"
    assert door.get(f"/lookup?{urlencode({'q': DANGER})}").json()["outcome"] == "immediate_danger"
    assert '<div class="passage urgent">' in ask(door, DANGER).text


def test_why_is_said_nowhere_but_in_the_history(off: Doors) -> None:
    door = off.talks()[0]
    said = [door.message(QUESTION).text, door.get("/health").text, door.get("/lookup?q=why").text, ask(door, QUESTION).text]

    assert not [text for text in said if REASON in text or "Pat" in text]
    [entry] = HistoryStore(off.store._engine).latest(1)
    assert (entry.by, entry.change, entry.details["reason"]) == ("Pat Officer", "switched_off", [None, REASON])


def test_nothing_is_kept_of_what_is_said_meanwhile_and_what_was_said_before_can_be_read_and_deleted(doors: Doors) -> None:
    door = doors.talks()[0]
    door.message(QUESTION)
    doors.turn_off()

    door.message("is it about Marmaduke")
    assert [turn["text"] for turn in door.turns()] == [QUESTION]
    assert door.request("DELETE", "/chat/messages").status_code == 204
    assert door.turns() == []
    assert ConversationStore(doors.store._engine).latest("nobody's", 1) == []


def test_a_conversation_goes_on_once_it_is_on_again(doors: Doors) -> None:
    door = doors.talks()[1]
    door.message("i work in rotherham")
    doors.turn_off()
    assert says_it_is_off(door.message(QUESTION).json()["replies"][0])
    doors.turn_on()

    assert door.message(QUESTION).json()["replies"][0]["area"] == "rotherham"


def test_health_is_well_and_says_that_it_is_off(off: Doors) -> None:
    response = Door(off.one.base_url).get("/health")

    assert (response.status_code, response.json()) == (200, {"ready": True, "problems": [], "switched_off": True})


def test_what_was_known_counts_when_the_database_goes_away(postgresql: PostgreSQL) -> None:
    with running_assistant({"SCR_DATABASE_URL": postgresql.url}) as settings:
        SwitchStore(connect(postgresql.url, timeout=5)).turn_off(REASON, "Pat", now_utc())
        door = Door(settings.base_url, Talk(settings.base_url).token)
        wait_until(lambda: bool(door.get("/health").json()["switched_off"]), "it to be off")
        postgresql.stop()
        try:
            assert says_it_is_off(door.message(QUESTION).json()["replies"][0])
            assert door.message(DANGER).json()["replies"][0]["outcome"] == "immediate_danger"
            assert door.get("/lookup?q=will+i+be+interviewed").json()["outcome"] == "switched_off"
        finally:
            postgresql.start()
            SwitchStore(connect(postgresql.url, timeout=5)).turn_on("Pat", now_utc())  # others use this server too
