"""How a message is read, step by step: what was understood, in which conversation, and so what is answered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional, Tuple

import pytest

from scr.rules.conversation import Conversation, Question, Thresholds, Understanding, Unsure
from scr.rules.following import after
from scr.rules.reader import ANSWERS_AT_ONCE, MISUNDERSTANDINGS_BEFORE_A_PERSON, Reader

TOPICS = frozenset({"interview", "imr", "timescale", "media", "feedback"})
READER = Reader(
    TOPICS,
    frozenset({"review_status", "human"}),
    Thresholds(sure=0.5, offer=0.1, sure_of_part=0.8, sure_of={"not_covered": 0.35}),
)
START = Conversation()
ANSWERED = Conversation(topics=("imr",), area="rotherham")
OFFERED = Conversation(offered=("imr", "media"), misunderstood=1)
IN_DANGER = Conversation(in_danger=True)


def _asked(*ranking: Tuple[str, float], follow_up: Optional[str] = None, bare: bool = False) -> Question:
    return Question(ranking, follow_up=follow_up, bare=bare)


def _understood(
    *questions: Question, guards: Tuple[str, ...] = (), area: Optional[str] = None, unclear: Tuple[Question, ...] = ()
) -> Understanding:
    return Understanding(questions, frozenset(guards), area, unclear=tuple(question.ranking for question in unclear))


SURE = _asked(("interview", 0.9), ("media", 0.05))
UNCLEAR = _asked(("interview", 0.4), ("weather", 0.2), ("review_status", 0.15), ("media", 0.1), ("imr", 0.1))
FOREIGN = _asked(("out_of_scope", 0.4), ("interview", 0.02))
SEVERAL = (_asked(("interview", 0.9)), _asked(("media", 0.85)))


@dataclass(frozen=True)
class Step:
    """A message as understood, the conversation it comes in, and how it must be read."""

    understood: Understanding
    conversation: Conversation
    outcomes: Tuple[str, ...]
    unsure: Optional[Unsure] = None
    offered: Tuple[str, ...] = ()
    area: Optional[str] = None
    misunderstood: int = 0


STEPS = {
    "danger stands before case details and distress": Step(
        _understood(SURE, guards=("distress", "case_details", "immediate_danger")), START, ("immediate_danger",)
    ),
    "case details stand before distress": Step(
        _understood(SURE, guards=("distress", "case_details")), START, ("case_details",)
    ),
    "a guard stands before several questions": Step(
        _understood(*SEVERAL, guards=("immediate_danger",)), START, ("immediate_danger",)
    ),
    "what somebody in distress clearly asks is kept within reach": Step(
        _understood(*SEVERAL, guards=("distress",)), START, ("distress",), offered=("interview", "media")
    ),
    "a guard stands before a follow-up": Step(
        _understood(_asked(("media", 0.9), follow_up="imr"), guards=("immediate_danger",)),
        ANSWERED,
        ("immediate_danger",),
        area="rotherham",
    ),
    "several questions are answered in their order": Step(_understood(*SEVERAL), START, ("interview", "media")),
    "what a part asks unclearly is offered behind the answers": Step(
        _understood(*SEVERAL, unclear=(_asked(("imr", 0.5), ("feedback", 0.3)),)),
        START,
        ("interview", "media"),
        offered=("imr", "feedback"),
    ),
    "what a part asks unclearly is offered behind one answer": Step(
        _understood(SURE, unclear=(_asked(("imr", 0.5)),)), START, ("interview",), offered=("imr",)
    ),
    "an unclear part that may be what is answered offers nothing": Step(
        _understood(SURE, unclear=(_asked(("imr", 0.5), ("interview", 0.3)),)), START, ("interview",)
    ),
    "what cannot be answered is said behind the answers": Step(
        _understood(_asked(("not_covered", 0.9)), SURE, _asked(("legal_advice", 0.9))),
        START,
        ("interview", "not_covered", "legal_advice"),
    ),
    "a limit is told on less than an answer needs, and what else is likely is offered": Step(
        _understood(_asked(("not_covered", 0.4), ("media", 0.3), ("imr", 0.05))), START, ("not_covered",), offered=("media",)
    ),
    "the same question twice is answered once": Step(_understood(SURE, SURE), START, ("interview",)),
    "too many questions are offered one by one": Step(
        _understood(*(_asked((topic, 0.9)) for topic in ("interview", "imr", "timescale", "media"))),
        START,
        ("unsure",),
        Unsure.TOO_MANY,
        ("interview", "imr", "timescale", "media"),
    ),
    "a follow-up carries the last topic on": Step(
        _understood(_asked(("media", 0.9), follow_up="feedback")), ANSWERED, ("feedback",), area="rotherham"
    ),
    # Whether there is anything to follow is the understander's to say: it names no follow-up where there is nothing.
    "a follow-up is taken for what it was understood as": Step(
        _understood(_asked(("media", 0.9), follow_up="feedback")), START, ("feedback",)
    ),
    "what was understood as no follow-up is read by itself": Step(
        _understood(_asked(("media", 0.9))), ANSWERED, ("media",), area="rotherham"
    ),
    "words that only point need something to point at": Step(
        _understood(_asked(("imr", 0.9), bare=True)), START, ("unsure",), Unsure.ABOUT_WHAT, misunderstood=1
    ),
    "words that only point are read after an answer": Step(
        _understood(_asked(("media", 0.9), bare=True)), ANSWERED, ("media",), area="rotherham"
    ),
    "the last answer again": Step(_understood(_asked(("repeat", 0.9))), ANSWERED, ("repeat",), area="rotherham"),
    "the last answer again, and there is none": Step(
        _understood(_asked(("repeat", 0.9), ("media", 0.1))),
        START,
        ("unsure",),
        Unsure.SEVERAL_LIKELY,
        ("media",),
        misunderstood=1,
    ),
    "none of what was offered leads to a person": Step(_understood(_asked(("none_of_these", 0.9))), OFFERED, ("human",)),
    "an area is chosen": Step(
        _understood(_asked(("set_area", 0.9)), area="rotherham"), START, ("set_area",), area="rotherham"
    ),
    "of an area that is none of ours it is said which there are": Step(
        _understood(_asked(("set_area", 0.9))), START, ("unsure",), Unsure.UNKNOWN_AREA, misunderstood=1
    ),
    "what may be the choice of an area and names none is not understood": Step(
        _understood(_asked(("set_area", 0.4))), START, ("unsure",), Unsure.NOT_UNDERSTOOD, misunderstood=1
    ),
    "an area alone, in a message that is not clear, is chosen": Step(
        _understood(FOREIGN, area="rotherham"), START, ("set_area",), area="rotherham"
    ),
    "an area in passing is kept and the question answered": Step(
        _understood(SURE, area="rotherham"), Conversation(area="north_yorkshire"), ("interview",), area="rotherham"
    ),
    "the area chosen before stays": Step(_understood(SURE), ANSWERED, ("interview",), area="rotherham"),
    "a sure topic is answered": Step(_understood(SURE), OFFERED, ("interview",)),
    "just sure is sure": Step(_understood(_asked(("interview", 0.5))), START, ("interview",)),
    "a sure limit is an answer too": Step(_understood(_asked(("out_of_scope", 0.8))), START, ("out_of_scope",)),
    "what is not clear is offered, only topics and tasks, three of them": Step(
        _understood(UNCLEAR),
        START,
        ("unsure",),
        Unsure.SEVERAL_LIKELY,
        ("interview", "review_status", "media"),
        misunderstood=1,
    ),
    "with nothing to offer, other words are asked for": Step(
        _understood(FOREIGN), START, ("unsure",), Unsure.NOT_UNDERSTOOD, misunderstood=1
    ),
    "surely not understood is not understood": Step(
        _understood(_asked(("unsure", 1.0))), START, ("unsure",), Unsure.NOT_UNDERSTOOD, misunderstood=1
    ),
    "the second time it is counted": Step(
        _understood(FOREIGN),
        Conversation(misunderstood=1),
        ("unsure",),
        Unsure.NOT_UNDERSTOOD,
        misunderstood=2,
    ),
    "the third time it is a person": Step(_understood(UNCLEAR), Conversation(misunderstood=2), ("human",)),
    "after the emergency route what is not clear belongs to the emergency": Step(
        _understood(UNCLEAR), IN_DANGER, ("immediate_danger",)
    ),
    "after the emergency route words that only point belong to it too": Step(
        _understood(_asked(("imr", 0.2), bare=True)), IN_DANGER, ("immediate_danger",)
    ),
    "after the emergency route a wish for it again belongs to it too": Step(
        _understood(_asked(("repeat", 0.9))), IN_DANGER, ("immediate_danger",)
    ),
    "after the emergency route even what is surely not about reviews belongs to it": Step(
        _understood(_asked(("out_of_scope", 0.9))), IN_DANGER, ("immediate_danger",)
    ),
    "after the emergency route a sure question is answered": Step(_understood(SURE), IN_DANGER, ("interview",)),
}


@pytest.mark.parametrize("step", STEPS.values(), ids=STEPS)
def test_a_message_is_read_as_its_step_says(step: Step) -> None:
    reading = READER.read(step.understood, step.conversation)

    assert reading.outcomes == step.outcomes
    assert reading.unsure == step.unsure
    assert reading.offered == step.offered
    assert reading.area == step.area
    assert reading.misunderstood == step.misunderstood


def test_none_of_these_is_no_ending_where_nothing_was_offered() -> None:
    """There is no reply of that name: it is a request about an offer, and without one it is not understood."""
    reading = READER.read(_understood(_asked(("none_of_these", 0.9))), START)

    assert reading.outcome in {"unsure", "human"}


def test_who_asks_about_nothing_three_times_running_is_offered_a_person() -> None:
    conversation = START
    for _ in range(MISUNDERSTANDINGS_BEFORE_A_PERSON):
        reading = READER.read(_understood(_asked(("imr", 0.9), bare=True)), conversation)
        conversation = after(reading, conversation, TOPICS)

    assert reading.outcome == "human"


def test_a_message_within_the_emergency_says_so() -> None:
    reading = READER.read(_understood(FOREIGN), IN_DANGER)

    assert reading.still_in_danger
    assert after(reading, IN_DANGER, TOPICS).in_danger


def test_the_numbers_are_those_that_the_table_assumes() -> None:
    assert (ANSWERS_AT_ONCE, MISUNDERSTANDINGS_BEFORE_A_PERSON) == (3, 3)


@pytest.mark.parametrize("label", ["follow_review", "unfollow_review"])
def test_a_reference_alone_is_no_wish_to_be_told_later(label: str) -> None:
    alone = Understanding((Question(((label, 0.9),)),), reference="SCR-2026-001", is_reference=True)

    assert READER.read(alone, Conversation()).outcome == "review_status"
