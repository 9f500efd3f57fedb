"""A database that is down, away, locked or full of something else: it is said so, in time, and without its password."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Callable, Dict, Iterator

import pytest

from scr.storage.conversations import ConversationStore, StoredEvent
from scr.storage.database import DatabaseUnavailable, connect
from scr.storage.tables import metadata
from tests.conftest import PostgreSQL, free_port

EVENT = StoredEvent(0, 1.0, "user", None, {"text": "hello"})
CALLS: Dict[str, Callable[[ConversationStore], object]] = {
    "append": lambda store: store.append("one", [EVENT]),
    "latest": lambda store: store.latest("one", 1),
    "forget": lambda store: store.forget("one"),
    "forget_before": lambda store: store.forget_before(2.0),
    "ping": lambda store: store.ping(),
}
every_call = pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)


@pytest.fixture
def stopped(postgresql: PostgreSQL) -> Iterator[ConversationStore]:
    """A store whose server was stopped after it had been used."""
    engine = connect(postgresql.url, timeout=1)
    store = ConversationStore(engine)
    store.append("one", [EVENT])
    postgresql.stop()
    yield store
    postgresql.start()
    engine.dispose()
    engine = connect(postgresql.url, timeout=5)
    metadata.drop_all(engine)
    engine.dispose()


def test_a_server_that_was_never_there_is_told_without_its_password() -> None:
    with pytest.raises(DatabaseUnavailable) as caught:
        connect(f"postgresql://scr:hunter2-secret@127.0.0.1:{free_port()}/scr", timeout=1)

    assert "127.0.0.1" in str(caught.value)
    assert "hunter2-secret" not in str(caught.value)


def test_a_wrong_password_is_told_and_neither_is_shown(postgresql: PostgreSQL) -> None:
    with pytest.raises(DatabaseUnavailable) as caught:
        connect(postgresql.url.replace(PostgreSQL.PASSWORD, "hunter2-wrong"), timeout=2)

    assert "hunter2-wrong" not in str(caught.value)
    assert PostgreSQL.PASSWORD not in str(caught.value)


@every_call
def test_a_server_that_stopped_is_told_whatever_was_asked_of_it(
    stopped: ConversationStore, call: Callable[[ConversationStore], object]
) -> None:
    with pytest.raises(DatabaseUnavailable) as caught:
        call(stopped)

    assert "hello" not in str(caught.value)


def test_a_server_that_came_back_is_used_again(postgresql: PostgreSQL) -> None:
    engine = connect(postgresql.url, timeout=2)
    store = ConversationStore(engine)
    store.append("back", [EVENT])
    postgresql.stop()
    try:
        with pytest.raises(DatabaseUnavailable):
            store.ping()
    finally:
        postgresql.start()

    assert store.latest("back", 1) == [EVENT]
    metadata.drop_all(engine)
    engine.dispose()


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(DatabaseUnavailable, match=r"nowhere"):
        connect(f"sqlite:///{tmp_path / 'nowhere' / 'scr.db'}", timeout=1)


def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    (tmp_path / "scr.db").write_text("this is a letter, not a database\n" * 100, encoding="utf-8")

    with pytest.raises(DatabaseUnavailable):
        connect(f"sqlite:///{tmp_path / 'scr.db'}", timeout=1)


@pytest.mark.parametrize(
    "call", [CALLS["append"], CALLS["forget"], CALLS["forget_before"]], ids=["append", "forget", "before"]
)
def test_a_database_that_another_process_holds_is_told(tmp_path: Path, call: Callable[[ConversationStore], object]) -> None:
    path = tmp_path / "scr.db"
    store = ConversationStore(connect(f"sqlite:///{path}", timeout=0.2))
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")

    with pytest.raises(DatabaseUnavailable):
        call(store)

    holder.execute("ROLLBACK")
    call(store)


@every_call
def test_a_table_that_is_gone_is_told(tmp_path: Path, call: Callable[[ConversationStore], object]) -> None:
    engine = connect(f"sqlite:///{tmp_path / 'scr.db'}", timeout=1)
    metadata.drop_all(engine)

    if call is CALLS["ping"]:
        call(ConversationStore(engine))  # the database answers, and that is all that is asked
        return
    with pytest.raises(DatabaseUnavailable):
        call(ConversationStore(engine))


@pytest.mark.parametrize("url", ["not a url", "nosuchdatabase://x"])
def test_an_address_that_cannot_be_used_is_told(url: str) -> None:
    with pytest.raises(DatabaseUnavailable):
        connect(url, timeout=1)
