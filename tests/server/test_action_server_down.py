"""With the action server down or slow the register is said to be out of reach, and everything else goes on."""

from __future__ import annotations

import time
from typing import ContextManager, Iterator, NamedTuple

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from scr.replies import Reply
from scr.running import Talk, running_assistant
from scr.settings import Settings
from scr.storage.database import connect
from scr.storage.tables import conversation_events
from tests.actions.running import ActionServer, action_server
from tests.server.running import Door
from tests.small_register import OTHER, OWN, filled, health_visitor

pytestmark = pytest.mark.server

LIMIT_SECONDS = 5.0
"""More than a busy machine takes to answer."""


class Apart(NamedTuple):
    """An assistant whose action server is started and stopped by the test."""

    settings: Settings
    engine: Engine

    def talk(self) -> Talk:
        """A conversation of somebody with standing in two reviews, so that one of them has to be named."""
        talk = Talk(self.settings.base_url)
        talk.sign_in(health_visitor(self.engine, "Jo Example", OWN, OTHER))
        return talk

    def actions(self) -> ContextManager[ActionServer]:
        return action_server(self.settings, self.settings.var_dir / "actions.log")


@pytest.fixture(scope="module")
def apart() -> Iterator[Apart]:
    with running_assistant({"SCR_ACTIONS_TIMEOUT": str(LIMIT_SECONDS)}, without=("actions",)) as settings:
        engine = filled(settings.sqlalchemy_url)
        yield Apart(settings, engine)
        engine.dispose()


@pytest.fixture(scope="module")
def without_actions() -> Iterator[Settings]:
    with running_assistant(without=("actions",)) as settings:
        yield settings


def test_without_the_action_server_health_says_so(without_actions: Settings) -> None:
    response = Door(without_actions.base_url).get("/health")

    assert response.status_code == 503
    assert response.json()["ready"] is False
    assert len(response.json()["problems"]) == 1
    assert f"the action server does not answer at {without_actions.actions_url}" in response.json()["problems"][0]


def last_reply(settings: Settings) -> Reply:
    """Of the conversation written to last."""
    events = sa.select(conversation_events.c.event).where(conversation_events.c.kind == "bot")
    with connect(settings.sqlalchemy_url, timeout=5).connect() as connection:
        event = connection.execute(events.order_by(conversation_events.c.written_at.desc())).scalars().first()
    return Reply.from_dict(event["metadata"]["metadata"]["reply"])


TASKS = {
    "where has review SCR-2026-004 got to": "review_status",
    "what support has been arranged for my team on SCR-2026-004": "support_arrangements",
}


@pytest.mark.parametrize("question", TASKS)
def test_without_the_action_server_the_register_cannot_be_reached_and_the_conversation_goes_on(
    without_actions: Settings, question: str
) -> None:
    talk = Talk(without_actions.base_url)
    talk.send("i work in north yorkshire")

    failed = talk.send(question)
    after = talk.send("will i be interviewed")

    assert [reply["outcomes"] for reply in failed] == [["register_unavailable"]]
    words = failed[0]["passages"][0]["text"]
    assert "cannot reach the register" in words
    assert "01609 532917" in words
    assert "will not guess" in words
    assert failed[0]["area"] == "north_yorkshire"
    kept = last_reply(without_actions).conversation
    assert (kept.task, kept.reference, kept.area) == (TASKS[question], "SCR-2026-004", "north_yorkshire")
    assert after[0]["outcome"] == "interview"
    assert after[0]["area"] == "north_yorkshire"


def test_without_the_action_server_nobody_is_told_that_they_were_signed_out(without_actions: Settings) -> None:
    replies = Talk(without_actions.base_url).send("sign out")

    assert [reply["outcomes"] for reply in replies] == [["register_unavailable"]]
    assert "you may still be signed in" in replies[0]["passages"][0]["text"]


@pytest.mark.parametrize("words", ["Please ask for support for me", "Put the debrief in my calendar"])
def test_without_the_action_server_nobody_is_told_that_something_was_done(without_actions: Settings, words: str) -> None:
    replies = Talk(without_actions.base_url).send(words)

    assert [reply["outcomes"] for reply in replies] == [["register_unavailable"]]
    assert replies[0]["attachments"] == []


def test_once_the_action_server_is_up_the_task_goes_on_where_it_stood(apart: Apart) -> None:
    talk = apart.talk()
    while_down = talk.send(f"where has {OWN} got to")

    with apart.actions():
        back = talk.send("Where has my review got to?")

    assert [reply["outcome"] for reply in while_down] == ["register_unavailable"]
    assert [reply["outcomes"] for reply in back] == [["review_status"]]
    assert f"{OWN}, Rotherham: The agencies are writing" in back[0]["passages"][0]["text"]


@pytest.mark.parametrize("question", ["where has it got to", "sign out", "Please ask for support for me"])
def test_with_an_action_server_that_answers_nothing_the_person_waits_no_longer_than_the_limit(
    apart: Apart, question: str
) -> None:
    talk = apart.talk()
    with apart.actions() as server:
        told = talk.send(f"where has {OWN} got to")
        with server.frozen():
            started = time.monotonic()
            waited = talk.send(question)
            took = time.monotonic() - started
            between = talk.send("will i be interviewed")
        again = talk.send(f"where has {OWN} got to")

    assert [reply["outcomes"] for reply in (*told, *waited, *between)] == [
        ["review_status"],
        ["register_unavailable"],
        ["interview"],
    ]
    assert LIMIT_SECONDS <= took < 2 * LIMIT_SECONDS
    # What was asked last may be done late: who asked to be signed out is, once it answers.
    assert again[0]["outcome"] == "review_status"
