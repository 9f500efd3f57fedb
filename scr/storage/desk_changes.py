"""Who did what at the desk, and when: rows that are only ever added, numbered from 1 in the order in which they were kept.

No row holds a word that somebody wrote. A page that is open learns from the last number whether anything is new.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import Enum
from typing import List, Optional

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from scr.storage.database import from_stored, reading, to_stored
from scr.storage.tables import desk_changes


class Item(str, Enum):
    """What was changed."""

    NOTE = "note"
    HANDOVER = "handover"


@dataclass(frozen=True)
class DeskChange:
    """`by` is the name of the account; none where the assistant did it, or the person in the chat."""

    at: dt.datetime
    by: Optional[str]
    change: str


def take_turn(connection: Connection) -> None:
    """Make other writers of changes wait until this transaction ends.

    Whoever changes other rows after the first change is recorded calls it first: a turn that is taken before anything
    else cannot end in a deadlock.
    """
    if connection.dialect.name == "postgresql":  # on SQLite there is only ever one writer
        connection.execute(sa.text("LOCK TABLE desk_change IN SHARE ROW EXCLUSIVE MODE"))


def record(connection: Connection, at: dt.datetime, by: Optional[str], item: Item, item_number: int, change: str) -> int:
    """Add a change within the transaction that makes it, as the last thing that it does; the change's number.

    Args:
        by: the name of the account; none where the assistant did it, or the person in the chat.
    """
    take_turn(connection)
    number = latest_number(connection) + 1
    row = {"number": number, "at": to_stored(at), "by": by, "item": item.value, "item_number": item_number, "change": change}
    connection.execute(desk_changes.insert(), row)
    return number


def latest_number(connection: Connection) -> int:
    """The number of the last change; 0 where there is none."""
    return int(connection.execute(sa.select(sa.func.max(desk_changes.c.number))).scalar() or 0)


class DeskChangeStore:
    """Reads changes."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def latest_number(self) -> int:
        """
        Raises:
            DatabaseUnavailable
        """
        with reading(self._engine, "The desk's changes") as connection:
            return latest_number(connection)

    def of(self, item: Item, item_number: int) -> List[DeskChange]:
        """What was done with a note or a hand-over, the oldest first.

        Raises:
            DatabaseUnavailable
        """
        columns = (desk_changes.c.at, desk_changes.c.by, desk_changes.c.change)
        theirs = (desk_changes.c.item == item.value, desk_changes.c.item_number == item_number)
        with reading(self._engine, "The desk's changes") as connection:
            rows = connection.execute(sa.select(*columns).where(*theirs).order_by(desk_changes.c.number)).all()
        return [DeskChange(from_stored(row.at), row.by, row.change) for row in rows]
