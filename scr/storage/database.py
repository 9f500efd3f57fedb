"""The database: how it is reached, and every table of it."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import URL, Engine, make_url
from sqlalchemy.pool import QueuePool

metadata = sa.MetaData()

conversation_events = sa.Table(
    "conversation_event",
    metadata,
    sa.Column("conversation_id", sa.String(64), primary_key=True),
    # Counts up from 0 in each conversation. That it is unique is what makes two writers at once lose nothing.
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("written_at", sa.Float, nullable=False, index=True),
    sa.Column("kind", sa.String(40), nullable=False),
    sa.Column("outcome", sa.String(40)),
    sa.Column("event", sa.JSON, nullable=False),
)


class DatabaseUnavailable(Exception):
    """The database cannot be reached, does not answer in time, or refused a write."""


def connect(url: str, timeout: float) -> Engine:
    """An engine for the address, its tables made where they are missing; `timeout` in seconds.

    Raises:
        DatabaseUnavailable: the database cannot be reached.
    """
    try:
        parsed = make_url(url)
    except sa.exc.ArgumentError as error:
        raise DatabaseUnavailable("SCR_DATABASE_URL is no address of a database") from error
    if parsed.get_backend_name() == "sqlite":
        engine = sa.create_engine(parsed, connect_args={"timeout": timeout, "check_same_thread": False}, poolclass=QueuePool)
        sa.event.listen(engine, "connect", _prepare_sqlite)
    else:
        engine = _create_server_engine(parsed, timeout)
    _make_tables(engine)
    return engine


def _create_server_engine(url: URL, timeout: float) -> Engine:
    try:
        return sa.create_engine(url, connect_args={"connect_timeout": max(1, round(timeout))}, pool_pre_ping=True)
    except (sa.exc.ArgumentError, ImportError) as error:
        raise DatabaseUnavailable(f"No driver for {url.drivername} is installed; use sqlite or postgresql") from error


def _make_tables(engine: Engine) -> None:
    """Make the tables that are missing. Two processes that start at once both try; the slower finds them made."""
    try:
        try:
            metadata.create_all(engine)
        except (sa.exc.OperationalError, sa.exc.ProgrammingError, sa.exc.IntegrityError):
            metadata.create_all(engine)
    except sa.exc.SQLAlchemyError as error:
        raise DatabaseUnavailable(f"The database {engine.url!r} cannot be reached: {type(error).__name__}") from error


def _prepare_sqlite(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()
