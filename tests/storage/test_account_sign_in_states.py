"""Whatever is tried in whatever order: one's own mistakes keep one waiting, and a stranger's keep nobody else."""

from __future__ import annotations

from pathlib import Path
from typing import Iterator

import argon2
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy.engine import Engine

from scr.storage.account_sign_in import TryLater, WrongSignIn
from scr.storage.database import connect
from scr.storage.tables import metadata
from tests.storage.desk_accounts import ELSEWHERE, HANDLER, HERE, NOW, PASSWORD, PERIOD, Desk, code_at

_LONGEST_WAIT = 15 * 60.0
some_seconds = st.sampled_from([PERIOD, 120.0, _LONGEST_WAIT])


class AtTheDoor(RuleBasedStateMachine):
    """An account's owner here, who now and then mistypes, and a stranger elsewhere, who guesses."""

    def __init__(self, engine: Engine, desk: Desk) -> None:
        super().__init__()
        self.engine = engine
        self.desk = desk
        with engine.begin() as connection:
            for table in reversed(metadata.sorted_tables):
                if table.name != "alembic_version":
                    connection.execute(table.delete())
        self.now = NOW
        self.mistakes = 0
        self.last_mistake = 0.0

    @initialize()
    def the_account_is_set_up(self) -> None:
        self.secret = self.desk.set_up(self.desk.add())
        self.now += PERIOD

    @rule(seconds=some_seconds)
    def time_passes(self, seconds: float) -> None:
        self.now += seconds

    @rule()
    def a_stranger_guesses_at_the_password(self) -> None:
        self.now += 1
        with pytest.raises((WrongSignIn, TryLater)):
            self.desk.sign_in.check_password(HANDLER, "a guess", ELSEWHERE, self.now)

    @rule()
    def the_owner_mistypes(self) -> None:
        self.now += 1
        try:
            self.desk.sign_in.check_password(HANDLER, "a slip", HERE, self.now)
        except WrongSignIn:
            self.mistakes += 1
            self.last_mistake = self.now
        except TryLater as later:
            self._waits_for_own_mistakes(later.seconds)

    @rule()
    def the_owner_signs_in(self) -> None:
        self.now += PERIOD  # each code is good once
        try:
            knows = self.desk.sign_in.check_password(HANDLER, PASSWORD, HERE, self.now)
        except TryLater as later:
            self._waits_for_own_mistakes(later.seconds)
            return
        session = self.desk.sign_in.check_code(knows, code_at(self.secret, self.now), HERE, self.now)
        assert self.desk.who(session, self.now) is not None
        self.mistakes = 0

    @invariant()
    def who_made_no_mistake_is_never_kept_waiting(self) -> None:
        if self.mistakes == 0 and hasattr(self, "secret"):
            self.desk.sign_in.check_password(HANDLER, PASSWORD, HERE, self.now)

    def _waits_for_own_mistakes(self, seconds: float) -> None:
        assert self.mistakes > 0
        assert self.now + seconds <= self.last_mistake + _LONGEST_WAIT


@pytest.fixture
def quick_desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """A desk whose hashes are made in no time; how long they take is another test's."""
    quick = argon2.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr("argon2.PasswordHasher", lambda: quick)
    engine = connect(f"sqlite:///{tmp_path / 'scr.db'}", timeout=5)
    yield Desk(engine)
    engine.dispose()


def test_whatever_the_order_nobody_waits_but_for_mistakes_of_their_own(quick_desk: Desk) -> None:
    run_state_machine_as_test(
        lambda: AtTheDoor(quick_desk.engine, quick_desk),
        # One mistake at a time: several come in a group, by which the test below would not know them.
        settings=settings(max_examples=25, stateful_step_count=25, deadline=None, report_multiple_bugs=False),
    )


def test_where_a_strangers_guesses_counted_for_everybody_it_would_be_found(
    quick_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scr.storage.attempts.network_of", lambda address: "everywhere")

    with pytest.raises((TryLater, AssertionError)):
        test_whatever_the_order_nobody_waits_but_for_mistakes_of_their_own(quick_desk)
