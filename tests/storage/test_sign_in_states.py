"""Whatever is done in whatever order, who is signed in is who ought to be."""

from __future__ import annotations

import datetime as dt
from typing import Dict, Optional, Tuple

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy.engine import Engine

from scr.rules.access import Grant, Role
from scr.rules.register import Review, Stage
from scr.storage.access import AccessStore
from scr.storage.register import RegisterStore
from scr.storage.tables import metadata

MONDAY = dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.timezone.utc)
REFERENCE = "SCR-2026-001"
GRANT = Grant(REFERENCE, "school", "year 5", Role.PRACTITIONER)
TENANT = "11111111-aaaa-4aaa-8aaa-111111111111"
USERS = {"Ann Example": "22222222-bbbb-4bbb-8bbb-222222222222", "Bob Sample": "33333333-cccc-4ccc-8ccc-333333333333"}
CONVERSATIONS = ("one", "two")
HALF_AN_HOUR = 30 * 60.0

some_name, some_conversation = st.sampled_from(sorted(USERS)), st.sampled_from(CONVERSATIONS)
some_seconds = st.sampled_from([0.0, 600.0, HALF_AN_HOUR - 1, HALF_AN_HOUR])


class SigningIn(RuleBasedStateMachine):
    """Two people, two conversations, and a plain account of who ought to be signed in to which.

    They sign in by Teams: an access code is as slow as it should be, and too slow for this.
    """

    def __init__(self, engine: Engine) -> None:
        super().__init__()
        self.engine = engine
        self.store = AccessStore(engine)
        with engine.begin() as connection:
            for table in reversed(metadata.sorted_tables):
                if table.name != "alembic_version":
                    connection.execute(table.delete())
        RegisterStore(engine).add(Review(REFERENCE, "rotherham", Stage.CONSIDERED, agencies=("school",)), "officer", MONDAY)
        self.now = MONDAY.timestamp()
        self.has_access: Dict[str, bool] = {}
        self.last_active: Dict[str, Tuple[str, float]] = {}

    @initialize()
    def both_have_access(self) -> None:
        for name in USERS:
            self.is_granted(name)

    @rule(name=some_name)
    def is_granted(self, name: str) -> None:
        self.store.grant(name, GRANT, "officer", MONDAY)
        self.store.link_teams(name, TENANT, USERS[name], "officer", MONDAY)
        self.has_access[name] = True

    @rule(name=some_name, reference=st.sampled_from([REFERENCE, None]))
    def is_revoked(self, name: str, reference: Optional[str]) -> None:
        self.store.revoke(name, reference, by="officer", at=MONDAY)
        self.has_access[name] = False
        self.last_active = {key: held for key, held in self.last_active.items() if held[0] != name}

    @rule(name=some_name, conversation=some_conversation)
    def signs_in(self, name: str, conversation: str) -> None:
        person = self.store.sign_in_teams(conversation, TENANT, USERS[name], self.now)
        assert (person is not None) == self.has_access[name]
        # Whoever was signed in before is not who writes now, also where the new one is nobody.
        self.last_active.pop(conversation, None)
        if person is not None:
            self.last_active[conversation] = name, self.now

    @rule(conversation=some_conversation)
    def signs_out(self, conversation: str) -> None:
        self.store.sign_out(conversation)
        self.last_active.pop(conversation, None)

    @rule(conversation=some_conversation, seconds=some_seconds)
    def says_something_after_a_silence(self, conversation: str, seconds: float) -> None:
        self.now += seconds
        with self.engine.begin() as connection:
            self.store.keep_active(connection, conversation, self.now)
        name = self._expected(conversation)
        if name is not None:
            self.last_active[conversation] = name, self.now

    @invariant()
    def who_is_signed_in_is_who_ought_to_be(self) -> None:
        for conversation in CONVERSATIONS:
            person = self.store.signed_in(conversation, self.now)
            assert (person.name if person else None) == self._expected(conversation)

    def _expected(self, conversation: str) -> Optional[str]:
        if conversation not in self.last_active:
            return None
        name, at = self.last_active[conversation]
        return name if self.now - at < HALF_AN_HOUR else None


def test_whatever_the_order_who_is_signed_in_is_who_ought_to_be(engine: Engine) -> None:
    run_state_machine_as_test(
        lambda: SigningIn(engine), settings=settings(max_examples=25, stateful_step_count=25, deadline=None)
    )
