"""Conversations in a real database, the same on SQLite and on PostgreSQL."""

from __future__ import annotations

import threading
from functools import partial
from typing import List

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.engine import Engine

from scr.storage.conversations import ConversationStore, StoredEvent
from scr.storage.database import DatabaseUnavailable, connect
from scr.storage.tables import conversation_events, metadata
from tests.storage.at_once import at_once

MONDAY, TUESDAY, WEDNESDAY = 1_000_000.0, 1_086_400.0, 1_172_800.0


@pytest.fixture
def store(engine: Engine) -> ConversationStore:
    return ConversationStore(engine)


def _events(*numbers: int, at: float = MONDAY) -> List[StoredEvent]:
    return [StoredEvent(number, at, "user", None, {"event": "user", "text": f"message {number}"}) for number in numbers]


def test_what_was_appended_is_read_back_in_its_order(store: ConversationStore) -> None:
    first = StoredEvent(
        0, MONDAY + 0.125, "user", None, {"text": "who writes it?", "parse_data": {"intent": {"name": "ask"}}}
    )
    second = StoredEvent(1, MONDAY + 0.25, "bot", "imr", {"text": "“Café” 👍 \n\t", "data": None, "numbers": [1, 2.5, True]})

    store.append("one", [first, second])

    assert store.latest("one", 10) == [first, second]


def test_only_the_end_of_a_long_conversation_is_read(store: ConversationStore) -> None:
    store.append("one", _events(*range(200)))

    assert [event.number for event in store.latest("one", 3)] == [197, 198, 199]
    assert store.latest("one", 0) == []


def test_a_conversation_that_was_never_held_is_empty(store: ConversationStore) -> None:
    store.append("one", _events(0))

    assert store.latest("two", 10) == []


def test_conversations_do_not_mix(store: ConversationStore) -> None:
    store.append("one", _events(0, 1))
    store.append("two", _events(0))
    store.append("ONE", _events(0))

    assert len(store.latest("one", 10)) == 2
    assert len(store.latest("two", 10)) == 1


def test_nothing_to_append_changes_nothing(store: ConversationStore) -> None:
    store.append("one", [])

    assert store.latest("one", 10) == []


def test_of_two_writers_with_the_same_number_the_second_is_refused_and_nothing_of_the_first_is_lost(
    store: ConversationStore, url: str
) -> None:
    other = ConversationStore(connect(url, timeout=5))
    store.append("one", _events(0, 1, at=MONDAY))

    with pytest.raises(DatabaseUnavailable):
        other.append("one", _events(1, 2, at=TUESDAY))

    assert store.latest("one", 10) == _events(0, 1, at=MONDAY)


def test_a_batch_that_cannot_be_written_whole_is_not_written_at_all(store: ConversationStore) -> None:
    store.append("one", _events(2))

    with pytest.raises(DatabaseUnavailable):
        store.append("one", _events(0, 1, 2, 3))

    assert [event.number for event in store.latest("one", 10)] == [2]


def test_writers_at_once_lose_nothing(url: str, store: ConversationStore) -> None:
    """Each reads how far the conversation has got, writes on from there, and does so again when it was too late."""
    writers, each = 4, 8
    refused = []

    def write(name: int) -> None:
        own = ConversationStore(connect(url, timeout=10))
        for turn in range(each):
            while True:
                latest = own.latest("one", 1)
                number = latest[0].number + 1 if latest else 0
                try:
                    own.append("one", [StoredEvent(number, MONDAY, "user", None, {"writer": name, "turn": turn})])
                    break
                except DatabaseUnavailable:
                    refused.append(name)

    at_once(*(partial(write, name) for name in range(writers)))

    written = store.latest("one", 1000)
    assert [event.number for event in written] == list(range(writers * each))
    for name in range(writers):
        assert [event.event["turn"] for event in written if event.event["writer"] == name] == list(range(each))


def test_a_conversation_is_forgotten_and_no_other(store: ConversationStore, engine: Engine) -> None:
    store.append("forgotten", _events(0, 1, 2))
    store.append("kept", _events(0))

    assert store.forget("forgotten") == 3

    with engine.connect() as connection:
        rows = connection.execute(sa.select(conversation_events.c.conversation_id)).scalars().all()
    assert rows == ["kept"]
    assert store.latest("kept", 10) == _events(0)


def test_a_conversation_that_is_not_there_is_forgotten_without_a_failure(store: ConversationStore) -> None:
    assert store.forget("nobody") == 0


def test_a_conversation_may_begin_again_after_it_was_forgotten(store: ConversationStore) -> None:
    store.append("one", _events(0))
    store.forget("one")

    store.append("one", _events(0, at=TUESDAY))

    assert store.latest("one", 10) == _events(0, at=TUESDAY)


def test_old_conversations_are_forgotten_whole_and_those_still_going_on_are_kept_whole(store: ConversationStore) -> None:
    store.append("over", _events(0, 1, at=MONDAY))
    store.append("going on", _events(0, at=MONDAY))
    store.append("going on", _events(1, at=WEDNESDAY))
    store.append("new", _events(0, at=WEDNESDAY))

    assert store.forget_before(TUESDAY) == 2

    assert store.latest("over", 10) == []
    assert len(store.latest("going on", 10)) == 2
    assert len(store.latest("new", 10)) == 1


def test_a_conversation_that_ended_at_the_moment_itself_is_kept(store: ConversationStore) -> None:
    store.append("one", _events(0, at=TUESDAY))

    assert store.forget_before(TUESDAY) == 0
    assert len(store.latest("one", 10)) == 1


def test_what_was_written_is_there_for_whoever_connects_next(store: ConversationStore, url: str) -> None:
    store.append("one", _events(0))

    assert ConversationStore(connect(url, timeout=5)).latest("one", 10) == _events(0)


def test_a_database_that_is_up_answers(store: ConversationStore) -> None:
    store.ping()


def test_processes_that_start_at_once_on_an_empty_database_all_come_up(url: str) -> None:
    starters = 6
    failures: List[Exception] = []

    def start(together: threading.Barrier) -> None:
        together.wait()
        try:
            connect(url, timeout=10).dispose()
        except DatabaseUnavailable as error:
            failures.append(error)

    for _ in range(5):
        engine = connect(url, timeout=10)
        metadata.drop_all(engine)
        engine.dispose()
        together = threading.Barrier(starters)
        at_once(*[partial(start, together)] * starters)

    assert failures == []


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(event=st.dictionaries(st.text(), json_values, max_size=4))
def test_whatever_stands_in_an_event_is_read_back_the_same(store: ConversationStore, event: "dict[str, object]") -> None:
    """Control characters, halves of emoji and quotes too: what people type gets into events."""
    store.forget("one")

    store.append("one", [StoredEvent(0, MONDAY, "user", None, event)])

    assert store.latest("one", 1)[0].event == event
