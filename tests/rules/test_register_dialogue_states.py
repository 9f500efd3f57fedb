"""Whatever is said in whatever order about the register: what waits goes on waiting, and every reply is whole.

Reading, deciding and wording are the assistant's own; the register is a handful of dataclasses in memory.
"""

from __future__ import annotations

import re
from typing import FrozenSet, Iterator, Optional, Tuple

from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from scr.content import load_content
from scr.replies import Composer, Facts, Reply
from scr.rules.access import Grant
from scr.rules.conversation import (
    ALSO_OF_REGISTER,
    ANOTHER_TEAM,
    CANCEL,
    GUARDS,
    HUMAN,
    NOT_AUTHORISED,
    REGISTER_TASKS,
    REVIEW_STATUS,
    SIGN_OUT,
    STAGE_MEANING,
    SUPPORT_ARRANGEMENTS,
    SUPPORT_REQUEST,
    UNSURE,
    Asks,
    Question,
    Understanding,
    Unsure,
)
from scr.rules.enquiry import Party
from scr.rules.reader import MISUNDERSTANDINGS_BEFORE_A_PERSON
from scr.rules.reference import is_reference
from tests.conftest import DATA
from tests.dialogue import Desk, Dialogue
from tests.register_in_memory import HV, IN_NONE, IN_ONE_REVIEW, IN_TWO_REVIEWS, NOT_THEIRS, ONE, TWO, a_register

_UNFILLED = re.compile(r"\{\w*\}")
_OF_REGISTER = REGISTER_TASKS | ALSO_OF_REGISTER
_LETS_GO = frozenset({CANCEL, SIGN_OUT, "start_again"})
"""After these nothing waits any more."""

CONTENT = load_content(DATA)
DESK = Desk.of(CONTENT, Composer(CONTENT, Facts()))


def _heard(label: str, probability: float = 0.9, follow_up: Optional[str] = None) -> Tuple[Question, ...]:
    return (Question(((label, probability),), follow_up=follow_up),)


TOPICS = ("interview", "timescale", "feedback", "imr")
SMALL_TALK = ("thanks", "greet", "goodbye", "help", "bot_challenge", "out_of_scope", "not_covered", "human", "set_area")
FOLLOW_UPS = (STAGE_MEANING, ANOTHER_TEAM, NOT_AUTHORISED, "ask_reference", "feedback", *sorted(_OF_REGISTER))
references = st.sampled_from([ONE, TWO, NOT_THEIRS, "SCR-2026-999", "001", "002", "999"])
parties = st.sampled_from([(), (), (Party(*HV),), (Party("Police"),), (Party(team="midwifery"),)])


