"""Conversations that are with a person: who waits, who took them, what was said. Moments are seconds since 1970.

How one comes about, and goes with its conversation, is `handover_turns.py`'s.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import Any, Iterator, List, Optional, Tuple

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from scr.rules.accounts import Account
from scr.rules.handover import (
    Author,
    Ended,
    Handover,
    NotAllowed,
    State,
    TakenByAnother,
    Word,
    check_may_change,
    check_may_take,
)
from scr.rules.triage import Urgency
from scr.storage import desk_changes
from scr.storage.database import reading, writing
from scr.storage.handover_rows import (
    CLOSED,
    HANDED_BACK,
    PERSON_HERE,
    NoSuchHandover,
    add_word,
    by_urgency,
    change,
    delivery_of,
    handover,
    locked,
    moment,
    open_in,
    select,
    tell,
    words,
)
from scr.storage.handover_turns import raise_to
from scr.storage.tables import handover_messages, handovers

_rows, _words = handovers, handover_messages
_WHAT = "A hand-over"
_SEEN_AGAIN_SECONDS = 10.0
"""A page asks every few seconds; so much of it is worth a write."""


class HandoverStore:
    """Each method may raise DatabaseUnavailable. Those that take a version refuse where it has moved on since."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    # ---- What stands there ----

    def current(self, conversation_id: str) -> Optional[Handover]:
        """The one that is open."""
        return self._first(select(open_in(conversation_id)))

    def one(self, number: int) -> Optional[Handover]:
        return self._first(select(_rows.c.number == number))

    def waiting(self) -> List[Handover]:
        """The most urgent first, and of several as urgent the oldest."""
        return self._all(by_urgency(select(_rows.c.state == State.WAITING.value)))

    def taken(self) -> List[Handover]:
        """As `waiting`."""
        return self._all(by_urgency(select(_rows.c.state == State.TAKEN.value)))

    def ended(self, limit: int = 50) -> List[Handover]:
        """The last to have ended first."""
        query = select(_rows.c.state == State.ENDED.value).order_by(_rows.c.ended_at.desc(), _rows.c.number.desc())
        return self._all(query.limit(limit))

    def words(self, number: int, after: int = 0) -> List[Word]:
        """What was said in a hand-over after the word of that number, the oldest first."""
        return self._words(_words.c.handover == number, _words.c.number > after)

    def all_in(self, conversation_id: str) -> List[Handover]:
        """Those of a conversation that is still there, the oldest first."""
        return self._all(select(_rows.c.conversation_id == conversation_id, ~_rows.c.is_forgotten).order_by(_rows.c.number))

    def words_in(self, conversation_id: str, after: int = 0) -> List[Word]:
        """As `words`, in all hand-overs of a conversation."""
        return self._words(_rows.c.conversation_id == conversation_id, _words.c.number > after)

    def has_been_said(self, conversation_id: str, delivery: Optional[str]) -> bool:
        """Whether what came with this delivery was passed on to a person."""
        if not delivery:
            return False
        with reading(self._engine, _WHAT) as connection:
            return _was_delivered(connection, conversation_id, delivery) is not None

    # ---- What people at the desk do ----

    def take(self, number: int, account: Account, at: float, version: Optional[int] = None) -> Handover:
        """
        Raises:
            NotAllowed, TakenByAnother, NoSuchHandover
        """
        with self._changing(number, version) as (connection, before):
            check_may_take(before, account)
            tell(connection, before, at, PERSON_HERE)
            whose = {"state": State.TAKEN.value, "owner_id": account.id, "taken_at": at}
            return change(connection, before, at, account.name, "taken", **whose)

    def give(self, number: int, account: Account, to: Account, at: float, version: Optional[int] = None) -> Handover:
        """
        Args:
            to: who has it from now on; whether they may is the caller's to check.

        Raises:
            NotAllowed, TakenByAnother, NoSuchHandover
        """
        with self._changing(number, version) as (connection, before):
            check_may_change(before, account)
            return change(connection, before, at, account.name, "given", owner_id=to.id)

    def hand_back(self, number: int, account: Account, at: float, version: Optional[int] = None) -> Handover:
        """From now on the assistant answers again.

        Raises:
            NotAllowed, TakenByAnother, NoSuchHandover
        """
        return self._end(number, account, at, version, Ended.HANDED_BACK, HANDED_BACK)

    def close(self, number: int, account: Account, at: float, version: Optional[int] = None) -> Handover:
        """As `hand_back`, without an answer in the chat.

        Raises:
            NotAllowed, TakenByAnother, NoSuchHandover
        """
        return self._end(number, account, at, version, Ended.CLOSED, CLOSED)

    def answer(self, number: int, account: Account, text: str, at: float, delivery: Optional[str] = None) -> None:
        """Say something to the person. What came with the same delivery before is said once.

        Args:
            text: redacted.

        Raises:
            NotAllowed: also where the person has deleted the conversation.
            NoSuchHandover
        """
        with self._changing(number) as (connection, before):
            check_may_change(before, account)
            if before.is_forgotten:
                raise NotAllowed
            if _was_delivered(connection, before.conversation_id, delivery):
                return
            add_word(connection, number, at, Author.HELPLINE, text, account, delivery_of(delivery))
            desk_changes.record(connection, moment(at), account.name, desk_changes.Item.HANDOVER, number, "answered")

    # ---- What the person does ----

    def say(
        self, conversation_id: str, text: str, at: float, delivery: Optional[str] = None, danger: Optional[str] = None
    ) -> Optional[Handover]:
        """Pass on what the person says; the hand-over that has it, or none where nobody has taken one.

        What came with the same delivery before is said once, also where the hand-over has ended since.

        Args:
            text: redacted.
            danger: where it tells of one, the name of the reply that the person is given; it becomes an emergency.
        """
        with writing(self._engine, _WHAT) as connection:
            present = locked(connection, open_in(conversation_id))
            said_in = _was_delivered(connection, conversation_id, delivery)
            if said_in is not None:
                return handover(connection.execute(select(_rows.c.number == said_in)).one())
            if present is None or present.state is not State.TAKEN:
                return None
            add_word(connection, present.number, at, Author.PERSON, text, delivery=delivery_of(delivery))
            if danger:
                add_word(connection, present.number, at, Author.ASSISTANT, danger, was_shown=True)
                present = raise_to(connection, present, Urgency.EMERGENCY, at)
            desk_changes.record(connection, moment(at), None, desk_changes.Item.HANDOVER, present.number, "said")
            return present

    def withdraw(self, conversation_id: str, at: float) -> Optional[Handover]:
        """The person wants nobody after all; the hand-over that ended so, if one was open."""
        with writing(self._engine, _WHAT) as connection:
            present = locked(connection, open_in(conversation_id))
            return _ended(connection, present, at, None, Ended.WITHDRAWN) if present else None

    def seen(self, conversation_id: str, now: float) -> None:
        """Note that the person's page has asked whether there is word for them."""
        present = self.current(conversation_id)
        if present is None or (present.seen_at is not None and now - present.seen_at < _SEEN_AGAIN_SECONDS):
            return
        with writing(self._engine, _WHAT) as connection:
            connection.execute(_rows.update().where(_rows.c.number == present.number).values(seen_at=now))

    # ---- Helpers ----

    def _end(self, number: int, account: Account, at: float, version: Optional[int], how: Ended, says: str) -> Handover:
        with self._changing(number, version) as (connection, before):
            check_may_change(before, account)
            tell(connection, before, at, says)
            return _ended(connection, before, at, account.name, how)

    @contextmanager
    def _changing(self, number: int, version: Optional[int] = None) -> Iterator[Tuple[Connection, Handover]]:
        """The hand-over as it is, locked.

        Raises:
            TakenByAnother, NoSuchHandover
        """
        with writing(self._engine, _WHAT) as connection:
            before = locked(connection, _rows.c.number == number)
            if before is None:
                raise NoSuchHandover(number)
            if version is not None and version != before.version:
                raise TakenByAnother
            yield connection, before

    def _first(self, query: Any) -> Optional[Handover]:
        return next(iter(self._all(query)), None)

    def _all(self, query: Any) -> List[Handover]:
        with reading(self._engine, _WHAT) as connection:
            return [handover(row) for row in connection.execute(query).all()]

    def _words(self, *where: Any) -> List[Word]:
        with reading(self._engine, _WHAT) as connection:
            return words(connection, *where)


def _ended(connection: Connection, before: Handover, at: float, by: Optional[str], how: Ended) -> Handover:
    ended = {"state": State.ENDED.value, "ended_at": at, "ended_how": how.value}
    return change(connection, before, at, by, how.value, **ended)


def _was_delivered(connection: Connection, conversation_id: str, delivery: Optional[str]) -> Optional[int]:
    """The number of the hand-over in which a word with this delivery stands."""
    theirs = (_rows.c.conversation_id == conversation_id, _words.c.delivery == delivery_of(delivery))
    query = sa.select(_words.c.handover).select_from(_words.join(_rows)).where(*theirs)
    found = connection.execute(query).scalar() if delivery else None
    return None if found is None else int(found)
