"""Conversations that are handed to a person: what calls for it, how urgent it is, who may do what with it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Mapping, Optional

from scr.rules.accounts import Account, Act
from scr.rules.conversation import DISTRESS, HUMAN, IMMEDIATE_DANGER
from scr.rules.triage import Urgency


class WhyHanded(str, Enum):
    ASKED = "asked"
    """Somebody wants a person."""
    NOT_UNDERSTOOD = "not_understood"
    """The third message in a row that was not understood."""
    DISTRESS = "distress"
    REFUSED = "refused"
    """Topics were offered, and none of them was meant."""


class State(str, Enum):
    WAITING = "waiting"
    """The assistant goes on answering meanwhile."""
    TAKEN = "taken"
    """What the person writes goes to whoever took it, and no longer to the assistant."""
    ENDED = "ended"


class Ended(str, Enum):
    """How a hand-over ended."""

    HANDED_BACK = "handed_back"
    """It was answered, and the assistant goes on."""
    WITHDRAWN = "withdrawn"
    """The person wanted nobody after all."""
    CLOSED = "closed"
    """It was closed without an answer in the chat: by telephone, say, or because the person had gone."""


class Author(str, Enum):
    PERSON = "person"
    HELPLINE = "helpline"
    ASSISTANT = "assistant"


class NotAllowed(Exception):
    """Nobody of this role may do that, or it is a colleague's."""


class TakenByAnother(Exception):
    """Somebody else took it, or changed it, a moment before."""


URGENCIES: Mapping[WhyHanded, Urgency] = {
    WhyHanded.DISTRESS: Urgency.TODAY,
    WhyHanded.ASKED: Urgency.THIS_WEEK,
    WhyHanded.NOT_UNDERSTOOD: Urgency.THIS_WEEK,
    WhyHanded.REFUSED: Urgency.THIS_WEEK,
}
"""How soon at the latest somebody should answer; a danger that is told later makes it an emergency."""


@dataclass(frozen=True)
class Handover:
    """A conversation that is, or was, with a person. Moments are seconds since 1970."""

    number: int
    conversation_id: str
    channel: str
    at: float
    why: WhyHanded
    urgency: Urgency
    outcome: str
    """How the assistant's reply ended that called for it."""
    area: Optional[str]
    state: State
    owner: Optional[Account]
    taken_at: Optional[float]
    ended_at: Optional[float]
    ended_how: Optional[Ended]
    seen_at: Optional[float]
    """When the person's page last asked whether there is word for them; none in Teams."""
    is_forgotten: bool
    """The person has deleted the conversation, so nothing can be answered into it any more."""
    version: int


@dataclass(frozen=True)
class Word:
    """One message of a conversation that is with a person."""

    number: int
    at: float
    author: Author
    by: Optional[str]
    """The name of the account that wrote it."""
    text: str
    """Redacted; of the assistant, the name of a reply in `data/`."""
    handover: int
    """The number of the hand-over in which it was said."""
    was_shown: bool = False
    """The person has had it already: in the reply to their own message, or in Teams."""


@dataclass(frozen=True)
class Call:
    """What a turn calls for: a person, or that a person who was called before comes sooner."""

    channel: str
    why: Optional[WhyHanded]
    """None where it hands nothing over by itself."""
    urgency: Urgency
    outcome: str
    """How the assistant's reply ended."""
    area: Optional[str] = None


def call_of(channel: str, outcome: str, gave_up: bool, was_offered: bool, area: Optional[str] = None) -> Optional[Call]:
    """What a turn that ended so calls for; None where it is nothing to a person. The arguments are `why_handed`'s."""
    if outcome == IMMEDIATE_DANGER:
        return Call(channel, None, Urgency.EMERGENCY, outcome, area)
    why = why_handed(outcome, gave_up, was_offered)
    return Call(channel, why, URGENCIES[why], outcome, area) if why else None


def why_handed(outcome: str, gave_up: bool, was_offered: bool) -> Optional[WhyHanded]:
    """Why a turn that ended so is a person's to answer; None where it is not.

    Args:
        gave_up: a person was offered because nothing was understood, and not because one was asked for.
        was_offered: topics had been offered just before.
    """
    if outcome == DISTRESS:
        return WhyHanded.DISTRESS
    if outcome != HUMAN:
        return None
    if gave_up:
        return WhyHanded.NOT_UNDERSTOOD
    return WhyHanded.REFUSED if was_offered else WhyHanded.ASKED


def check_may_take(handover: Handover, account: Account) -> None:
    """
    Raises:
        NotAllowed, TakenByAnother
    """
    if not account.may(Act.ANSWER):
        raise NotAllowed
    if handover.state is not State.WAITING:
        raise TakenByAnother


def check_may_change(handover: Handover, account: Account) -> None:
    """To answer it, give it to somebody, hand it back or close it.

    Raises:
        NotAllowed: it is nobody's yet, over, or a colleague's.
    """
    own = handover.owner is not None and handover.owner.id == account.id
    if handover.state is not State.TAKEN or not (own or account.may(Act.REASSIGN)):
        raise NotAllowed
