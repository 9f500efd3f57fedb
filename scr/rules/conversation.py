"""What a message is read as, given what was understood of it and the conversation before it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from typing import FrozenSet, Optional, Tuple

Ranking = Tuple[Tuple[str, float], ...]
"""Labels with their probabilities, likeliest first."""


UNSURE = "unsure"
"""The ending in which the person is asked for other words or offered a choice."""

HUMAN = "human"
"""The ending that offers a person."""

IMMEDIATE_DANGER = "immediate_danger"

_STILL_HEARD = frozenset({"human", "thanks", "goodbye", "set_area", "start_again", "bot_challenge", "help"})
"""What is answered as ever in the middle of an emergency, besides topics and tasks."""

GUARDS = (IMMEDIATE_DANGER, "case_details", "distress")
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


MISUNDERSTANDINGS_BEFORE_A_PERSON = 3
ANSWERS_AT_ONCE = 3


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


@dataclass(frozen=True)
class Thresholds:
    """Probabilities from which the assistant acts; chosen by cross-validation (docs/understanding.md)."""

    sure: float
    """From here on a topic, task or limit is taken as meant."""
    offer: float
    """From here on a topic is worth offering."""
    sure_of_part: float
    """From here on part of a message counts as a question of its own."""


@dataclass(frozen=True)
class Reading:
    """What a message is taken to mean, and so how it is answered.

    `outcomes` are in the order in which they are answered; more than one only where every one is a topic.
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

    @property
    def outcome(self) -> str:
        return self.outcomes[0]


@dataclass(frozen=True)
class Reader:
    """Reads messages in their conversation; the documents answer `topics`, and `tasks` are what else may be offered."""

    topics: FrozenSet[str]
    tasks: FrozenSet[str]
    thresholds: Thresholds

    def read(self, understanding: Understanding, conversation: Conversation) -> Reading:
        """The steps, in order: a guard, several questions, one question."""
        area = understanding.area or conversation.area
        for guard in GUARDS:
            if guard in understanding.guards:
                return Reading((guard,), area=area, withheld="case_details" in understanding.guards)
        if len(understanding.questions) > 1:
            reading = self._several(understanding.questions, area)
        else:
            reading = self._one(understanding, conversation, area)
        return reading

    def _several(self, questions: Tuple[Question, ...], area: Optional[str]) -> Reading:
        topics = tuple(dict.fromkeys(question.best[0] for question in questions))
        confidence = min(question.best[1] for question in questions)
        if len(topics) > ANSWERS_AT_ONCE:
            return Reading((UNSURE,), offered=topics, area=area, confidence=confidence, unsure=Unsure.TOO_MANY)
        return Reading(topics, area=area, confidence=confidence)

    def _one(self, understanding: Understanding, conversation: Conversation, area: Optional[str]) -> Reading:
        question = understanding.questions[0]
        label, probability = question.best
        sure = probability >= self.thresholds.sure
        if conversation.in_danger and (not sure or question.bare or label not in self.topics | self.tasks | _STILL_HEARD):
            return Reading((IMMEDIATE_DANGER,), area=area, confidence=probability, still_in_danger=True)
        if question.follow_up is not None and conversation.topics:
            return Reading((question.follow_up,), area=area)
        if question.bare and not conversation.topics:
            return self._not_sure(question.ranking, conversation, area, Unsure.ABOUT_WHAT)
        if label in ABOUT_LAST_ANSWER and not conversation.topics:
            return self._not_sure(question.ranking, conversation, area)
        if label == "none_of_these":
            refused = sure and bool(conversation.offered)
            return Reading((HUMAN,), area=area) if refused else self._not_sure(question.ranking, conversation, area)
        if label == "set_area" and area is None and sure:
            return self._not_sure(question.ranking, conversation, area, Unsure.UNKNOWN_AREA)
        if sure and label != UNSURE and not (label == "set_area" and understanding.area is None):
            return Reading((label,), area=area, confidence=probability)
        if understanding.area and understanding.area != conversation.area and not self._offers(question.ranking):
            return Reading(("set_area",), area=area)
        return self._not_sure(question.ranking, conversation, area)

    def _offers(self, ranking: Ranking) -> Tuple[str, ...]:
        likely = (label for label, probability in ranking if probability >= self.thresholds.offer)
        return tuple(label for label in likely if label in self.topics | self.tasks)[:ANSWERS_AT_ONCE]

    def _not_sure(
        self, ranking: Ranking, conversation: Conversation, area: Optional[str], why: Optional[Unsure] = None
    ) -> Reading:
        """Ask for other words, offer what is likely, or, the third time running, a person."""
        misunderstood = conversation.misunderstood + 1
        if misunderstood >= MISUNDERSTANDINGS_BEFORE_A_PERSON:
            return Reading((HUMAN,), area=area, confidence=ranking[0][1])
        offered = () if why else self._offers(ranking)
        return Reading(
            (UNSURE,),
            offered=offered,
            area=area,
            confidence=ranking[0][1],
            misunderstood=misunderstood,
            unsure=why or (Unsure.SEVERAL_LIKELY if offered else Unsure.NOT_UNDERSTOOD),
        )


def after(reading: Reading, conversation: Conversation, topics: FrozenSet[str]) -> Conversation:
    """The conversation as it stands once the reading has been answered."""
    if reading.outcome == "start_again":
        return Conversation(area=reading.area)
    answered = tuple(outcome for outcome in reading.outcomes if outcome in topics)
    return replace(
        conversation,
        topics=answered or conversation.topics,
        area=reading.area,
        offered=reading.offered,
        misunderstood=reading.misunderstood,
        in_danger=reading.outcome == IMMEDIATE_DANGER,
    )
