"""Whatever is understood, and in whatever conversation: it is read without a failure, and a guard stands first."""

from __future__ import annotations

from dataclasses import fields
from typing import Optional

from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from scr.rules.conversation import (
    ABOUT_LAST_ANSWER,
    GUARDS,
    IMMEDIATE_DANGER,
    UNSURE,
    Conversation,
    Question,
    Reading,
    Thresholds,
    Understanding,
    Unsure,
)
from scr.rules.following import after
from scr.rules.reader import ANSWERS_AT_ONCE, MISUNDERSTANDINGS_BEFORE_A_PERSON, Reader

TOPICS = ("interview", "imr", "timescale", "media", "feedback")
TASKS = ("review_status", "support_arrangements", "human")
OTHERS = (*sorted(ABOUT_LAST_ANSWER), *GUARDS, UNSURE, "set_area", "start_again", "none_of_these", "thanks", "out_of_scope")
LABELS = (*TOPICS, *TASKS, *OTHERS)
AREAS = ("north_yorkshire", "rotherham")
READER = Reader(frozenset(TOPICS), frozenset(TASKS), Thresholds(sure=0.5, offer=0.04, sure_of_part=0.8))

probabilities = st.floats(0, 1)
rankings = st.lists(st.tuples(st.sampled_from(LABELS), probabilities), min_size=1, max_size=6).map(
    lambda pairs: tuple(sorted(pairs, key=lambda pair: -pair[1]))
)
one_question = st.builds(Question, rankings, st.none() | st.sampled_from((*TOPICS, "not_covered")), st.booleans()).map(
    lambda question: (question,)
)
# Parts of a message count as questions of their own only where each is surely a topic.
several_questions = st.lists(
    st.tuples(st.sampled_from(TOPICS), st.floats(0.8, 1)).map(lambda pair: Question((pair,))), min_size=2, max_size=16
).map(tuple)
areas = st.none() | st.sampled_from(AREAS)
understandings = st.builds(Understanding, one_question | several_questions, st.frozensets(st.sampled_from(GUARDS)), areas)
conversations = st.builds(
    Conversation,
    topics=st.lists(st.sampled_from(TOPICS), max_size=3).map(tuple),
    area=areas,
    offered=st.lists(st.sampled_from((*TOPICS, *TASKS)), max_size=3).map(tuple),
    misunderstood=st.integers(0, MISUNDERSTANDINGS_BEFORE_A_PERSON - 1),
    in_danger=st.booleans(),
)
_checked = settings(deadline=None, max_examples=300)


@_checked
@given(understandings, conversations)
def test_every_message_is_read_as_something_that_can_be_answered(
    understanding: Understanding, conversation: Conversation
) -> None:
    reading = READER.read(understanding, conversation)

    assert reading.outcomes
    assert set(reading.outcomes) <= {*LABELS, "not_covered"}
    assert len(reading.outcomes) <= ANSWERS_AT_ONCE
    assert len(reading.outcomes) == 1 or set(reading.outcomes) <= set(TOPICS)
    assert (reading.unsure is None) == (reading.outcome != UNSURE)
    assert reading.unsure is not Unsure.SEVERAL_LIKELY or reading.offered
    assert set(reading.offered) <= {*TOPICS, *TASKS}


@_checked
@given(understandings, conversations)
def test_a_guard_stands_before_everything_else(understanding: Understanding, conversation: Conversation) -> None:
    reading = READER.read(understanding, conversation)

    fired = [guard for guard in GUARDS if guard in understanding.guards]
    if fired:
        assert reading.outcomes == (fired[0],)


@_checked
@given(understandings, conversations)
def test_what_is_asked_of_the_last_answer_is_read_so_only_where_there_is_one(
    understanding: Understanding, conversation: Conversation
) -> None:
    reading = READER.read(understanding, conversation)

    if reading.outcome in ABOUT_LAST_ANSWER:
        assert conversation.topics
    if reading.outcome == "none_of_these":
        assert conversation.offered
    if reading.outcome == "set_area":
        assert reading.area is not None


@_checked
@given(understandings, conversations)
def test_after_the_emergency_route_nobody_is_told_that_they_were_not_understood(
    understanding: Understanding, conversation: Conversation
) -> None:
    reading = READER.read(understanding, conversation)

    if conversation.in_danger:
        assert reading.unsure in {None, Unsure.TOO_MANY}


@_checked
@given(understandings, conversations)
def test_the_area_in_force_is_the_one_named_or_else_the_one_before(
    understanding: Understanding, conversation: Conversation
) -> None:
    reading = READER.read(understanding, conversation)

    assert reading.area == (understanding.area or conversation.area)
    assert after(reading, conversation, frozenset(TOPICS)).area == reading.area


class _Talk(RuleBasedStateMachine):
    """A whole conversation of messages that are understood in any way at all."""

    def __init__(self) -> None:
        super().__init__()
        self.conversation = Conversation()
        self.reading: Optional[Reading] = None
        self.unclear_in_a_row = 0

    @rule(understanding=understandings)
    def a_message_comes(self, understanding: Understanding) -> None:
        self.reading = READER.read(understanding, self.conversation)
        self.conversation = after(self.reading, self.conversation, frozenset(TOPICS))
        is_unclear = self.reading.unsure in {Unsure.NOT_UNDERSTOOD, Unsure.SEVERAL_LIKELY}
        self.unclear_in_a_row = self.unclear_in_a_row + 1 if is_unclear else 0

    @invariant()
    def only_names_of_ours_are_remembered(self) -> None:
        kept = [getattr(self.conversation, field.name) for field in fields(Conversation)]
        words = {word for value in kept if isinstance(value, tuple) for word in value}

        assert words <= set(LABELS)
        assert set(self.conversation.topics) <= set(TOPICS)
        assert self.conversation.area in {None, *AREAS}

    @invariant()
    def an_offer_stands_for_one_message(self) -> None:
        if self.reading is not None:
            assert self.conversation.offered == self.reading.offered

    @invariant()
    def the_emergency_is_over_when_something_else_was_answered(self) -> None:
        if self.reading is not None:
            assert self.conversation.in_danger == (self.reading.outcome == IMMEDIATE_DANGER)

    @invariant()
    def nobody_is_misunderstood_three_times_running(self) -> None:
        assert self.conversation.misunderstood < MISUNDERSTANDINGS_BEFORE_A_PERSON
        assert self.unclear_in_a_row < MISUNDERSTANDINGS_BEFORE_A_PERSON


# A conversation that fails is short enough as it is; making it shorter still can take minutes.
_Talk.TestCase.settings = settings(
    deadline=None, max_examples=100, stateful_step_count=12, phases=(Phase.explicit, Phase.reuse, Phase.generate)
)
TestEveryConversation = _Talk.TestCase
