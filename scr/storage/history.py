"""Who changed what in the register, and when: rows that are only ever added, each holding the hash of the one before it.

That the assistant was switched off and on stands there too.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import dataclass
from typing import Any, Dict, List, Mapping, Optional, Sequence

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from scr.storage.database import from_stored, reading, to_stored
from scr.storage.tables import history

GENESIS_HASH = "0" * 64
_AT_ONCE = 1000


@dataclass(frozen=True)
class Change:
    """One change. `details` holds ``{field: [old, new]}`` as JSON values; names of staff may stand there, but of reasons
    only why the assistant was switched off."""

    at: dt.datetime
    by: str
    change: str
    reference: Optional[str]
    details: Mapping[str, Any]


@dataclass(frozen=True)
class Entry(Change):
    """A change as it is kept; numbers count up from 1 without a gap."""

    number: int
    hash: str


@dataclass(frozen=True)
class Fault:
    """The first row that is not as it was written, and why that is known."""

    number: int
    reason: str


def take_turn(connection: Connection) -> None:
    """Make other writers of the history wait until this transaction ends.

    Whoever changes other tables too calls it first: a turn that is taken before anything else cannot end in a deadlock.
    """
    if connection.dialect.name == "postgresql":  # on SQLite there is only ever one writer
        connection.execute(sa.text("LOCK TABLE history IN SHARE ROW EXCLUSIVE MODE"))


def append(connection: Connection, changes: Sequence[Change]) -> None:
    """Add to the history within the transaction that makes the changes, so that neither is kept without the other."""
    if not changes:
        return
    take_turn(connection)
    last = connection.execute(sa.select(history.c.number, history.c.hash).order_by(history.c.number.desc()).limit(1)).first()
    number, previous_hash = (last.number, last.hash) if last else (0, GENESIS_HASH)
    rows = []
    for change in changes:
        number += 1
        row: Dict[str, Any] = {**vars(change), "at": to_stored(change.at), "number": number, "previous_hash": previous_hash}
        row["hash"] = previous_hash = _hash(row)
        rows.append(row)
    connection.execute(history.insert(), rows)


class HistoryStore:
    """Reads the history and finds out whether anybody meddled with it."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def latest(self, limit: int, reference: Optional[str] = None) -> List[Entry]:
        """The last changes, the oldest of them first; of one review where one is named.

        Raises:
            DatabaseUnavailable
        """
        query = sa.select(history).order_by(history.c.number.desc()).limit(limit)
        if reference is not None:
            query = query.where(history.c.reference == reference)
        with reading(self._engine, "The history") as connection:
            rows = connection.execute(query).all()
        return [_entry(row) for row in reversed(rows)]

    def since(self, number: int, reference: str) -> List[Entry]:
        """The changes to a review after the one of that number, the oldest first.

        Raises:
            DatabaseUnavailable
        """
        later = (history.c.number > number, history.c.reference == reference)
        with reading(self._engine, "The history") as connection:
            rows = connection.execute(sa.select(history).where(*later).order_by(history.c.number)).all()
        return [_entry(row) for row in rows]

    def at_number(self, number: int) -> Optional[Entry]:
        """
        Raises:
            DatabaseUnavailable
        """
        with reading(self._engine, "The history") as connection:
            row = connection.execute(sa.select(history).where(history.c.number == number)).first()
        return _entry(row) if row else None

    def verify(self) -> Optional[Fault]:
        """None where every row is as it was written and none is missing before the last one.

        Rows taken away from the end leave no trace here: for that, a number and its hash must have been noted elsewhere.

        Raises:
            DatabaseUnavailable
        """
        number, previous_hash = 0, GENESIS_HASH
        with reading(self._engine, "The history") as connection:
            streaming = connection.execution_options(stream_results=True)
            for row in streaming.execute(sa.select(history).order_by(history.c.number)).yield_per(_AT_ONCE).mappings():
                number += 1
                reason = _fault(row, number, previous_hash)
                if reason:
                    return Fault(row["number"], reason)
                previous_hash = row["hash"]
        return None


def _fault(row: Mapping[str, Any], number: int, previous_hash: str) -> Optional[str]:
    if row["number"] != number:
        return f"number {number} should stand before it and does not"
    if row["previous_hash"] != previous_hash:
        return "it does not follow on from the row before it"
    if row["hash"] != _hash(row):
        return "what it says was changed after it was written"
    return None


def _hash(row: Mapping[str, Any]) -> str:
    kept = {name: row[name] for name in ("number", "by", "change", "reference", "details", "previous_hash")}
    kept["at"] = row["at"].isoformat(timespec="microseconds")
    return hashlib.sha256(json.dumps(kept, sort_keys=True, separators=(",", ":")).encode("ascii")).hexdigest()


def _entry(row: Any) -> Entry:
    return Entry(from_stored(row.at), row.by, row.change, row.reference, row.details, row.number, row.hash)
