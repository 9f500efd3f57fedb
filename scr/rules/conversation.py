"""The words of a conversation: what is understood of a message, what it is read as, what is remembered of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import FrozenSet, Mapping, Optional, Tuple

from scr.rules.enquiry import Party
from scr.rules.triage import CallNote, Heard

Ranking = Tuple[Tuple[str, float], ...]
"""Labels with their probabilities, likeliest first."""


UNSURE = "unsure"
"""The ending in which the person is asked for other words or offered a choice."""

HELPLINE_TRIAGE = "helpline_triage"
"""Begins a note of a call, or carries one on."""

FINISH_NOTE = "finish_note"

HUMAN = "human"
"""The ending that offers a person."""

NOT_COVERED = "not_covered"
"""The ending of a question about reviews on which the documents are silent."""

OUT_OF_SCOPE = "out_of_scope"
LIMITS = (NOT_COVERED, "legal_advice", OUT_OF_SCOPE)
"""What is said instead of an answer, or beside others where one question of several has none."""

IMMEDIATE_DANGER = "immediate_danger"
NOT_AUTHORISED = "not_authorised"
ASK_REFERENCE = "ask_reference"
SET_AREA = "set_area"
CANCEL = "cancel"

REVIEW_STATUS = "review_status"
SUPPORT_ARRANGEMENTS = "support_arrangements"
REGISTER_TASKS = frozenset({REVIEW_STATUS, SUPPORT_ARRANGEMENTS})
"""What is answered out of the register of reviews."""

SUPPORT_REQUEST = "support_request"

AFTER_SUPPORT = frozenset({SUPPORT_REQUEST, "debrief_calendar"})
"""What can be asked for once support arrangements were told."""

FOLLOWING = frozenset({"follow_review", "unfollow_review"})
"""What can be asked for at any time: to be told when a review moves, or no more."""

ALSO_OF_REGISTER = AFTER_SUPPORT | FOLLOWING
"""What the register does besides answering."""

ANOTHER_TEAM = "another_team"
"""A follow-up that asks for what was arranged for some other team."""

STAGE_MEANING = "stage_meaning"
"""A follow-up that asks for the topic which explains the stage told last."""

SIGNED_IN = "signed_in"
SIGN_OUT = "sign_out"

NEEDS_REGISTER = REGISTER_TASKS | ALSO_OF_REGISTER | {SIGN_OUT}
"""What only the action server can do."""

DISTRESS = "distress"
CASE_DETAILS = "case_details"

GUARDS = (IMMEDIATE_DANGER, CASE_DETAILS, DISTRESS)
"""Outcomes that stand before every other, the most urgent first."""

ABOUT_LAST_ANSWER = frozenset({"repeat", "simplify", "tell_more", "show_wording"})
"""Requests about the answer given last; without one they are not understood."""


class Unsure(str, Enum):
    """Why nothing was answered, and so what the person is asked."""

    NOT_UNDERSTOOD = "unsure"
    SEVERAL_LIKELY = "offer"
    TOO_MANY = "too_many"
    ABOUT_WHAT = "about_what"
    UNKNOWN_AREA = "unknown_area"


class Asks(str, Enum):
    """What a task of the register needs from the person before it can go on."""

    REFERENCE = "reference"
    ACCESS_CODE = "access_code"


@dataclass(frozen=True)
class Question:
    """One question of a message: what it may be about, and what it is about if it carries the last topic on."""

    ranking: Ranking
    follow_up: Optional[str] = None
    bare: bool = False
    """It says nothing by itself, like "why?" or "and who does that?"."""

    @property
    def best(self) -> Tuple[str, float]:
        return self.ranking[0]


@dataclass(frozen=True)
class Understanding:
    """What was understood of a message by itself: its questions in order, the guards it set off, the area it names."""

    questions: Tuple[Question, ...]
    guards: FrozenSet[str] = frozenset()
    area: Optional[str] = None
    reference: Optional[str] = None
    """The review it names: its reference, or a bare number where a reference was asked for."""
    is_reference: bool = False
    """It names a review and says no more."""
    parties: Tuple[Party, ...] = ()
    """Agencies and teams that it names."""
    own: bool = False
    """It speaks of the writer's own team."""
    heard: Optional[Heard] = None
    """What it says to a call note, where one is open or is to be begun."""
    perhaps_in_danger: bool = False
    """It may tell of a danger, and is not likely enough to for the guard."""
    unclear: Tuple[Ranking, ...] = ()
    """Of the parts that ask something besides, and it is not clear what."""


