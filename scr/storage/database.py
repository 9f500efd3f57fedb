"""The database: how it is reached, brought up to date, read and written. Its tables stand in `tables.py`."""

from __future__ import annotations

import datetime as dt
import sqlite3
import time
from contextlib import contextmanager
from typing import Any, Iterator, Optional

import sqlalchemy as sa
from sqlalchemy.engine import URL, Connection, Engine, make_url
from sqlalchemy.pool import QueuePool

from scr.storage.tables import schema_version

REVISION = "0007"
"""The newest of `migrations/versions/`, which is what `tables.py` describes."""

_MIGRATION_TIMEOUT = 300.0
"""Seconds that a process waits for another that is bringing the same database up to date."""

_MIGRATION_LOCK = 0x5343_5201  # any number will do that nothing else in the database takes
_READING = {"scr_reading": True}


class DatabaseUnavailable(Exception):
    """The database cannot be reached, does not answer in time, or refused a write."""


def connect(url: str, timeout: float) -> Engine:
    """An engine for the address, its tables brought up to date; `timeout` in seconds, for a connection and a statement.

    Raises:
        DatabaseUnavailable: the database cannot be reached, or was made by a newer version of this program.
    """
    try:
        parsed = make_url(url)
    except sa.exc.ArgumentError as error:
        raise DatabaseUnavailable("SCR_DATABASE_URL is no address of a database") from error
    engine = _create_engine(parsed, timeout)
    try:
        if _revision(engine) != REVISION:
            _bring_up_to_date(parsed)
    except sa.exc.SQLAlchemyError as error:
        raise DatabaseUnavailable(f"The database {engine.url!r} cannot be reached: {type(error).__name__}") from error
    return engine


@contextmanager
def reading(engine: Engine, what: str) -> Iterator[Connection]:
    """A connection that sees the database as it stands at one moment, however many queries are made.

    Raises:
        DatabaseUnavailable: naming `what` could not be read.
    """
    options = _READING if _is_sqlite(engine) else {"isolation_level": "REPEATABLE READ"}
    try:
        with engine.connect().execution_options(**options) as connection, connection.begin():
            yield connection
    except sa.exc.SQLAlchemyError as error:
        raise DatabaseUnavailable(f"{what} could not be read: {type(error).__name__}") from error


@contextmanager
def writing(engine: Engine, what: str) -> Iterator[Connection]:
    """A connection whose changes are kept all together, or none where the block raises.

    Raises:
        DatabaseUnavailable: naming `what` could not be written.
    """
    try:
        with engine.begin() as connection:
            yield connection
    except sa.exc.SQLAlchemyError as error:
        raise DatabaseUnavailable(f"{what} could not be written: {type(error).__name__}") from error


def to_stored(at: dt.datetime) -> dt.datetime:
    """A moment as the tables keep it: in UTC, with no zone named. One with no zone is taken as UTC."""
    return at if at.tzinfo is None else at.astimezone(dt.timezone.utc).replace(tzinfo=None)


def from_stored(at: dt.datetime) -> dt.datetime:
    """A moment out of a table, with its zone, UTC."""
    return at.replace(tzinfo=dt.timezone.utc)


def _create_engine(url: URL, timeout: float) -> Engine:
    if url.get_backend_name() != "sqlite":
        return _create_server_engine(url, timeout)
    engine = sa.create_engine(url, connect_args={"timeout": timeout, "check_same_thread": False}, poolclass=QueuePool)

    def prepare(connection: sqlite3.Connection, _record: object) -> None:
        _prepare_sqlite(connection, timeout)

    sa.event.listen(engine, "connect", prepare)
    sa.event.listen(engine, "begin", _begin_sqlite)
    return engine


def _create_server_engine(url: URL, timeout: float) -> Engine:
    milliseconds = max(1, round(timeout * 1000))
    arguments = {
        "connect_timeout": max(1, round(timeout)),
        # The server gives a statement up itself, so that a write nobody waits for any more ends too; where the
        # network went away, the driver does.
        "options": f"{url.query.get('options', '')} -c statement_timeout={milliseconds}".strip(),
        "tcp_user_timeout": milliseconds,
    }
    try:
        return sa.create_engine(url, connect_args=arguments, pool_pre_ping=True)
    except (sa.exc.ArgumentError, ImportError) as error:
        raise DatabaseUnavailable(f"No driver for {url.drivername} is installed; use sqlite or postgresql") from error


def _is_sqlite(engine: Engine) -> bool:
    return bool(engine.dialect.name == "sqlite")


def _prepare_sqlite(connection: sqlite3.Connection, timeout: float) -> None:
    # The driver would begin a transaction at the first write, after what it rests on was read; `_begin_sqlite` does it.
    connection.isolation_level = None
    _use_wal(connection, timeout)
    connection.execute("PRAGMA synchronous=NORMAL")
    connection.execute("PRAGMA foreign_keys=ON")


def _use_wal(connection: sqlite3.Connection, timeout: float) -> None:
    """SQLite does not wait for others itself where it is to change to its write-ahead log."""
    give_up_at = time.monotonic() + timeout
    while True:
        try:
            if connection.execute("PRAGMA journal_mode").fetchone() != ("wal",):
                connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError:
            if time.monotonic() > give_up_at:
                raise
            time.sleep(0.01)


def _begin_sqlite(connection: Connection) -> None:
    is_reading = connection.get_execution_options().get("scr_reading", False)
    connection.exec_driver_sql("BEGIN" if is_reading else "BEGIN IMMEDIATE")


def _revision(engine: Engine) -> Optional[str]:
    """The form in which a database is; None for one that is empty or was made before there were migrations."""
    try:
        return _stored_revision(engine)
    except (sa.exc.OperationalError, sa.exc.ProgrammingError):
        if not sa.inspect(engine).has_table(schema_version.name):
            return None
        return _stored_revision(engine)  # another process made the table a moment ago


def _stored_revision(engine: Engine) -> Optional[str]:
    with engine.connect() as connection:
        found: Any = connection.execute(sa.select(schema_version.c.version_num)).scalar()
    return None if found is None else str(found)


def _bring_up_to_date(url: URL) -> None:
    """Of two processes that start at once the second waits, and then finds nothing left to do."""
    from scr.storage import migrations  # Alembic costs half a second, so only where there is something to do

    engine = _create_engine(url, _MIGRATION_TIMEOUT)
    try:
        with engine.begin() as connection:
            if not _is_sqlite(engine):
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_MIGRATION_LOCK)))
                connection.execute(sa.text("SET LOCAL statement_timeout = 0"))
            migrations.upgrade(connection)
    except migrations.TooNew as error:
        raise DatabaseUnavailable(str(error)) from error
    finally:
        engine.dispose()
