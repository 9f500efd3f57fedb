"""The steps that bring a database up to date, on SQLite and on PostgreSQL."""

from __future__ import annotations

import multiprocessing
import subprocess
import sys
from pathlib import Path
from typing import List

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy.engine import Engine

from scr.storage import migrations
from scr.storage.conversations import ConversationStore, StoredEvent
from scr.storage.database import REVISION, DatabaseUnavailable, connect
from scr.storage.register import RegisterStore
from scr.storage.tables import (
    call_notes,
    conversation_events,
    handover_messages,
    handovers,
    metadata,
    schema_version,
    support_requests,
    unanswered,
)

EVENT = StoredEvent(0, 1.0, "user", None, {"text": "hello"})


def _made_before_there_were_migrations(engine: Engine) -> None:
    metadata.drop_all(engine)
    old = sa.MetaData()
    conversation_events.to_metadata(old)
    with engine.begin() as connection:
        old.create_all(connection)


def _write_revision(connection: sa.engine.Connection, revision: str) -> None:
    connection.execute(schema_version.delete())
    connection.execute(schema_version.insert().values(version_num=revision))


# On SQLite, and so their keys have no name there.
COUNT_BY_THEMSELVES = (support_requests, call_notes, unanswered, handovers, handover_messages)


def test_what_the_steps_make_is_what_the_tables_say(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_name": migrations.is_ours})

        assert compare_metadata(context, metadata) == []


def test_the_steps_name_constraints_as_the_tables_do(engine: Engine) -> None:
    inspector = sa.inspect(engine)
    for table in metadata.sorted_tables:
        keys = {key["name"] for key in inspector.get_foreign_keys(table.name)}
        assert keys == {str(constraint.name) for constraint in table.foreign_key_constraints}
        counts_by_itself = engine.dialect.name == "sqlite" and table in COUNT_BY_THEMSELVES
        if table is not schema_version and not counts_by_itself:
            assert inspector.get_pk_constraint(table.name)["name"] == f"pk_{table.name}"


def test_the_newest_step_is_the_one_that_the_code_asks_for(engine: Engine) -> None:
    with engine.connect() as connection:
        assert MigrationContext.configure(connection).get_current_revision() == REVISION


def test_a_database_of_the_time_before_migrations_takes_every_step(url: str, engine: Engine) -> None:
    """Its conversations go: the replies in them had another form (`0003_feedback.py`)."""
    _made_before_there_were_migrations(engine)
    ConversationStore(engine).append("of old", [EVENT])

    later = connect(url, timeout=5)

    assert ConversationStore(later).latest("of old", 1) == []
    assert RegisterStore(later).is_empty()
    test_the_steps_name_constraints_as_the_tables_do(later)
    later.dispose()


def test_a_database_of_a_newer_version_is_left_alone_and_it_is_said_what_to_do(url: str, engine: Engine) -> None:
    with engine.begin() as connection:
        _write_revision(connection, "9999")

    with pytest.raises(DatabaseUnavailable, match=r"newer version .*9999.* Install that version"):
        connect(url, timeout=5)


def test_a_step_that_fails_leaves_the_database_as_it_was(url: str, engine: Engine) -> None:
    """A table of the second step stands in its way."""
    _made_before_there_were_migrations(engine)
    with engine.begin() as connection:
        connection.execute(sa.text("CREATE TABLE support_request (number INTEGER)"))

    with pytest.raises(DatabaseUnavailable):
        connect(url, timeout=5)

    there = set(sa.inspect(engine).get_table_names()) - {"sqlite_sequence"}
    assert there == {"conversation_event", "support_request"}


def test_a_database_that_is_up_to_date_is_asked_once_and_alembic_is_not_even_loaded(url: str, engine: Engine) -> None:
    script = (
        "import sys, sqlalchemy as sa\n"
        "asked = []\n"
        "sa.event.listen(sa.engine.Engine, 'before_cursor_execute', lambda *given: asked.append(given[2]))\n"
        "from scr.storage.database import connect\n"
        f"connect({url!r}, 5)\n"
        "mine = [statement for statement in asked if 'alembic_version' in statement]\n"
        "print(len(mine), 'alembic' in sys.modules)\n"
    )

    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    assert done.stdout.split() == ["1", "False"]


def _start(url: str, together: "multiprocessing.synchronize.Barrier", failures: "multiprocessing.Queue[str]") -> None:
    together.wait()
    try:
        connect(url, timeout=2).dispose()
        failures.put("")
    except DatabaseUnavailable as error:
        failures.put(str(error))


@pytest.mark.parametrize("before", ["empty", "before migrations"])
def test_processes_that_start_at_once_all_come_up(url: str, engine: Engine, before: str) -> None:
    if before == "empty":
        metadata.drop_all(engine)
    else:
        _made_before_there_were_migrations(engine)
    engine.dispose()
    spawning = multiprocessing.get_context("spawn")
    starters = 4
    together, failures = spawning.Barrier(starters), spawning.Queue()

    processes = [spawning.Process(target=_start, args=(url, together, failures)) for _ in range(starters)]
    for process in processes:
        process.start()
    said: List[str] = [failures.get(timeout=60) for _ in processes]
    for process in processes:
        process.join(timeout=60)

    assert said == [""] * starters
    assert RegisterStore(connect(url, timeout=5)).is_empty()


def test_every_step_says_what_it_makes() -> None:
    steps = sorted((Path(migrations.__file__).parent / "versions").glob("0*.py"))

    assert [step.name[:4] for step in steps] == [f"{number:04d}" for number in range(1, len(steps) + 1)]
    assert steps[-1].name.startswith(REVISION)
