"""What the register said stands in no conversation that is kept, and yet the conversation goes on from it."""

from __future__ import annotations

from typing import Any, AsyncIterator, Dict, List, NamedTuple

import pytest
from rasa.core.agent import Agent
from sqlalchemy.engine import Engine

from scr.settings import Settings
from tests.actions.running import action_server
from tests.conftest import free_port
from tests.rasa.agents import agent_with, send
from tests.rasa.conftest import SettingsWith
from tests.small_register import OF_THE_REGISTER, OWN, filled, rows, signed_in

CONVERSATION = "one"
KEPT = ("conversation_event", "sign_in", "failed_sign_in", "audit")
NOT_KEPT = "What I told you here came from the register of reviews"


class Desk(NamedTuple):
    agent: Agent
    engine: Engine
    settings: Settings

    async def say(self, text: str) -> Dict[str, Any]:
        """The one reply to a message."""
        (reply,) = await send(self.agent, text, CONVERSATION)
        return reply


@pytest.fixture
async def desk(settings_with: SettingsWith, database_url: str) -> AsyncIterator[Desk]:
    """Rasa and the action server on one database, and somebody signed in."""
    settings = settings_with(database_url=database_url, actions_port=free_port())
    engine = filled(database_url)
    signed_in(engine, conversation_id=CONVERSATION)
    with action_server(settings, settings.var_dir / "actions.log"):
        yield Desk(agent_with(settings), engine, settings)
    engine.dispose()


def told(reply: Dict[str, Any]) -> List[str]:
    """Which of the register's facts it says."""
    return [fact for fact in OF_THE_REGISTER if fact in repr(reply)]


def found_in(text: str) -> List[str]:
    return [fact for fact in OF_THE_REGISTER if fact in text]


async def test_the_facts_are_told_stand_in_no_row_and_follow_ups_still_know_what_they_are_about(desk: Desk) -> None:
    status = await desk.say(f"where has {OWN} got to")
    meaning = await desk.say("what does that actually mean")
    support = await desk.say("and the debrief?")
    calendar = await desk.say("Put the debrief in my calendar")
    again = await desk.say("whats her number again")
    request = await desk.say("Please ask for support for me")

    assert sorted({*told(status), *told(support), *told(calendar)}) == sorted(OF_THE_REGISTER)
    assert meaning["outcomes"] == ("imr",)
    assert told(again) == told(support)
    assert [reply["outcome"] for reply in (support, calendar, again, request)] == [
        "support_arrangements",
        "debrief_calendar",
        "support_arrangements",
        "support_request",
    ]
    kept = rows(desk.engine, *KEPT)
    assert found_in(kept) == []
    assert NOT_KEPT in kept
    assert "where has SCR-2026-004 got to" in kept  # what was asked is


async def test_in_place_of_what_was_told_a_sentence_stands_once_and_buttons_stay(desk: Desk) -> None:
    told_now = await desk.say(f"what has been arranged for my team on {OWN}")

    stored = await desk.agent.tracker_store.latest(CONVERSATION, 50)

    (bot,) = (event for event in stored if event.kind == "bot")
    reply = bot.event["metadata"]["metadata"]["reply"]
    assert bot.outcome == "support_arrangements"
    assert [passage["text"][: len(NOT_KEPT)] for passage in reply["passages"]] == [NOT_KEPT]
    assert bot.event["text"].startswith(NOT_KEPT)
    assert (reply["buttons"], reply["conversation"]["reference"]) == ([*told_now["buttons"]], OWN)
    assert found_in(repr(bot)) == []


async def test_a_calendar_file_is_sent_and_not_kept(desk: Desk) -> None:
    sent = await desk.say("Put the debrief in my calendar")

    assert "BEGIN:VCALENDAR" in repr(sent["attachments"])
    assert "VCALENDAR" not in rows(desk.engine, *KEPT)


async def test_in_the_bytes_of_the_database_the_facts_stand_no_more_often_than_in_the_register(
    settings_with: SettingsWith, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("database")
    settings = settings_with(database_url=f"sqlite:///{folder / 'scr.db'}", actions_port=free_port())
    engine = filled(settings.database_url)
    signed_in(engine, conversation_id=CONVERSATION)
    before = _phones(engine)

    with action_server(settings, settings.var_dir / "actions.log"):
        desk = Desk(agent_with(settings), engine, settings)
        for text in (f"where has {OWN} got to", "and the debrief?", "whats her number again"):
            await desk.say(text)

    written = b"".join(path.read_bytes() for path in folder.iterdir()) + (settings.var_dir / "actions.log").read_bytes()
    assert b"whats her number again" in written
    assert _phones(engine) == before
    for fact in ("2.35 pm", "Tuesday 3 March 2099", "The agencies are writing", "Your contact is", "Place: Lanternmoss"):
        assert fact.encode() not in written  # as a reply says it, and the register does not


def _phones(engine: Engine) -> int:
    return rows(engine).count("01632 960444")
