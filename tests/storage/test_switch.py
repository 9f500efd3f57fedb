"""The switch: it stands for every process, and each change of it stands in the history."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy.engine import Engine

from scr.storage.history import HistoryStore
from scr.storage.switch import Switched, SwitchStore

MONDAY = dt.datetime(2026, 3, 2, 12, 30, tzinfo=dt.timezone.utc)
TUESDAY = MONDAY + dt.timedelta(days=1)


@pytest.fixture
def store(engine: Engine) -> SwitchStore:
    return SwitchStore(engine)


def test_it_is_on_until_somebody_switches_it_off(store: SwitchStore) -> None:
    assert store.state() == Switched(False, None)


def test_it_stays_off_until_it_is_switched_on(engine: Engine, store: SwitchStore) -> None:
    store.turn_off("wrong numbers", "Pat", MONDAY)
    assert SwitchStore(engine).state() == Switched(True, MONDAY)

    store.turn_on("Jo", TUESDAY)
    assert SwitchStore(engine).state() == Switched(False, TUESDAY)


def test_the_history_says_who_did_it_when_and_why(engine: Engine, store: SwitchStore) -> None:
    store.turn_off("wrong numbers", "Pat", MONDAY)
    store.turn_on("Jo", TUESDAY)

    off, on = HistoryStore(engine).latest(5)
    assert (off.by, off.at, off.change, off.details["reason"]) == ("Pat", MONDAY, "switched_off", [None, "wrong numbers"])
    assert (on.by, on.at, on.change, on.details) == ("Jo", TUESDAY, "switched_on", {"assistant": ["off", "on"]})
    assert HistoryStore(engine).verify() is None


def test_what_changes_nothing_is_not_in_the_history(engine: Engine, store: SwitchStore) -> None:
    assert not store.turn_on("Jo", MONDAY).is_off
    store.turn_off("first", "Pat", MONDAY)

    assert store.turn_off("second", "Jo", TUESDAY) == Switched(True, MONDAY)
    assert [entry.details["reason"] for entry in HistoryStore(engine).latest(5)] == [[None, "first"]]
