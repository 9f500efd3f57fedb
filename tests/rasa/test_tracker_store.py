"""Conversations as they are kept: in full order, with a bounded part read back, or with an error; on both databases."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from typing import Any, Iterable, List

import pytest
import sqlalchemy as sa
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, Event, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from scr.rasa.tracker_store import ConversationTrackerStore
from scr.rasa.turns import conversation_of
from scr.settings import ROOT
from scr.storage.access import AccessStore
from scr.storage.database import DatabaseUnavailable
from tests.conftest import free_port
from tests.rasa.conftest import SettingsWith
from tests.rasa.conversations import replied, said
from tests.rasa.writing_process import CONVERSATION
from tests.small_register import been_silent, filled, now_utc, signed_in

WINDOW = 12
TURNS = 15


@pytest.fixture
def store(settings_with: SettingsWith, database_url: str) -> ConversationTrackerStore:
    settings_with(database_url=database_url, conversation_window=WINDOW, database_timeout=3)
    return ConversationTrackerStore(Domain.empty())


async def add(store: ConversationTrackerStore, *events: Any, conversation: str = "one") -> None:
    tracker = await store.get_or_create_tracker(conversation, append_action_listen=False)
    for event in events:
        tracker.update(event)
    await store.save(tracker)


async def texts(store: ConversationTrackerStore, conversation: str = "one") -> List[str]:
    tracker = await store.retrieve(conversation)
    assert tracker is not None
    return [event.text for event in tracker.events if isinstance(event, UserUttered)]


def plain(events: Iterable[Event]) -> Any:
    return json.loads(json.dumps([event.as_dict() for event in events]))


async def test_what_was_saved_is_read_back_event_by_event(store: ConversationTrackerStore) -> None:
    events = [ActionExecuted("action_listen"), said("hello", "greet"), SlotSet("a", 1), replied("greet", area="rotherham")]

    await add(store, *events)
    tracker = await store.retrieve("one")

    assert tracker is not None
    assert plain(tracker.events) == plain(events)
    assert conversation_of(tracker).area == "rotherham"
    assert tracker.latest_message is not None
    assert tracker.latest_message.text == "hello"


async def test_a_conversation_that_nobody_had_is_none(store: ConversationTrackerStore) -> None:
    assert await store.retrieve("never had") is None


async def test_each_save_adds_what_is_new_and_nothing_twice(store: ConversationTrackerStore) -> None:
    tracker = store.init_tracker("one")
    for number in range(3):
        tracker.update(said(f"question {number}", "greet"))
        await store.save(tracker)
        await store.save(tracker)

    assert await texts(store) == ["question 0", "question 1", "question 2"]


async def test_conversations_do_not_mix(store: ConversationTrackerStore) -> None:
    await add(store, said("mine", "greet"), conversation="mine")
    await add(store, said("theirs", "greet"), conversation="theirs")

    assert await texts(store, "mine") == ["mine"]
    assert await texts(store, "theirs") == ["theirs"]


async def test_only_the_window_is_read_back_and_the_conversation_goes_on_from_its_end(
    store: ConversationTrackerStore,
) -> None:
    await add(store, *(said(f"question {number}", "greet") for number in range(30)))

    await add(store, said("question 30", "greet"))

    assert await texts(store) == [f"question {number}" for number in range(31 - WINDOW, 31)]


async def test_of_a_conversation_of_300_turns_only_the_last_part_is_read_back(store: ConversationTrackerStore) -> None:
    for number in range(300):
        await add(
            store,
            ActionExecuted("action_listen"),
            said(f"question {number}", "greet"),
            replied("greet", misunderstood=number),
        )
        tracker = await store.retrieve("one")
        assert tracker is not None
        assert len(tracker.events) <= WINDOW

    assert await texts(store) == [f"question {number}" for number in range(296, 300)]
    assert conversation_of(await store.retrieve("one")).misunderstood == 299
    assert store.conversations().latest("one", 10_000)[-1].number == 899


async def test_the_outcome_of_each_reply_is_kept_beside_it(store: ConversationTrackerStore) -> None:
    await add(store, said("will i be interviewed", "interview"), replied("interview"), BotUttered("words of an action"))

    stored = store.conversations().latest("one", 10)

    assert [(event.kind, event.outcome) for event in stored] == [("user", None), ("bot", "interview"), ("bot", None)]


async def test_of_two_writers_of_the_same_turn_the_second_is_refused(store: ConversationTrackerStore) -> None:
    await add(store, said("before", "greet"))
    first, second = await store.retrieve("one"), await store.retrieve("one")
    assert first is not None
    assert second is not None
    first.update(said("first", "greet"))
    second.update(said("second", "greet"))

    await store.save(first)
    with pytest.raises(DatabaseUnavailable):
        await store.save(second)

    assert await texts(store) == ["before", "first"]


def test_two_processes_that_write_the_same_conversation_lose_nothing(settings_with: SettingsWith, database_url: str) -> None:
    settings_with(database_url=database_url, database_timeout=20)
    store = ConversationTrackerStore(Domain.empty())
    store.conversations()  # makes the table

    command = [sys.executable, "-W", "ignore", "-m", "tests.rasa.writing_process"]
    processes = [subprocess.Popen([*command, name, str(TURNS)], cwd=ROOT) for name in ("a", "b")]

    assert [process.wait(timeout=100) for process in processes] == [0, 0]
    stored = store.conversations().latest(CONVERSATION, 1000)
    written = [event.event["text"] for event in stored if event.kind == "user"]
    assert [event.number for event in stored] == list(range(2 * 2 * TURNS))
    assert sorted(written) == sorted(f"question {number} of writer {name}" for name in "ab" for number in range(TURNS))
    for name in "ab":
        assert [text for text in written if text.endswith(name)] == [
            f"question {number} of writer {name}" for number in range(TURNS)
        ]


async def test_a_database_that_holds_up_a_write_is_given_up_on_in_time(
    settings_with: SettingsWith, database_url: str
) -> None:
    settings_with(database_url=database_url, database_timeout=2)
    store = ConversationTrackerStore(Domain.empty())
    await add(store, said("before", "greet"))
    blocking = sa.create_engine(database_url)

    with blocking.connect() as connection:
        connection.execute(
            sa.text("BEGIN IMMEDIATE" if database_url.startswith("sqlite") else "LOCK TABLE conversation_event")
        )
        with pytest.raises(DatabaseUnavailable):
            await asyncio.wait_for(add(store, said("held up", "greet")), 10)

    await store.ping()
    assert (await texts(store))[0] == "before"


async def test_a_database_that_holds_up_a_read_is_given_up_on_in_time(
    settings_with: SettingsWith, postgresql_url: str
) -> None:
    """SQLite in WAL mode holds up no read."""
    settings_with(database_url=postgresql_url, database_timeout=2)
    store = ConversationTrackerStore(Domain.empty())
    await store.retrieve("one")

    with sa.create_engine(postgresql_url).begin() as connection:
        connection.execute(sa.text("LOCK TABLE conversation_event IN ACCESS EXCLUSIVE MODE"))
        with pytest.raises(DatabaseUnavailable):  # the server gives up at the same limit, and either may be first
            await asyncio.wait_for(store.retrieve("one"), 10)

    await store.ping()


@pytest.mark.parametrize("use", ["retrieve", "save", "ping"])
async def test_where_the_database_is_down_everything_says_so(settings_with: SettingsWith, use: str) -> None:
    settings_with(database_url=f"postgresql://scr:secret-word@127.0.0.1:{free_port()}/scr")
    store = ConversationTrackerStore(Domain.empty())
    tracker = store.init_tracker("one")
    tracker.update(said("hello", "greet"))
    uses = {"retrieve": lambda: store.retrieve("one"), "save": lambda: store.save(tracker), "ping": store.ping}

    with pytest.raises(DatabaseUnavailable) as error:
        await uses[use]()

    assert "secret-word" not in str(error.value)


async def test_a_tracker_that_rasa_made_itself_is_kept_too(store: ConversationTrackerStore) -> None:
    await store.save(DialogueStateTracker.from_events("one", [said("hello", "greet")]))

    assert await texts(store) == ["hello"]


async def test_a_tracker_that_rasa_made_itself_replaces_nothing_that_is_kept(store: ConversationTrackerStore) -> None:
    await add(store, said("kept", "greet"))

    with pytest.raises(DatabaseUnavailable):
        await store.save(DialogueStateTracker.from_events("one", [said("instead", "greet")]))

    assert await texts(store) == ["kept"]


@pytest.mark.parametrize(("minutes", "is_signed_in"), [(29, True), (31, False)])
async def test_a_turn_keeps_whoever_is_signed_in_and_nobody_who_has_gone_idle(
    settings_with: SettingsWith, database_url: str, minutes: int, is_signed_in: bool
) -> None:
    settings_with(database_url=database_url)
    engine = filled(database_url)
    signed_in(engine, conversation_id="one")
    been_silent(engine, "one", minutes)

    await add(ConversationTrackerStore(Domain.empty()), said("hello", "greet"))

    in_a_while = now_utc().timestamp() + 10 * 60
    assert (AccessStore(engine).signed_in("one", in_a_while) is not None) == is_signed_in
    engine.dispose()


async def test_conversations_are_not_listed(store: ConversationTrackerStore) -> None:
    await add(store, said("hello", "greet"))

    with pytest.raises(PermissionError):
        await store.keys()
