"""Words for people in Teams, which are sent to them: which is next, who is at sending it, what has gone.

Of several processes one sends a word, the words of a conversation go in their order, and one that did not go is tried again.
Moments are seconds since 1970.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Optional

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from scr.rules.handover import Author, State, Word
from scr.storage.database import reading, writing
from scr.storage.handover_rows import word
from scr.storage.tables import accounts, handover_messages, handovers, teams_conversations
from scr.storage.teams import TeamsConversation

_WHAT = "The words for people in Teams"
_rows, _words, _chats = handovers, handover_messages, teams_conversations
_TRIED_FOR_SECONDS = 24 * 60 * 60.0
"""After the end of a hand-over; whoever has blocked the bot for so long is not written to any more."""


@dataclass(frozen=True)
class Letter:
    """A word that this process is to send, and the person's own chat, to which it goes."""

    word: Word
    conversation_id: str
    area: Optional[str]
    chat: TeamsConversation


class HelplinePost:
    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def claim(self, now: float, until: float) -> Optional[Letter]:
        """The next word to send, which until a moment is nobody else's to send; none where there is nothing to do.

        Raises:
            DatabaseUnavailable
        """
        # Most often nothing is there, and then nobody has to wait for a writer.
        with reading(self._engine, _WHAT) as connection:
            if connection.execute(_next(now)).first() is None:
                return None
        with writing(self._engine, _WHAT) as connection:
            row = connection.execute(_next(now)).first()
            return _letter(connection, row.number) if row and _is_claimed(connection, row.number, now, until) else None

    def sent(self, letter: Letter, now: float) -> None:
        """
        Raises:
            DatabaseUnavailable
        """
        self._set(letter, sent_at=now)

    def later(self, letter: Letter, moment: float) -> None:
        """It did not go, and is tried again from a moment on.

        Raises:
            DatabaseUnavailable
        """
        self._set(letter, claimed_until=moment)

    def _set(self, letter: Letter, **values: float) -> None:
        with writing(self._engine, _WHAT) as connection:
            connection.execute(_words.update().where(_words.c.number == letter.word.number).values(**values))


def _next(now: float) -> Any:
    """Selects the oldest word that may be sent; those before it in the same conversation have gone."""
    earlier, its = _words.alias("earlier"), _rows.alias("its")
    waits_for = (
        sa.select(earlier.c.number)
        .select_from(earlier.join(its, its.c.number == earlier.c.handover))
        .where(its.c.conversation_id == _rows.c.conversation_id, earlier.c.number < _words.c.number)
        .where(earlier.c.author != Author.PERSON.value, earlier.c.sent_at.is_(None))
        .exists()
    )
    is_in_time = sa.or_(_rows.c.state != State.ENDED.value, _rows.c.ended_at > now - _TRIED_FOR_SECONDS)
    joined = _words.join(_rows).join(_chats, _chats.c.talk_id == _rows.c.conversation_id)
    return (
        sa.select(_words.c.number)
        .select_from(joined)
        .where(_words.c.sent_at.is_(None), _words.c.author != Author.PERSON.value, ~_rows.c.is_forgotten, is_in_time)
        .where(_is_free(now), ~waits_for)
        .order_by(_words.c.number)
        .limit(1)
    )


def _is_free(now: float) -> Any:
    return sa.or_(_words.c.claimed_until.is_(None), _words.c.claimed_until <= now)


def _is_claimed(connection: Connection, number: int, now: float, until: float) -> bool:
    """Whether we were first; on PostgreSQL another may have claimed it since it was read."""
    this = (_words.c.number == number, _words.c.sent_at.is_(None), _is_free(now))
    return bool(connection.execute(_words.update().where(*this).values(claimed_until=until)).rowcount)


def _letter(connection: Connection, number: int) -> Letter:
    joined = _words.join(_rows).join(_chats, _chats.c.talk_id == _rows.c.conversation_id)
    of_word = (_words, accounts.c.name.label("by"), _rows.c.conversation_id.label("talk"), _rows.c.area)
    query = sa.select(*of_word, _chats.c.id).select_from(joined.outerjoin(accounts, accounts.c.id == _words.c.account_id))
    row = connection.execute(query.where(_words.c.number == number).limit(1)).one()
    chat = connection.execute(sa.select(_chats).where(_chats.c.id == row.id)).one()
    return Letter(word(row), row.talk, row.area, TeamsConversation(**chat._mapping))
