"""What becomes of hand-overs in the transactions that write conversations, so that neither is kept without the other."""

from __future__ import annotations

from typing import Any, Dict

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from scr.rules.handover import Author, Call, Ended, Handover, State
from scr.rules.triage import Urgency
from scr.storage import desk_changes
from scr.storage.accounts import has_staff
from scr.storage.handover_rows import (
    HANDED_OVER,
    add_word,
    change,
    delete_words,
    delivery_of,
    locked,
    moment,
    open_in,
)
from scr.storage.tables import handover_messages, handovers, teams_conversations
from scr.storage.upsert import insert_or_leave

_rows, _words = handovers, handover_messages


def open_one(connection: Connection, conversation_id: str, call: Call, at: float) -> None:
    """Do what a turn calls for, as the last thing of its transaction.

    Where the conversation is with a person already, or waits for one, a call that is more urgent raises the urgency. Where
    nobody could answer, nothing is done.
    """
    present = locked(connection, open_in(conversation_id))
    if present is not None:
        raise_to(connection, present, call.urgency, at)
    elif call.why is not None and _can_be_answered(connection, conversation_id, call.channel):
        _end_forgotten(connection, conversation_id, at)
        if not _open(connection, conversation_id, call, at):  # another turn of the same conversation was quicker
            open_one(connection, conversation_id, call, at)


def raise_to(connection: Connection, present: Handover, urgency: Urgency, at: float) -> Handover:
    """Make a locked hand-over as urgent as this; it becomes no less urgent."""
    if urgency.rank >= present.urgency.rank:
        return present
    return change(connection, present, at, None, "urgency_raised", urgency=urgency.value)


def forget(connection: Connection, conversation_id: str, at: float) -> None:
    """The person deletes the conversation: their words go, and nothing can be answered into it any more."""
    these = _rows.c.conversation_id == conversation_id
    present = locked(connection, open_in(conversation_id))
    delete_words(connection, sa.select(_rows.c.number).where(these))
    connection.execute(_rows.update().where(these).values(is_forgotten=True))
    if present is not None:
        change(connection, present, at, None, "forgotten")


def forget_before(connection: Connection, at: float) -> None:
    """Delete the words of what ended before a moment (seconds since 1970); that there was something is kept."""
    delete_words(connection, sa.select(_rows.c.number).where(_rows.c.state == State.ENDED.value, _rows.c.ended_at < at))


def kept_for_a_person(at: float) -> Any:
    """Selects the conversations that are with a person, wait for one, or were with one at or after a moment."""
    later = sa.or_(_rows.c.state != State.ENDED.value, _rows.c.ended_at >= at)
    return sa.select(_rows.c.conversation_id).where(later)


def take_back(connection: Connection, conversation_id: str, message_id: str) -> None:
    """Delete the word that was a message which its writer has deleted or changed."""
    theirs = sa.select(_rows.c.number).where(_rows.c.conversation_id == conversation_id)
    this = (_words.c.handover.in_(theirs), _words.c.delivery == delivery_of(message_id))
    connection.execute(_words.delete().where(*this))


def _open(connection: Connection, conversation_id: str, call: Call, at: float) -> bool:
    row: Dict[str, Any] = {"conversation_id": conversation_id, "channel": call.channel, "at": at, "area": call.area}
    row.update(why=call.why.value if call.why else None, urgency=call.urgency.value, outcome=call.outcome)
    row.update(state=State.WAITING.value, is_forgotten=False, version=1)
    if not insert_or_leave(connection, handovers, row):
        return False
    number = connection.execute(sa.select(_rows.c.number).where(open_in(conversation_id))).scalar_one()
    # The notice follows the turn's own replies; it is kept so that the page has it again when it is opened anew.
    add_word(connection, number, at, Author.ASSISTANT, HANDED_OVER, was_shown=True)
    desk_changes.record(connection, moment(at), None, desk_changes.Item.HANDOVER, number, "opened")
    return True


def _end_forgotten(connection: Connection, conversation_id: str, at: float) -> None:
    """In Teams a person who took the bot out and in again has the conversation that they had."""
    is_open = (_rows.c.conversation_id == conversation_id, _rows.c.state != State.ENDED.value)
    present = locked(connection, sa.and_(*is_open))
    if present is not None:
        ended = {"state": State.ENDED.value, "ended_at": at, "ended_how": Ended.CLOSED.value}
        change(connection, present, at, None, Ended.CLOSED.value, **ended)


def _can_be_answered(connection: Connection, conversation_id: str, channel: str) -> bool:
    return has_staff(connection) and (channel == "web" or _is_personal_chat(connection, conversation_id))


def _is_personal_chat(connection: Connection, conversation_id: str) -> bool:
    """In Teams; in groups and channels others read along."""
    chat = sa.select(teams_conversations.c.id).where(teams_conversations.c.talk_id == conversation_id)
    return connection.execute(chat.limit(1)).first() is not None
