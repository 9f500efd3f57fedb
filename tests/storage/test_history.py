"""The history: nothing in it can be changed unseen, and writers at once neither lose nor fork it."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from functools import partial
from typing import Any, Dict, List

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.engine import Engine

from scr.storage.database import connect, writing
from scr.storage.history import GENESIS_HASH, Change, HistoryStore, append
from scr.storage.tables import history
from tests.storage.at_once import at_once

AT = dt.datetime(2026, 3, 2, 9, 30, 0, 250_000, tzinfo=dt.timezone.utc)
REFERENCE = "SCR-2026-001"


def _change(number: int = 0, **details: Any) -> Change:
    return Change(AT + dt.timedelta(minutes=number), "Pat Example", "stage", REFERENCE, details or {"stage": ["a", "b"]})


def _write(engine: Engine, *changes: Change) -> None:
    with writing(engine, "The history") as connection:
        append(connection, changes)


@pytest.fixture
def store(engine: Engine) -> HistoryStore:
    return HistoryStore(engine)


@pytest.fixture
def five(engine: Engine) -> Engine:
    _write(engine, *(_change(number) for number in range(3)))
    _write(engine, *(_change(number) for number in range(3, 5)))
    return engine


def _meddle(engine: Engine, statement: Any) -> None:
    with engine.begin() as connection:
        connection.execute(statement)


def test_what_was_written_is_read_back_in_order_with_numbers_from_one(five: Engine, store: HistoryStore) -> None:
    entries = store.latest(10)

    assert [entry.number for entry in entries] == [1, 2, 3, 4, 5]
    assert [entry.at for entry in entries] == [AT + dt.timedelta(minutes=minutes) for minutes in range(5)]
    assert entries[0].by == "Pat Example"
    assert entries[0].details == {"stage": ["a", "b"]}


def test_only_the_last_changes_are_read_where_few_are_asked_for(five: Engine, store: HistoryStore) -> None:
    assert [entry.number for entry in store.latest(2)] == [4, 5]


def test_the_changes_of_one_review_are_told_apart(engine: Engine, store: HistoryStore) -> None:
    _write(
        engine,
        _change(),
        Change(AT, "Pat Example", "revoked", None, {}),
        Change(AT, "Pat Example", "added", "SCR-2026-002", {}),
    )

    assert [entry.change for entry in store.latest(10, "SCR-2026-002")] == ["added"]


def test_a_moment_of_another_zone_is_kept_in_utc(engine: Engine, store: HistoryStore) -> None:
    summer = dt.timezone(dt.timedelta(hours=1))

    _write(engine, Change(dt.datetime(2026, 7, 1, 10, tzinfo=summer), "Pat Example", "stage", None, {}))

    assert store.latest(1)[0].at == dt.datetime(2026, 7, 1, 9, tzinfo=dt.timezone.utc)


def test_the_hash_is_of_what_the_documentation_says(five: Engine) -> None:
    """So that anybody can check it without this program."""
    with five.connect() as connection:
        row = connection.execute(sa.select(history).where(history.c.number == 1)).mappings().one()
    plain = {
        "at": "2026-03-02T09:30:00.250000",
        "by": "Pat Example",
        "change": "stage",
        "details": {"stage": ["a", "b"]},
        "number": 1,
        "previous_hash": GENESIS_HASH,
        "reference": REFERENCE,
    }

    text = json.dumps(plain, sort_keys=True, separators=(",", ":"))

    assert row["hash"] == hashlib.sha256(text.encode()).hexdigest()


def test_a_history_that_nobody_touched_is_sound(five: Engine, store: HistoryStore) -> None:
    assert store.verify() is None


def test_an_empty_history_is_sound(store: HistoryStore) -> None:
    assert store.verify() is None


TAMPERINGS: Dict[str, Any] = {
    "at": AT + dt.timedelta(days=1),
    "by": "Somebody Else",
    "change": "closed",
    "reference": "SCR-2026-002",
    "details": {"stage": ["a", "c"]},
}


@pytest.mark.parametrize("column", TAMPERINGS)
def test_a_row_that_was_changed_is_found(five: Engine, store: HistoryStore, column: str) -> None:
    value = TAMPERINGS[column]
    if isinstance(value, dt.datetime):
        value = value.replace(tzinfo=None)
    _meddle(five, history.update().where(history.c.number == 3).values({column: value}))

    fault = store.verify()

    assert fault is not None
    assert (fault.number, "was changed" in fault.reason) == (3, True)


@pytest.mark.parametrize("number", [1, 3])
def test_a_row_that_was_taken_away_is_found(five: Engine, store: HistoryStore, number: int) -> None:
    _meddle(five, history.delete().where(history.c.number == number))

    fault = store.verify()

    assert fault is not None
    assert fault.number == number + 1


def test_a_row_that_was_changed_with_its_hash_is_found_by_the_next(five: Engine, store: HistoryStore) -> None:
    with five.begin() as connection:
        row = dict(connection.execute(sa.select(history).where(history.c.number == 3)).mappings().one())
        row["by"] = "Somebody Else"
        kept = {
            **{name: value for name, value in row.items() if name != "hash"},
            "at": row["at"].isoformat(timespec="microseconds"),
        }
        made_up = hashlib.sha256(json.dumps(kept, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
        connection.execute(history.update().where(history.c.number == 3).values(by="Somebody Else", hash=made_up))

    fault = store.verify()

    assert fault is not None
    assert fault.number == 4


def test_rows_taken_from_the_end_are_found_by_what_was_noted(five: Engine, store: HistoryStore) -> None:
    noted = store.latest(1)[0]
    _meddle(five, history.delete().where(history.c.number == 5))

    assert store.verify() is None
    assert store.at_number(noted.number) is None


def test_a_change_that_is_given_up_leaves_no_row(engine: Engine, store: HistoryStore) -> None:
    with engine.connect() as connection:
        given_up = connection.begin()
        append(connection, [_change()])
        given_up.rollback()

    assert store.latest(10) == []


def test_writers_at_once_neither_lose_nor_fork_it(url: str, engine: Engine, store: HistoryStore) -> None:
    writers, each = 4, 12
    finished: List[int] = []

    def write(name: int) -> None:
        own = connect(url, timeout=20)
        for number in range(each):
            _write(own, _change(number, writer=name), _change(number, writer=name))
        own.dispose()
        finished.append(name)

    at_once(*(partial(write, name) for name in range(writers)))

    entries = store.latest(1000)
    assert sorted(finished) == list(range(writers))
    assert [entry.number for entry in entries] == list(range(1, writers * each * 2 + 1))
    assert store.verify() is None
    for name in range(writers):
        assert sum(entry.details == {"writer": name} for entry in entries) == each * 2


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    by=st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=1, max_size=100),
    details=st.dictionaries(st.text(max_size=20), st.lists(st.none() | st.text(max_size=30), max_size=2), max_size=4),
)
def test_whatever_stands_in_a_change_is_sound_and_read_back_the_same(
    engine: Engine, store: HistoryStore, by: str, details: Dict[str, List[str]]
) -> None:
    _write(engine, Change(AT, by, "stage", REFERENCE, details))

    last = store.latest(1)[0]

    assert (last.by, last.details) == (by, details)
    assert store.verify() is None