class Talk(RuleBasedStateMachine):
    """One conversation: people come and go, ask, break off, correct themselves and are not understood."""

    def __init__(self) -> None:
        super().__init__()
        self.register = a_register()
        self.dialogue = Dialogue(DESK, self.register.answer, self.register.sign_out)
        self.unclear_in_a_row = 0

    # ---- What is said ----

    @rule(task=st.sampled_from(sorted(_OF_REGISTER)), reference=st.none() | references, named=parties, own=st.booleans())
    def asks_the_register(self, task: str, reference: Optional[str], named: Tuple[Party, ...], own: bool) -> None:
        self.says(Understanding(_heard(task, 1.0), reference=reference, parties=named, own=own))

    @rule(reference=references, label=st.sampled_from([UNSURE, "thanks", "greet"]), alone=st.booleans())
    def names_a_review(self, reference: str, label: str, alone: bool) -> None:
        before = self.dialogue.conversation
        reply = self.says(Understanding(_heard(label), reference=reference, is_reference=alone))

        # A request is recorded only of what was pressed; one that waits for its review was.
        to_be_pressed = before.task == SUPPORT_REQUEST and before.asks is not Asks.REFERENCE
        if before.task and not to_be_pressed:  # given or corrected: the task goes on with it
            assert self.dialogue.reading.outcomes == (before.task,)
            is_unknown = "unknown_reference" in reply.outcomes
            assert _is_the_same(before.reference if is_unknown else reference, reply.conversation.reference)

    @rule(topic=st.sampled_from(TOPICS))
    def asks_the_documents(self, topic: str) -> None:
        waited = self.dialogue.conversation.asks is Asks.REFERENCE
        reply = self.says(Understanding(_heard(topic)))

        assert reply.outcomes == (topic,)
        still_asks = CONTENT.fragments["still_asks_reference"]
        assert (reply.passages[-1].text == still_asks) == waited

    @rule(label=st.sampled_from(SMALL_TALK), area=st.sampled_from(["rotherham", "north_yorkshire"]))
    def makes_small_talk(self, label: str, area: str) -> None:
        self.says(Understanding(_heard(label), area=area))

    @rule(follow_up=st.sampled_from(FOLLOW_UPS), named=parties)
    def follows_up(self, follow_up: str, named: Tuple[Party, ...]) -> None:
        self.says(Understanding(_heard(UNSURE, 0.3, follow_up), parties=named))

    @rule(label=st.sampled_from(["repeat", "simplify", "tell_more", "show_wording", "none_of_these"]))
    def asks_about_the_last_answer(self, label: str) -> None:
        self.says(Understanding(_heard(label)))

    @rule(guards=st.frozensets(st.sampled_from(GUARDS), min_size=1), label=st.sampled_from([*TOPICS, *_OF_REGISTER]))
    def sets_off_a_guard(self, guards: FrozenSet[str], label: str) -> None:
        reply = self.says(Understanding(_heard(label), guards, reference=ONE))

        assert reply.outcomes == (next(guard for guard in GUARDS if guard in guards),)

    @rule(probability=st.sampled_from([0.01, 0.03]))
    def is_not_understood(self, probability: float) -> None:
        self.says(Understanding(_heard(UNSURE, probability)))

    @rule()
    def changes_their_mind(self) -> None:
        reply = self.says(Understanding(_heard(CANCEL)))

        if self.dialogue.reading.outcome == CANCEL:
            assert (reply.conversation.task, reply.conversation.asks) == (None, None)

    @rule(label=st.sampled_from([SIGN_OUT, "start_again"]))
    def is_done(self, label: str) -> None:
        self.says(Understanding(_heard(label)))

    @rule(grants=st.sampled_from([IN_ONE_REVIEW, IN_TWO_REVIEWS, IN_NONE]))
    def signs_in(self, grants: Tuple[Grant, ...]) -> None:
        waiting = self.dialogue.conversation
        self.register.grants = grants
        self.unclear_in_a_row = 0
        self.replied(self.dialogue.signed_in())

        if waiting.asks is Asks.ACCESS_CODE:
            assert self.dialogue.reading.outcomes == (waiting.task,)

    @precondition(lambda self: self.register.grants == IN_ONE_REVIEW)
    @rule(task=st.sampled_from([REVIEW_STATUS, SUPPORT_ARRANGEMENTS]))
    def with_one_review_is_asked_for_no_reference(self, task: str) -> None:
        reply = self.says(Understanding(_heard(task), own=True))

        assert "ask_reference" not in reply.outcomes

    # ---- What holds of every reply ----

    def says(self, understanding: Understanding) -> Reply:
        before = self.dialogue.conversation
        reply = self.dialogue.hear(understanding)
        reading, following = self.dialogue.reading, reply.conversation
        if reading.outcome not in _OF_REGISTER | _LETS_GO:
            assert (following.task, following.asks) == (before.task, before.asks)
        if understanding.reference is None and reading.outcome not in _LETS_GO - {CANCEL}:
            assert _is_the_same(before.reference, following.reference)
        is_unclear = reading.unsure in (Unsure.NOT_UNDERSTOOD, Unsure.ABOUT_WHAT)
        self.unclear_in_a_row = self.unclear_in_a_row + 1 if is_unclear else 0
        assert self.unclear_in_a_row < MISUNDERSTANDINGS_BEFORE_A_PERSON
        assert reading.outcome == HUMAN or following.misunderstood in (0, before.misunderstood, before.misunderstood + 1)
        return self.replied(reply)

    def replied(self, reply: Reply) -> Reply:
        assert reply.outcomes
        assert reply.passages
        for words in _words(reply):
            assert words.strip() == words != ""
            assert not _UNFILLED.search(words)
            assert "  " not in words
            assert "None" not in words.replace("None of these", "").replace("None has been", "")
        return reply


def _is_the_same(named: Optional[str], kept: Optional[str]) -> bool:
    """A bare number may have become the whole reference that it means."""
    if named is None or is_reference(named):
        return named == kept
    return kept is not None and (kept == named or kept.endswith(f"-{named}"))


def _words(reply: Reply) -> Iterator[str]:
    yield from (passage.text for passage in reply.passages)
    yield from (button.text for button in reply.buttons)
    if reply.buttons:
        yield reply.buttons_label


# A conversation that fails is short enough as it is; making it shorter still can take minutes.
Talk.TestCase.settings = settings(
    deadline=None, max_examples=500, stateful_step_count=15, phases=(Phase.explicit, Phase.reuse, Phase.generate)
)
TestEveryConversationAboutTheRegister = Talk.TestCase


def test_a_person_is_offered_at_the_third_message_that_is_not_understood() -> None:
    for start in (None, REVIEW_STATUS):
        register = a_register()
        register.grants = IN_TWO_REVIEWS
        dialogue = Dialogue(DESK, register.answer, register.sign_out)
        if start:
            assert dialogue.hear(Understanding(_heard(start))).conversation.asks is Asks.REFERENCE

        outcomes = [dialogue.hear(Understanding(_heard(UNSURE, 0.01))).outcome for _ in range(3)]

        assert outcomes == [UNSURE, UNSURE, HUMAN]
        assert (dialogue.conversation.asks is Asks.REFERENCE) == bool(start)
