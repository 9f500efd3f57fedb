"""What the modules of hand-overs read and write of their tables, each within a transaction that it was given."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any, Dict, List, Optional

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from scr.rules.accounts import Account, Role
from scr.rules.handover import Author, Ended, Handover, State, WhyHanded, Word
from scr.rules.triage import Urgency
from scr.storage import desk_changes
from scr.storage.tables import accounts, handover_messages, handovers

_rows, _words = handovers, handover_messages

HANDED_OVER = "utter_handed_over"
PERSON_HERE = "utter_helpline_here"
HANDED_BACK = "utter_handed_back"
CLOSED = "utter_handover_closed"
"""What the assistant says beside a hand-over. Each is the name of a reply in `data/`, and is kept under it."""

_URGENCY = sa.case({urgency.value: urgency.rank for urgency in Urgency}, value=_rows.c.urgency)


class NoSuchHandover(Exception):
    """There is none of that number, or none that is open."""


def select(*where: Any) -> Any:
    """Hand-overs with whose they are."""
    whose = (accounts.c.name.label("owner_name"), accounts.c.role.label("owner_role"))
    return sa.select(_rows, *whose).select_from(_rows.outerjoin(accounts)).where(*where)


def open_in(conversation_id: str) -> Any:
    """The condition of the open hand-over of a conversation that is still there."""
    return sa.and_(_rows.c.conversation_id == conversation_id, _rows.c.state != State.ENDED.value, ~_rows.c.is_forgotten)


def by_urgency(query: Any) -> Any:
    return query.order_by(_URGENCY, _rows.c.at, _rows.c.number)


def locked(connection: Connection, where: Any) -> Optional[Handover]:
    """The hand-over, which nobody else changes until the transaction ends."""
    number = connection.execute(sa.select(_rows.c.number).where(where).with_for_update()).scalar()
    # Read in a query of its own: one that has waited for the lock would still see whose it was before.
    return handover(connection.execute(select(_rows.c.number == number)).one()) if number is not None else None


def change(connection: Connection, before: Handover, at: float, by: Optional[str], name: str, **values: Any) -> Handover:
    """Write what has changed of a locked hand-over, and that it has; the hand-over as it is now."""
    this = _rows.c.number == before.number
    connection.execute(_rows.update().where(this).values(version=before.version + 1, **values))
    desk_changes.record(connection, moment(at), by, desk_changes.Item.HANDOVER, before.number, name)
    return handover(connection.execute(select(this)).one())


def tell(connection: Connection, about: Handover, at: float, reply: str) -> None:
    """Have the assistant say something in a locked hand-over, where somebody is still there to read it."""
    if not about.is_forgotten:
        add_word(connection, about.number, at, Author.ASSISTANT, reply)


def add_word(
    connection: Connection,
    number: int,
    at: float,
    author: Author,
    text: str,
    account: Optional[Account] = None,
    delivery: Optional[str] = None,
    was_shown: bool = False,
) -> None:
    """Add to a hand-over that is locked, so that words are numbered in the order in which they can be read."""
    row: Dict[str, Any] = {"handover": number, "at": at, "author": author.value, "text": text}
    row.update(account_id=account.id if account else None, delivery=delivery, sent_at=at if was_shown else None)
    connection.execute(_words.insert(), row)


def words(connection: Connection, *where: Any) -> List[Word]:
    """The oldest first."""
    joined = _words.join(_rows).outerjoin(accounts, accounts.c.id == _words.c.account_id)
    query = sa.select(_words, accounts.c.name.label("by")).select_from(joined).where(*where).order_by(_words.c.number)
    return [word(row) for row in connection.execute(query).all()]


def word(row: Any) -> Word:
    was_shown = row.sent_at is not None
    return Word(row.number, row.at, Author(row.author), row.by, row.text, row.handover, was_shown)


def delete_words(connection: Connection, numbers: Any) -> None:
    """Of the hand-overs of these numbers."""
    connection.execute(_words.delete().where(_words.c.handover.in_(numbers)))


def delivery_of(given: Optional[str]) -> Optional[str]:
    """What is kept of the id that a message came with; whoever sends one may make it as long as they like."""
    return hashlib.sha256(given.encode("utf-8", "replace")).hexdigest() if given else None


def moment(at: float) -> dt.datetime:
    return dt.datetime.fromtimestamp(at, dt.timezone.utc)


def handover(row: Any) -> Handover:
    owner = Account(row.owner_id, row.owner_name, Role(row.owner_role)) if row.owner_id is not None else None
    return Handover(
        number=row.number,
        conversation_id=row.conversation_id,
        channel=row.channel,
        at=row.at,
        why=WhyHanded(row.why),
        urgency=Urgency(row.urgency),
        outcome=row.outcome,
        area=row.area,
        state=State(row.state),
        owner=owner,
        taken_at=row.taken_at,
        ended_at=row.ended_at,
        ended_how=Ended(row.ended_how) if row.ended_how else None,
        seen_at=row.seen_at,
        is_forgotten=row.is_forgotten,
        version=row.version,
    )
