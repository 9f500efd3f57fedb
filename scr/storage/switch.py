"""Whether the assistant is switched off. Every change of it stands in the history."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Optional

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from scr.storage.database import from_stored, reading, to_stored, writing
from scr.storage.history import Change, append, take_turn
from scr.storage.tables import switch
from scr.storage.upsert import insert_or_replace

_WHAT = "Whether the assistant is switched off"
_NAME = "assistant"


@dataclass(frozen=True)
class Switched:
    """How it stands, and since when; no moment where it was never switched off."""

    is_off: bool = False
    since: Optional[dt.datetime] = None


class SwitchStore:
    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def state(self) -> Switched:
        """
        Raises:
            DatabaseUnavailable
        """
        with reading(self._engine, _WHAT) as connection:
            return _state(connection)

    def turn_off(self, reason: str, by: str, at: dt.datetime) -> Switched:
        """How it stood before; where that was off, nothing is changed.

        Raises:
            DatabaseUnavailable
        """
        return self._turn(True, Change(at, by, "switched_off", None, {"assistant": ["on", "off"], "reason": [None, reason]}))

    def turn_on(self, by: str, at: dt.datetime) -> Switched:
        """As `turn_off`.

        Raises:
            DatabaseUnavailable
        """
        return self._turn(False, Change(at, by, "switched_on", None, {"assistant": ["off", "on"]}))

    def _turn(self, off: bool, change: Change) -> Switched:
        with writing(self._engine, _WHAT) as connection:
            take_turn(connection)
            before = _state(connection)
            if before.is_off != off:
                insert_or_replace(connection, switch, {"name": _NAME, "is_off": off, "since": to_stored(change.at)})
                append(connection, [change])
            return before


def _state(connection: Connection) -> Switched:
    row = connection.execute(sa.select(switch.c.is_off, switch.c.since).where(switch.c.name == _NAME)).first()
    return Switched(row.is_off, from_stored(row.since)) if row else Switched()
