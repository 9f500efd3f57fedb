"""One turn of a conversation at a time, in this process and, through a real Redis, across processes."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path
from typing import List

import pytest
from rasa.core.lock_store import LockError

from scr.rasa.lock_store import ConversationLockStore
from scr.settings import ROOT
from tests.conftest import free_port
from tests.rasa.conftest import RedisServer, SettingsWith

_COUNTING = """
import asyncio, sys
from pathlib import Path
from scr.rasa import launcher
launcher.prepare()
from scr.rasa.lock_store import ConversationLockStore

async def count(path, turns):
    store = ConversationLockStore()
    for _ in range(turns):
        async with store.lock("one"):
            counted = int(path.read_text())
            await asyncio.sleep(0.005)
            path.write_text(str(counted + 1))

asyncio.run(count(Path(sys.argv[1]), int(sys.argv[2])))
"""


@pytest.fixture(params=["in process", "redis"])
def store(request: pytest.FixtureRequest, settings_with: SettingsWith) -> ConversationLockStore:
    server = request.getfixturevalue("redis_server") if request.param == "redis" else None
    settings_with(redis_url=server.url if server else "")
    return ConversationLockStore()


async def take_turn(store: ConversationLockStore, conversation: str, log: List[str], name: str) -> None:
    async with store.lock(conversation):
        log.append(f"{name} begins")
        await asyncio.sleep(0.01)
        log.append(f"{name} ends")


async def test_turns_of_one_conversation_never_overlap(store: ConversationLockStore) -> None:
    log: List[str] = []

    await asyncio.gather(*(take_turn(store, "one", log, f"turn {number}") for number in range(12)))

    assert len(log) == 24
    assert all(end == begin.replace("begins", "ends") for begin, end in zip(log[::2], log[1::2], strict=True))


async def test_turns_in_one_process_are_taken_in_the_order_in_which_they_came(settings_with: SettingsWith) -> None:
    settings_with(redis_url="")
    store, log = ConversationLockStore(), []

    await asyncio.gather(*(take_turn(store, "one", log, str(number)) for number in range(6)))

    assert [line.split()[0] for line in log[::2]] == ["0", "1", "2", "3", "4", "5"]


async def test_another_conversation_is_not_held_up(store: ConversationLockStore) -> None:
    async with store.lock("one"), store.lock("two", lock_lifetime=2):
        pass


async def test_a_turn_that_does_not_end_gives_the_next_a_lock_error(store: ConversationLockStore) -> None:
    async with store.lock("one", lock_lifetime=5):
        with pytest.raises(LockError, match="did not end in time"):
            async with store.lock("one", lock_lifetime=0.2):
                pytest.fail("two turns at once")


async def test_a_turn_that_fails_leaves_the_conversation_free(store: ConversationLockStore) -> None:
    with pytest.raises(ZeroDivisionError):
        async with store.lock("one"):
            raise ZeroDivisionError

    async with store.lock("one", lock_lifetime=2):
        pass


async def test_a_turn_that_is_broken_off_leaves_the_conversation_free(store: ConversationLockStore) -> None:
    async def stay() -> None:
        async with store.lock("one"):
            await asyncio.sleep(60)

    staying = asyncio.create_task(stay())
    await asyncio.sleep(0.1)
    staying.cancel()
    await asyncio.wait([staying])

    async with store.lock("one", lock_lifetime=2):
        pass


async def test_a_turn_that_gave_up_waiting_does_not_keep_the_conversation(store: ConversationLockStore) -> None:
    async with store.lock("one"):
        with pytest.raises(LockError):
            async with store.lock("one", lock_lifetime=0.1):
                pytest.fail("two turns at once")

    async with store.lock("one", lock_lifetime=2):
        pass


async def test_the_store_says_that_it_can_be_used(store: ConversationLockStore) -> None:
    await store.ping()


def test_two_processes_never_take_turns_of_one_conversation_at_once(
    redis_server: RedisServer, settings_with: SettingsWith, tmp_path: Path
) -> None:
    settings_with(redis_url=redis_server.url)
    counter = tmp_path / "counter"
    counter.write_text("0")

    processes = [subprocess.Popen([sys.executable, "-c", _COUNTING, str(counter), "40"], cwd=ROOT) for _ in range(2)]

    assert [process.wait(timeout=60) for process in processes] == [0, 0]
    assert counter.read_text() == "80"


async def test_where_redis_is_down_a_turn_gets_a_lock_error(settings_with: SettingsWith) -> None:
    settings_with(redis_url=f"redis://127.0.0.1:{free_port()}/0")
    store = ConversationLockStore()

    with pytest.raises(LockError, match="Redis does not answer"):
        async with store.lock("one"):
            pytest.fail("a turn without a lock")
    with pytest.raises(LockError, match="Redis does not answer"):
        await store.ping()


async def test_where_redis_goes_away_during_a_turn_the_turn_ends_with_a_lock_error(
    settings_with: SettingsWith, own_redis: RedisServer
) -> None:
    settings_with(redis_url=own_redis.url)
    store = ConversationLockStore()

    with pytest.raises(LockError, match="went away"):
        async with store.lock("one"):
            own_redis.stop()
    with pytest.raises(LockError):
        await store.ping()


async def test_a_turn_that_outlasts_its_lock_ends_with_a_lock_error(
    redis_server: RedisServer, settings_with: SettingsWith
) -> None:
    settings_with(redis_url=redis_server.url)
    store = ConversationLockStore()

    with pytest.raises(LockError, match="longer than it may"):
        async with store.lock("one", lock_lifetime=0.1):
            await asyncio.sleep(0.3)


async def test_where_redis_has_stopped_answering_a_turn_gets_a_lock_error(
    settings_with: SettingsWith, own_redis: RedisServer
) -> None:
    settings_with(redis_url=own_redis.url, database_timeout=2)
    store = ConversationLockStore()
    await store.ping()

    with own_redis.frozen():
        with pytest.raises(LockError):
            await asyncio.wait_for(store.ping(), 15)
        with pytest.raises(LockError):
            await asyncio.wait_for(take_turn(store, "one", [], "turn"), 15)
