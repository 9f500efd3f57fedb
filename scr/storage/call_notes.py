"""Call notes, numbered as they come in."""

from __future__ import annotations

import datetime as dt
from typing import Optional, Tuple

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from scr.rules.triage import CallNote, Urgency, Way
from scr.storage.database import reading, writing
from scr.storage.tables import call_notes

_WHAT = "A call note"


class CallNoteStore:
    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def keep(self, conversation_id: str, note: CallNote, urgency: Urgency, way: Way, at: dt.datetime) -> int:
        """Keep a finished note; its number. The same note of the same conversation again has the number it had.

        Raises:
            DatabaseUnavailable
        """
        row = {
            "role": note.role,
            "agency": note.agency,
            "area": note.area,
            "needs": list(note.needs),
            "reference": note.reference,
            "call_back": note.call_back,
            "urgency": urgency.value,
            "route": way.route.value,
        }
        with writing(self._engine, _WHAT) as connection:
            latest = (
                sa.select(call_notes)
                .where(call_notes.c.conversation_id == conversation_id)
                .order_by(call_notes.c.number.desc())
                .limit(1)
            )
            before = connection.execute(latest).first()
            # Asked again because the answer got lost on the way, it is kept once.
            if before is not None and {name: before._mapping[name] for name in row} == row:
                return int(before.number)
            added = connection.execute(
                call_notes.insert().values(conversation_id=conversation_id, at=at.replace(tzinfo=None), **row)
            )
            return int(added.inserted_primary_key[0])

    def note(self, number: int) -> Optional[Tuple[CallNote, Urgency, str]]:
        """A note, how urgent it is, and the name of its route; None where there is none of that number.

        Raises:
            DatabaseUnavailable
        """
        with reading(self._engine, _WHAT) as connection:
            row = connection.execute(sa.select(call_notes).where(call_notes.c.number == number)).first()
        if row is None:
            return None
        urgency = Urgency(row.urgency)
        note = CallNote(row.role, row.agency, row.area, tuple(row.needs), row.reference, urgency, row.call_back)
        return note, urgency, row.route
