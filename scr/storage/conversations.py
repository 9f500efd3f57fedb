"""Conversations as rows of events. What is appended here has been redacted before."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any, Callable, List, Mapping, Optional, Sequence

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from scr.rules.handover import Call
from scr.rules.unanswered import Unanswered
from scr.storage import handover_turns, unanswered
from scr.storage.database import reading, writing
from scr.storage.tables import conversation_events, sign_ins

_events = conversation_events
_WHAT = "A conversation"


@dataclass(frozen=True)
class StoredEvent:
    """An event in its conversation; `outcome` is how the assistant's reply ended, where it is one."""

    number: int
    written_at: float
    kind: str
    outcome: Optional[str]
    event: Mapping[str, Any]


KeepActive = Callable[[Connection, str, float], None]


def _nobody_is_signed_in(_connection: Connection, _conversation_id: str, _now: float) -> None:
    """For whoever appends to conversations without an access store."""


class ConversationStore:
    """Appends to conversations and reads their last events."""

    def __init__(self, engine: Engine, keep_active: KeepActive = _nobody_is_signed_in) -> None:
        """`keep_active` notes, in the transaction that appends, that somebody is there at a moment."""
        self._engine = engine
        self._keep_active = keep_active

    def append(
        self,
        conversation_id: str,
        events: Sequence[StoredEvent],
        questions: Sequence[Unanswered] = (),
        calls: Sequence[Call] = (),
    ) -> None:
        """Add events whose numbers follow on from those that are there; all of them or none.

        Args:
            questions: those of them that got no answer, which are kept apart, and let go where that fails.
            calls: what they call for; where that cannot be done, the events are not kept either.

        Raises:
            DatabaseUnavailable: also where another process wrote to the conversation in between.
        """
        if not events:
            return
        rows = [{"conversation_id": conversation_id, **vars(event)} for event in events]
        with writing(self._engine, _WHAT) as connection:
            connection.execute(_events.insert(), rows)
            last = max(event.written_at for event in events)
            self._keep_active(connection, conversation_id, last)
            unanswered.keep(connection, questions, last)
            for call in calls:
                handover_turns.open_one(connection, conversation_id, call, last)

    def latest(self, conversation_id: str, limit: int) -> List[StoredEvent]:
        """The last `limit` events, the oldest of them first.

        Raises:
            DatabaseUnavailable
        """
        query = (
            sa.select(_events.c.number, _events.c.written_at, _events.c.kind, _events.c.outcome, _events.c.event)
            .where(_events.c.conversation_id == conversation_id)
            .order_by(_events.c.number.desc())
            .limit(limit)
        )
        with reading(self._engine, _WHAT) as connection:
            rows = connection.execute(query).all()
        return [StoredEvent(*row) for row in reversed(rows)]

    def replies_to(self, conversation_id: str, message_id: str, among: int) -> List[StoredEvent]:
        """What followed a message that is one of the last `among` events and was not taken back, up to the next message.

        Raises:
            DatabaseUnavailable
        """
        following: List[StoredEvent] = []
        for stored in reversed(self.latest(conversation_id, among)):
            if stored.event.get("message_id") == message_id and stored.event.get("text"):
                return following[::-1]
            following = [] if stored.event.get("message_id") else [*following, stored]
        return []

    def forget(self, conversation_id: str) -> int:
        """Delete a conversation, and with it that somebody is signed in to it; the number of events deleted.

        What was said in it to a person goes too, and whoever at the desk has it is shown that it has gone.

        Raises:
            DatabaseUnavailable
        """
        with writing(self._engine, _WHAT) as connection:
            connection.execute(sign_ins.delete().where(sign_ins.c.conversation_id == conversation_id))
            deleted = connection.execute(_events.delete().where(_events.c.conversation_id == conversation_id)).rowcount
            handover_turns.forget(connection, conversation_id, time.time())
        return int(deleted)

    def take_back(self, conversation_id: str, message_id: str, among: int) -> None:
        """Delete the words of a message, of the last `among` events, that its writer has deleted or changed.

        A question that it was goes too, and a word to a person.

        Raises:
            DatabaseUnavailable
        """
        latest = sa.select(_events.c.number, _events.c.event).where(_events.c.conversation_id == conversation_id)
        with writing(self._engine, _WHAT) as connection:
            handover_turns.take_back(connection, conversation_id, message_id)
            for row in connection.execute(latest.order_by(_events.c.number.desc()).limit(among)).all():
                if row.event.get("message_id") == message_id:
                    this = (_events.c.conversation_id == conversation_id, _events.c.number == row.number)
                    parsed = {**(row.event.get("parse_data") or {}), "text": ""}
                    event = {**row.event, "text": "", "parse_data": parsed}
                    connection.execute(_events.update().where(*this).values(event=event))
                    unanswered.take_back(connection, row.event.get("text") or "")

    def forget_before(self, moment: float) -> int:
        """Delete the conversations whose last event was written before `moment` (seconds since 1970); their events' number.

        One that is with a person, or was until after that moment, stays; of those that ended before, the words go too.

        Raises:
            DatabaseUnavailable
        """
        last = sa.func.max(_events.c.written_at)
        kept = _events.c.conversation_id.in_(handover_turns.kept_for_a_person(moment))
        stale = sa.select(_events.c.conversation_id).where(~kept).group_by(_events.c.conversation_id).having(last < moment)
        with writing(self._engine, "Conversations") as connection:
            handover_turns.forget_before(connection, moment)
            return int(connection.execute(_events.delete().where(_events.c.conversation_id.in_(stale))).rowcount)

    def ping(self) -> None:
        """
        Raises:
            DatabaseUnavailable
        """
        with reading(self._engine, "The database") as connection:
            connection.execute(sa.select(1))
