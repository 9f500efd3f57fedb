"""Whatever people and the desk do in whatever order, no hand-over is doubled, no word lost, and nobody meddles."""

from __future__ import annotations

from collections import defaultdict
from typing import Callable, Dict, List, Optional, Set

import sqlalchemy as sa
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy.engine import Engine

from scr.rules.accounts import Role
from scr.rules.handover import Author, Call, Handover, NotAllowed, State, TakenByAnother, WhyHanded
from scr.rules.triage import Urgency
from scr.storage.conversations import ConversationStore, StoredEvent
from scr.storage.handovers import HandoverStore
from scr.storage.tables import desk_changes, metadata
from tests.at_the_desk import colleague

CONVERSATIONS = ("one", "two")
ROLES = {
    "Pat Sample": Role.HANDLER,
    "Sam Deputy": Role.HANDLER,
    "Chris Chief": Role.SUPERVISOR,
    "Kim Board": Role.OFFICER,
}
ASKED = Call("web", WhyHanded.ASKED, Urgency.THIS_WEEK, "human")
DISTRESS = Call("web", WhyHanded.DISTRESS, Urgency.TODAY, "distress")
DANGER = Call("web", None, Urgency.EMERGENCY, "immediate_danger")

some_conversation, some_name = st.sampled_from(CONVERSATIONS), st.sampled_from(sorted(ROLES))