@dataclass(frozen=True)
class Conversation:
    """What is remembered from one message to the next: never a word that somebody typed."""

    topics: Tuple[str, ...] = ()
    """Topics of the last answer."""
    area: Optional[str] = None
    offered: Tuple[str, ...] = ()
    """Topics offered by the last reply, if it offered any."""
    misunderstood: int = 0
    """How many messages in a row were not understood."""
    in_danger: bool = False
    """The last reply gave the emergency route, so what is not understood is taken as part of the emergency."""
    task: Optional[str] = None
    """What was last asked of the register, told or still under way."""
    asks: Optional[Asks] = None
    """What the task waits for; questions in between are answered, and it goes on waiting."""
    reference: Optional[str] = None
    """The review that was last spoken of."""
    stage_topic: Optional[str] = None
    """The topic that explains the stage told last."""
    refused: bool = False
    """The last reply declined to tell what is for another team."""
    plain: bool = False
    """Answers are to be given in simpler words."""
    note: Optional[CallNote] = None
    """The call note that is open."""


@dataclass(frozen=True)
class Thresholds:
    """Probabilities from which the assistant acts; chosen by cross-validation (docs/understanding.md)."""

    sure: float
    """From here on a topic, task or limit is taken as meant."""
    offer: float
    """From here on a topic is worth offering."""
    sure_of_part: float
    """From here on the one clear part of a message that is not clear is what it asks."""
    sure_of: Mapping[str, float] = field(default_factory=dict)
    """By label, where another threshold than `sure` holds: to refuse in error costs less than to answer in error."""

    def is_sure(self, label: str, probability: float) -> bool:
        return probability >= self.sure_of.get(label, self.sure)


@dataclass(frozen=True)
class Reading:
    """What a message is taken to mean, and so how it is answered.

    `outcomes` are in the order in which they are answered; more than one only where
    every one is a topic or a limit, the topics first.
    """

    outcomes: Tuple[str, ...]
    offered: Tuple[str, ...] = ()
    area: Optional[str] = None
    """The area in force after this message."""
    confidence: float = 1.0
    misunderstood: int = 0
    unsure: Optional[Unsure] = None
    """Set where the outcome is unsure."""
    withheld: bool = False
    """The message holds identifying details, so nothing of it is kept, whatever it was read as."""
    still_in_danger: bool = False
    """The emergency route was given just before."""
    perhaps_in_danger: bool = False
    """The emergency call is named before whatever else the reply says."""
    reference: Optional[str] = None
    """The review that a task of the register is about, as in `Understanding`."""
    parties: Tuple[Party, ...] = ()
    """Whose arrangements are asked for; none: the writer's own team's."""
    also: Tuple[str, ...] = ()
    """Topics that are answered, limits that are told, and another task that is put off, beside a task of the register."""
    just_signed_in: bool = False
    note: Optional[CallNote] = None
    """The call note as the message leaves it, where it says anything to one."""
    left_out: bool = False
    """Something was left out of the note: a name or another detail of somebody."""
    reads_back: bool = False
    """The note is to be read back."""
    gave_up: bool = False
    """A person is offered because nothing was understood several times in a row."""

    @property
    def outcome(self) -> str:
        return self.outcomes[0]
