"""The switch as one process sees it: read seldom, soon, by one query, and never in the way where the database is."""

from __future__ import annotations

import asyncio
import threading
import time
from typing import Any, List

import pytest
import sqlalchemy as sa

from scr.rasa.switch import Switch
from scr.storage.database import DatabaseUnavailable, connect
from scr.storage.switch import SwitchStore
from tests.conftest import free_port
from tests.rasa.conftest import SettingsWith
from tests.small_register import now_utc

SOON = 10.0


async def soon(wanted: bool, switch: Switch) -> None:
    deadline = time.monotonic() + SOON
    while await switch.is_off() is not wanted:
        assert time.monotonic() < deadline
        await asyncio.sleep(0.02)


async def test_what_another_process_switches_is_seen_soon(settings_with: SettingsWith, database_url: str) -> None:
    switch, store = Switch(settings_with(database_url=database_url)), SwitchStore(connect(database_url, timeout=5))
    await soon(False, switch)

    store.turn_off("test", "Pat", now_utc())
    await soon(True, switch)
    store.turn_on("Pat", now_utc())
    await soon(False, switch)


async def test_a_thousand_turns_at_once_ask_the_database_one_question(
    settings_with: SettingsWith, database_url: str
) -> None:
    switch = Switch(settings_with(database_url=database_url))
    await soon(False, switch)
    await asyncio.sleep(0.6)
    asked: List[str] = []

    def listen(*given: Any) -> None:
        asked.extend([given[2]] if "FROM switch" in given[2] else [])

    sa.event.listen(sa.engine.Engine, "before_cursor_execute", listen)

    await asyncio.gather(*(switch.is_off() for _ in range(1000)))
    deadline = time.monotonic() + 10
    while not asked and time.monotonic() < deadline:
        await asyncio.sleep(0.05)

    sa.event.remove(sa.engine.Engine, "before_cursor_execute", listen)
    assert len(asked) == 1


async def test_of_ten_thousand_turns_hardly_one_asks_the_database(
    settings_with: SettingsWith, monkeypatch: pytest.MonkeyPatch
) -> None:
    switch, state, asked = Switch(settings_with()), SwitchStore.state, []

    def counted(store: SwitchStore) -> Any:
        asked.append(store)
        return state(store)

    monkeypatch.setattr(SwitchStore, "state", counted)

    for _ in range(10_000):
        await switch.is_off()

    assert 1 <= len(asked) < 100


@pytest.mark.parametrize("is_off", [False, True])
async def test_where_the_database_goes_away_what_was_known_before_counts(
    settings_with: SettingsWith, monkeypatch: pytest.MonkeyPatch, is_off: bool
) -> None:
    settings = settings_with()
    if is_off:
        SwitchStore(connect(settings.sqlalchemy_url, timeout=5)).turn_off("test", "Pat", now_utc())
    switch = Switch(settings)
    assert await switch.is_off() is is_off

    def away(_store: Any) -> None:
        raise DatabaseUnavailable("gone")

    monkeypatch.setattr(SwitchStore, "state", away)
    await asyncio.sleep(0.6)

    assert await switch.is_off() is is_off


async def test_a_database_that_was_never_there_switches_nothing_off(settings_with: SettingsWith) -> None:
    address = f"postgresql://scr:hunter2@127.0.0.1:{free_port()}/scr"

    assert await Switch(settings_with(database_url=address)).is_off() is False


async def test_a_database_that_is_slow_holds_nobody_up_and_is_heard_in_the_end(
    settings_with: SettingsWith, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = settings_with()
    SwitchStore(connect(settings.sqlalchemy_url, timeout=5)).turn_off("test", "Pat", now_utc())
    state, is_answering = SwitchStore.state, threading.Event()

    def slow(store: SwitchStore) -> Any:
        assert is_answering.wait(60)
        return state(store)

    monkeypatch.setattr(SwitchStore, "state", slow)
    switch = Switch(settings)

    assert await switch.is_off() is False
    is_answering.set()
    await soon(True, switch)