class Desk(RuleBasedStateMachine):
    """Two conversations, four people at the desk, and a plain account of whose each conversation is."""

    def __init__(self, engine: Engine) -> None:
        super().__init__()
        with engine.begin() as connection:
            for table in reversed(metadata.sorted_tables):
                if table.name != "alembic_version":
                    connection.execute(table.delete())
        self.engine = engine
        self.store = HandoverStore(engine)
        self.events = ConversationStore(engine)
        self.accounts = {name: colleague(engine, name, role) for name, role in ROLES.items()}
        self.now = 1_800_000_000.0
        self.open: Dict[str, int] = {}
        self.owner: Dict[int, Optional[str]] = {}
        self.urgency: Dict[int, Urgency] = {}
        self.words: Dict[int, List[str]] = defaultdict(list)
        self.forgotten: Set[int] = set()
        self.told = 0

    # ---- What people do ----

    @rule(conversation=some_conversation, call=st.sampled_from([ASKED, DISTRESS, DANGER]))
    def takes_a_turn(self, conversation: str, call: Call) -> None:
        self.now += 1
        number = len(self.events.latest(conversation, 1000))
        self.events.append(conversation, [StoredEvent(number, self.now, "user", None, {})], calls=[call])
        if conversation in self.open:
            before = self.urgency[self.open[conversation]]
            self.urgency[self.open[conversation]] = min(before, call.urgency, key=lambda urgency: urgency.rank)
        elif call.why is not None:
            present = self.store.current(conversation)
            assert present is not None
            self._end_forgotten(conversation)
            self.open[conversation] = present.number
            self.owner[present.number] = None
            self.urgency[present.number] = call.urgency

    @rule(conversation=some_conversation, times=st.integers(1, 2))
    def says_something(self, conversation: str, times: int) -> None:
        self.told += 1
        text = f"word {self.told}"
        number = self.open.get(conversation)
        is_passed_on = number is not None and self.owner[number] is not None
        for _ in range(times):
            found = self.store.say(conversation, text, self.now, text)
            assert (found.number if found else None) == (number if is_passed_on else None)
        if number is not None and is_passed_on:
            self.words[number].append(text)

    @rule(conversation=some_conversation)
    def wants_nobody_after_all(self, conversation: str) -> None:
        withdrawn = self.store.withdraw(conversation, self.now)
        number = self.open.pop(conversation, None)
        assert (withdrawn.number if withdrawn else None) == number

    @rule(conversation=some_conversation)
    def deletes_the_conversation(self, conversation: str) -> None:
        theirs = {each.number for each in self.store.all_in(conversation)}
        self.events.forget(conversation)
        self.forgotten |= theirs
        self.open.pop(conversation, None)
        for number in theirs:
            self.words.pop(number, None)

    # ---- What the desk does ----

    @rule(name=some_name, data=st.data())
    def takes_one(self, name: str, data: st.DataObject) -> None:
        before = self._some(data)
        if before is None:
            return
        may = ROLES[name] is not Role.OFFICER and before.state is State.WAITING
        self._tries(lambda: self.store.take(before.number, self.accounts[name], self.now, before.version), may)
        if may:
            self.owner[before.number] = name

    @rule(name=some_name, to=some_name, data=st.data())
    def gives_one_away(self, name: str, to: str, data: st.DataObject) -> None:
        before = self._some(data)
        if before is None:
            return
        may = self._may_change(before, name)
        self._tries(lambda: self.store.give(before.number, self.accounts[name], self.accounts[to], self.now), may)
        if may:
            self.owner[before.number] = to

    @rule(name=some_name, data=st.data(), times=st.integers(1, 2))
    def answers(self, name: str, data: st.DataObject, times: int) -> None:
        before = self._some(data)
        if before is None:
            return
        self.told += 1
        text = f"word {self.told}"
        may = self._may_change(before, name) and not before.is_forgotten
        for _ in range(times):
            self._tries(lambda: self.store.answer(before.number, self.accounts[name], text, self.now, text), may)
        if may:
            self.words[before.number].append(text)

    @rule(name=some_name, data=st.data(), closes=st.booleans())
    def ends_one(self, name: str, data: st.DataObject, closes: bool) -> None:
        before = self._some(data)
        if before is None:
            return
        may = self._may_change(before, name)
        end = self.store.close if closes else self.store.hand_back
        self._tries(lambda: end(before.number, self.accounts[name], self.now), may)
        if may and self.open.get(before.conversation_id) == before.number:
            del self.open[before.conversation_id]

    # ---- What always holds ----

    @invariant()
    def each_conversation_has_the_one_that_it_should_have(self) -> None:
        for conversation in CONVERSATIONS:
            present = self.store.current(conversation)
            assert (present.number if present else None) == self.open.get(conversation)
            if present is not None:
                assert (present.owner.name if present.owner else None) == self.owner[present.number]
                assert present.urgency is self.urgency[present.number]

    @invariant()
    def no_word_is_lost_doubled_or_out_of_order(self) -> None:
        for number in self.owner:
            said = [word.text for word in self.store.words(number) if word.author is not Author.ASSISTANT]
            assert said == self.words[number]

    @invariant()
    def nothing_is_left_of_what_was_deleted(self) -> None:
        assert all(self.store.words(number) == [] for number in self.forgotten)

    @invariant()
    def the_changes_are_numbered_without_a_gap(self) -> None:
        with self.engine.connect() as connection:
            numbers = [row.number for row in connection.execute(sa.select(desk_changes.c.number).order_by("number"))]
        assert numbers == list(range(1, len(numbers) + 1))

    # ---- Helpers ----

    def _some(self, data: st.DataObject) -> Optional[Handover]:
        """Any that there ever was."""
        if not self.owner:
            return None
        return self.store.one(data.draw(st.sampled_from(sorted(self.owner))))

    def _may_change(self, before: Handover, name: str) -> bool:
        own = before.owner is not None and before.owner.name == name
        return before.state is State.TAKEN and (own or ROLES[name] is Role.SUPERVISOR)

    def _tries(self, attempt: Callable[[], object], may: bool) -> None:
        try:
            attempt()
        except (NotAllowed, TakenByAnother):
            assert not may
        else:
            assert may

    def _end_forgotten(self, conversation: str) -> None:
        """Asked for anew, what was deleted has ended."""
        for number in self.forgotten:
            each = self.store.one(number)
            assert each is not None
            assert each.conversation_id != conversation or each.state is State.ENDED


def test_whatever_the_order_each_conversation_is_with_whom_it_should_be(engine: Engine) -> None:
    run_state_machine_as_test(
        lambda: Desk(engine), settings=settings(max_examples=25, stateful_step_count=25, deadline=None)
    )
