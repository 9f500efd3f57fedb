"""What becomes of a call note once it is kept: who has it, when the caller is rung back, how it is closed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import Enum
from typing import Optional

from scr.rules.accounts import Account, Act
from scr.rules.triage import CallNote, Route, Urgency


class Outcome(str, Enum):
    """How a note was closed."""

    ANSWERED = "answered"
    PASSED_ON = "passed_on"
    """Whoever the route names has it now."""
    NOT_REACHED = "not_reached"
    """The caller could not be rung back."""
    NO_ACTION = "no_action"


@dataclass(frozen=True)
class KeptNote:
    """A note as it stands. Moments are in UTC and name it."""

    number: int
    at: dt.datetime
    note: CallNote
    urgency: Urgency
    route: Route
    from_chat: bool
    """It was taken in a conversation with the assistant, so nobody at the desk has it yet."""
    call_back_by: Optional[dt.datetime]
    owner: Optional[Account]
    outcome: Optional[Outcome]
    closed_at: Optional[dt.datetime]
    needs_sign_off: bool
    signed_off_by: Optional[str]
    version: int

    @property
    def is_open(self) -> bool:
        return self.outcome is None

    @property
    def waits_for_sign_off(self) -> bool:
        return not self.is_open and self.needs_sign_off and self.signed_off_by is None

    def is_overdue(self, now: dt.datetime) -> bool:
        """The caller should have been rung back by now."""
        return self.is_open and self.call_back_by is not None and self.call_back_by < now


def must_be_signed_off(urgency: Urgency, wanted: bool) -> bool:
    """An emergency always; otherwise as the handler wants it."""
    return wanted or urgency is Urgency.EMERGENCY


def may_take(note: KeptNote, account: Account) -> bool:
    return note.is_open and note.owner is None and account.may(Act.ANSWER)


def may_change(note: KeptNote, account: Account) -> bool:
    """Give it to somebody, or close it."""
    own = note.owner is not None and note.owner.id == account.id
    return note.is_open and (own or account.may(Act.REASSIGN))


def may_sign_off(note: KeptNote, account: Account) -> bool:
    """Nobody signs off what they closed themselves."""
    own = note.owner is not None and note.owner.id == account.id
    return note.waits_for_sign_off and account.may(Act.SIGN_OFF) and not own
