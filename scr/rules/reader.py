"""What a message is read as, given what was understood of it and the conversation before it.

`Reader._read` is the way of every message, from top to bottom.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import FrozenSet, Optional, Tuple

from scr.rules.conversation import (
    ABOUT_LAST_ANSWER,
    ALSO_OF_REGISTER,
    ANOTHER_TEAM,
    ASK_REFERENCE,
    CANCEL,
    CASE_DETAILS,
    DISTRESS,
    FOLLOWING,
    GUARDS,
    HUMAN,
    IMMEDIATE_DANGER,
    NOT_AUTHORISED,
    REGISTER_TASKS,
    REVIEW_STATUS,
    SET_AREA,
    STAGE_MEANING,
    SUPPORT_ARRANGEMENTS,
    SUPPORT_REQUEST,
    UNSURE,
    Asks,
    Conversation,
    Ranking,
    Reading,
    Thresholds,
    Understanding,
    Unsure,
)
from scr.rules.note_reader import NoteReader

_STILL_HEARD = frozenset({"human", "thanks", "goodbye", SET_AREA, "start_again", "bot_challenge", "help", "sign_out"})
"""What is answered as ever in the middle of an emergency, besides topics and tasks."""

MISUNDERSTANDINGS_BEFORE_A_PERSON = 3
ANSWERS_AT_ONCE = 3


@dataclass(frozen=True)
class Reader:
    """Reads messages in their conversation.

    The documents answer `topics`, `tasks` are what else may be offered, and `needs` what a call note knows a way for.
    """

    topics: FrozenSet[str]
    tasks: FrozenSet[str]
    thresholds: Thresholds
    needs: FrozenSet[str] = frozenset()

    def read(self, understanding: Understanding, conversation: Conversation) -> Reading:
        """What the message means; with a word of warning where it may tell of a danger, unless a note takes that in."""
        reading = self._read(understanding, conversation)
        of_note = reading.note is not None or conversation.note is not None
        says_so = reading.outcome in (IMMEDIATE_DANGER, DISTRESS)
        return replace(reading, perhaps_in_danger=understanding.perhaps_in_danger and not says_so and not of_note)

    def _read(self, understanding: Understanding, conversation: Conversation) -> Reading:
        """The steps, in order: a guard, a call note, the register, several questions, one question."""
        area = understanding.area or conversation.area
        understanding = _without_stage_to_explain(understanding) if conversation.stage_topic is None else understanding
        for guard in GUARDS:
            if guard in understanding.guards:
                withheld = CASE_DETAILS in understanding.guards
                note = self._notes.guarded(guard, conversation)
                offered = self._surely_asked(understanding) if guard == DISTRESS else ()
                return Reading((guard,), offered=offered, area=area, withheld=withheld, note=note)
        of_note = self._notes.read(understanding, conversation, self._offers(understanding.questions[0].ranking))
        if of_note is not None:
            return replace(of_note, area=area)
        of_register = self._of_register(understanding, conversation)
        if of_register is not None:
            return replace(of_register, area=area)
        if len(understanding.questions) > 1:
            return self._several(understanding, area)
        return self._one(understanding, conversation, area)

    def _surely_asked(self, understanding: Understanding) -> Tuple[str, ...]:
        sure = (question.best[0] for question in understanding.questions if self.thresholds.is_sure(*question.best))
        return tuple(label for label in dict.fromkeys(sure) if label in self.topics)[:ANSWERS_AT_ONCE]

    @property
    def _notes(self) -> NoteReader:
        return NoteReader(self.needs, self.thresholds.sure)

    def _of_register(self, understanding: Understanding, conversation: Conversation) -> Optional[Reading]:
        """What the message asks of the register, or gives that a task of the register waits for; None if neither."""
        question = understanding.questions[0]
        if question.follow_up == STAGE_MEANING and conversation.stage_topic is not None:
            return Reading((conversation.stage_topic,))
        if conversation.in_danger and question.follow_up is not None and understanding.reference is None:
            return Reading((IMMEDIATE_DANGER,), still_in_danger=True)  # "who is coming?" is no question about a debrief
        if self._presses(understanding, conversation):
            return Reading((NOT_AUTHORISED,))
        task = self._task(understanding, conversation)
        waited_for = conversation.asks is Asks.REFERENCE and conversation.task == SUPPORT_REQUEST
        if task is None:
            return self._reference_alone(understanding, conversation)
        if task == SUPPORT_REQUEST and question.best[1] < 1.0 and not (waited_for and understanding.reference):
            # It is recorded, and somebody acts on it: only for who said so in so many words or pressed the button.
            return Reading((UNSURE,), offered=(SUPPORT_REQUEST,), unsure=Unsure.SEVERAL_LIKELY)
        return Reading(
            (task,),
            confidence=question.best[1],
            reference=understanding.reference or conversation.reference,
            parties=() if understanding.own else understanding.parties,
            also=tuple(dict.fromkeys(question.best[0] for question in understanding.questions[1:]))[: ANSWERS_AT_ONCE - 1],
        )

    def _task(self, understanding: Understanding, conversation: Conversation) -> Optional[str]:
        """The task that is asked for, or that goes on."""
        question = understanding.questions[0]
        label, probability = question.best
        sure = self.thresholds.is_sure(label, probability)
        if question.follow_up == ANOTHER_TEAM:
            return SUPPORT_ARRANGEMENTS
        if question.follow_up is not None and not (understanding.reference and question.follow_up == ASK_REFERENCE):
            return question.follow_up if question.follow_up in REGISTER_TASKS | ALSO_OF_REGISTER else None
        if understanding.is_reference and conversation.task:
            return conversation.task
        if understanding.is_reference and label in FOLLOWING:
            return REVIEW_STATUS  # a reference alone asks to be told nothing later
        if label in REGISTER_TASKS | ALSO_OF_REGISTER and (sure or (understanding.reference and not conversation.task)):
            return label
        if label in ABOUT_LAST_ANSWER and sure and not conversation.topics and conversation.asks is None:
            return conversation.task
        # "right, it is SCR-2026-001", "no, 002": the task that is under way, unless it comes with a question of its own.
        if understanding.reference and conversation.task and not (sure and label in self.topics):
            return conversation.task
        return None

    def _presses(self, understanding: Understanding, conversation: Conversation) -> bool:
        """After another team's arrangements were refused, it asks for them again, or whom to ask."""
        question = understanding.questions[0]
        label, probability = question.best
        sure = self.thresholds.is_sure(label, probability)
        if question.follow_up == ANOTHER_TEAM and not understanding.parties and not (sure and label == SUPPORT_ARRANGEMENTS):
            return True
        if not conversation.refused or understanding.reference or understanding.own:
            return False
        if question.follow_up is not None:
            return question.follow_up == NOT_AUTHORISED
        heard = self.topics | self.tasks | _STILL_HEARD | {CANCEL, "sign_in"}
        asks_again = label == SUPPORT_ARRANGEMENTS and not understanding.parties
        return asks_again or not sure or label not in heard

    def _reference_alone(self, understanding: Understanding, conversation: Conversation) -> Optional[Reading]:
        """A reference, and nothing that says what is wanted: the choice is offered."""
        label, probability = understanding.questions[0].best
        if not understanding.reference or (self.thresholds.is_sure(label, probability) and label != UNSURE):
            return None
        return Reading(
            (UNSURE,),
            offered=(REVIEW_STATUS, SUPPORT_ARRANGEMENTS),
            misunderstood=conversation.misunderstood,
            unsure=Unsure.SEVERAL_LIKELY,
            reference=understanding.reference,
        )

    def _several(self, understanding: Understanding, area: Optional[str]) -> Reading:
        questions = understanding.questions
        labels = dict.fromkeys(question.best[0] for question in questions)
        topics = tuple(label for label in labels if label in self.topics)
        confidence = min(question.best[1] for question in questions)
        if len(topics) > ANSWERS_AT_ONCE:
            return Reading((UNSURE,), offered=topics, area=area, confidence=confidence, unsure=Unsure.TOO_MANY)
        limits = tuple(label for label in labels if label not in self.topics)
        offered = self._offers_besides(understanding, topics)
        return Reading((*topics, *limits), offered=offered, area=area, confidence=confidence)

    def _offers_besides(self, understanding: Understanding, answered: Tuple[str, ...]) -> Tuple[str, ...]:
        """What the parts that are not clear may ask, beside what is answered; nothing where that may be what they ask."""
        if not answered:
            return ()
        found = [offers for offers in map(self._offers, understanding.unclear) if offers and not set(offers) & set(answered)]
        return tuple(dict.fromkeys(offer for offers in found for offer in offers))[:ANSWERS_AT_ONCE]

    def _one(self, understanding: Understanding, conversation: Conversation, area: Optional[str]) -> Reading:
        question = understanding.questions[0]
        label, probability = question.best
        sure = self.thresholds.is_sure(label, probability)
        heard = self.topics | self.tasks | _STILL_HEARD | ({CANCEL} if conversation.asks else set())
        if conversation.in_danger and (not sure or question.bare or label not in heard):
            return Reading((IMMEDIATE_DANGER,), area=area, confidence=probability, still_in_danger=True)
        if question.follow_up is not None:
            return Reading((question.follow_up,), area=area)
        if question.bare and not conversation.topics:
            return self._not_sure(question.ranking, conversation, area, Unsure.ABOUT_WHAT)
        if label in ABOUT_LAST_ANSWER and not conversation.topics:
            return self._not_sure(question.ranking, conversation, area)
        if label == "none_of_these":
            refused = sure and bool(conversation.offered)
            return Reading((HUMAN,), area=area) if refused else self._not_sure(question.ranking, conversation, area)
        if label == SET_AREA and area is None and sure:
            return self._not_sure(question.ranking, conversation, area, Unsure.UNKNOWN_AREA)
        # Details of somebody are warned of by the guard, or not at all.
        if sure and label not in (UNSURE, CASE_DETAILS) and not (label == SET_AREA and understanding.area is None):
            # A limit may be met on less than an answer needs; what else is likely is offered beside it.
            offered = self._offers(question.ranking) if probability < self.thresholds.sure else ()
            offered = offered or self._offers_besides(understanding, (label,) if label in self.topics else ())
            return Reading((label,), offered=offered, area=area, confidence=probability)
        if understanding.area and understanding.area != conversation.area and not self._offers(question.ranking):
            return Reading((SET_AREA,), area=area)
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
            return Reading((HUMAN,), area=area, confidence=ranking[0][1], gave_up=True)
        offered = () if why else self._offers(ranking)
        return Reading(
            (UNSURE,),
            offered=offered,
            area=area,
            confidence=ranking[0][1],
            misunderstood=misunderstood,
            unsure=why or (Unsure.SEVERAL_LIKELY if offered else Unsure.NOT_UNDERSTOOD),
        )


def _without_stage_to_explain(understanding: Understanding) -> Understanding:
    """Where no stage was told there is none to explain, so "what does that mean?" stands for itself."""
    questions = tuple(
        replace(question, follow_up=None) if question.follow_up == STAGE_MEANING else question
        for question in understanding.questions
    )
    return replace(understanding, questions=questions)
