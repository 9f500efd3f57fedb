"""Conversations as rows of events. What is appended here has been redacted before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, List, Mapping, Optional, Sequence

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from scr.storage.database import DatabaseUnavailable, conversation_events

_events = conversation_events


@dataclass(frozen=True)
class StoredEvent:
    """An event in its conversation; `outcome` is how the assistant's reply ended, where it is one."""

    number: int
    written_at: float
    kind: str
    outcome: Optional[str]
    event: Mapping[str, Any]


class ConversationStore:
    """Appends to conversations and reads their last events."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def append(self, conversation_id: str, events: Sequence[StoredEvent]) -> None:
        """Add events whose numbers follow on from those that are there; all of them or none.

        Raises:
            DatabaseUnavailable: also where another process wrote to the conversation in between.
        """
        if not events:
            return
        rows = [{"conversation_id": conversation_id, **vars(event)} for event in events]
        try:
            with self._engine.begin() as connection:
                connection.execute(_events.insert(), rows)
        except sa.exc.SQLAlchemyError as error:
            raise DatabaseUnavailable(f"A conversation could not be written: {type(error).__name__}") from error

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
        try:
            with self._engine.connect() as connection:
                rows = connection.execute(query).all()
        except sa.exc.SQLAlchemyError as error:
            raise DatabaseUnavailable(f"A conversation could not be read: {type(error).__name__}") from error
        return [StoredEvent(*row) for row in reversed(rows)]

    def forget(self, conversation_id: str) -> int:
        """Delete a conversation; the number of events deleted.

        Raises:
            DatabaseUnavailable
        """
        try:
            with self._engine.begin() as connection:
                return int(connection.execute(_events.delete().where(_events.c.conversation_id == conversation_id)).rowcount)
        except sa.exc.SQLAlchemyError as error:
            raise DatabaseUnavailable(f"A conversation could not be deleted: {type(error).__name__}") from error

    def forget_before(self, moment: float) -> int:
        """Delete the conversations whose last event was written before `moment` (seconds since 1970); their events' number.

        Raises:
            DatabaseUnavailable
        """
        last = sa.func.max(_events.c.written_at)
        stale = sa.select(_events.c.conversation_id).group_by(_events.c.conversation_id).having(last < moment)
        try:
            with self._engine.begin() as connection:
                return int(connection.execute(_events.delete().where(_events.c.conversation_id.in_(stale))).rowcount)
        except sa.exc.SQLAlchemyError as error:
            raise DatabaseUnavailable(f"Conversations could not be deleted: {type(error).__name__}") from error

    def ping(self) -> None:
        """
        Raises:
            DatabaseUnavailable
        """
        try:
            with self._engine.connect() as connection:
                connection.execute(sa.select(1))
        except sa.exc.SQLAlchemyError as error:
            raise DatabaseUnavailable(f"The database does not answer: {type(error).__name__}") from error
