"""Call notes as the chat and the desk keep them, and accounts whose they can be."""

from __future__ import annotations

import datetime as dt
from typing import Optional

from sqlalchemy.engine import Engine

from scr.rules.accounts import Account, Role
from scr.rules.triage import CallNote, Route, Urgency, Way
from scr.storage.call_notes import AtDesk, CallNoteStore
from scr.storage.tables import accounts

AT = dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.timezone.utc)
LATER = AT + dt.timedelta(hours=3)
NOTE = CallNote("teacher", "Education", needs=("imr",))
WAY = Way(Route.AGENCY_MANAGER, Urgency.THIS_WEEK, "Because.")


def an_account(engine: Engine, name: str, role: Role = Role.HANDLER) -> Account:
    with engine.begin() as connection:
        added = connection.execute(accounts.insert().values(name=name, role=role.value, disabled=False))
        return Account(int(added.inserted_primary_key[0]), name, role)


def from_chat(notes: CallNoteStore, conversation: str = "one", urgency: Urgency = Urgency.THIS_WEEK) -> int:
    return notes.keep(conversation, NOTE, urgency, WAY, AT)


def at_desk(notes: CallNoteStore, account: Account, sign_off: bool = False, due: Optional[dt.datetime] = None) -> int:
    return notes.keep_at_desk(NOTE, Urgency.THIS_WEEK, WAY, AtDesk(account, due, sign_off), AT)
