"""Wrong codes in a real database: every one is counted, whoever else is trying, and nobody is locked out by another."""

from __future__ import annotations

import multiprocessing
import threading
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from typing import Any, Callable, Dict, List

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from scr.rules.access import Grant, Role
from scr.rules.attempts import LONGEST_MEMORY
from scr.rules.codes import Code
from scr.rules.register import Review, Stage
from scr.storage.access import AccessStore, Person, TryLater, WrongCode
from scr.storage.database import connect
from scr.storage.register import RegisterStore
from scr.storage.tables import failed_sign_ins
from tests.storage.access.people import ANN, BOB, ELSEWHERE, HERE, IN_A_MONTH, MONDAY, NOW, fail, wrong
from tests.storage.at_once import at_once

REFERENCE = "SCR-2026-001"


@pytest.fixture
def store(engine: Engine) -> AccessStore:
    review = Review(REFERENCE, "rotherham", Stage.CONSIDERED, agencies=("school",))
    RegisterStore(engine).add(review, "officer", MONDAY)
    return AccessStore(engine)


def _with_code(store: AccessStore, name: str) -> Code:
    store.grant(name, Grant(REFERENCE, "school", "year 5", Role.PRACTITIONER), "officer", MONDAY)
    return store.issue_code(name, IN_A_MONTH, "officer", MONDAY)


@pytest.fixture
def code(store: AccessStore) -> Code:
    return _with_code(store, ANN)


@pytest.fixture
def ann(store: AccessStore, code: Code) -> Person:
    standing = store.standing(ANN)
    assert standing is not None
    return standing.person


# ---- Attempts ----


def test_after_three_wrong_codes_even_the_right_one_must_wait(store: AccessStore, ann: Person, code: Code) -> None:
    fail(store, wrong(code), 3)

    with pytest.raises(TryLater) as caught:
        store.sign_in("one", code, HERE, NOW + 10)

    assert caught.value.seconds == pytest.approx(20)
    assert store.sign_in("one", code, HERE, NOW + 30) == ann


def test_a_try_that_came_too_early_is_not_counted(store: AccessStore, code: Code) -> None:
    fail(store, wrong(code), 3)
    for second in range(20):
        with pytest.raises(TryLater):
            store.sign_in("one", wrong(code), HERE, NOW + second)

    fail(store, wrong(code), 1, now=NOW + 30)


def test_guesses_at_one_persons_code_lock_nobody_else(store: AccessStore, code: Code) -> None:
    bobs_code = _with_code(store, BOB)
    fail(store, wrong(code), 3)

    assert store.sign_in("one", bobs_code, HERE, NOW).name == BOB


def test_guesses_at_a_code_from_elsewhere_do_not_lock_out_its_owner(store: AccessStore, ann: Person, code: Code) -> None:
    fail(store, wrong(code), 3, ELSEWHERE)
    with pytest.raises(TryLater):
        store.sign_in("two", wrong(code), ELSEWHERE, NOW)

    assert store.sign_in("one", code, HERE, NOW) == ann


def test_an_address_that_tries_many_codes_must_wait_whatever_code_comes_next(store: AccessStore, code: Code) -> None:
    for number in range(10):
        fail(store, Code(f"ZZ{number + 20}", code.secret), 1)

    with pytest.raises(TryLater):
        store.sign_in("one", code, HERE, NOW)


def test_a_success_ends_the_codes_failures_and_leaves_the_addresss_as_they_were(
    store: AccessStore, engine: Engine, code: Code
) -> None:
    fail(store, Code("ZZ99", code.secret), 2, now=NOW - 12)
    fail(store, wrong(code), 2, now=NOW - 6)

    store.sign_in("one", code, HERE, NOW)

    assert _counts(engine) == {
        "all": (4, NOW - 6),
        f"address:{HERE}": (4, NOW - 6),
        "code:ZZ99": (2, NOW - 12),
        f"code:ZZ99 address:{HERE}": (2, NOW - 12),
    }


def test_what_was_forgiven_is_deleted_so_that_no_network_address_stays(
    store: AccessStore, engine: Engine, code: Code
) -> None:
    fail(store, Code("ZZ99", code.secret), 1, ELSEWHERE)

    fail(store, wrong(code), 1, now=NOW + LONGEST_MEMORY + 1)

    assert not [key for key in _counts(engine) if ELSEWHERE in key]


def _counts(engine: Engine) -> Dict[str, Any]:
    with engine.begin() as connection:
        rows = connection.execute(sa.select(failed_sign_ins)).all()
    return {row.key: (row.failures, row.last_failed_at) for row in rows}


# ---- At once ----


def _all_at_once(*calls: Callable[[], object]) -> List[str]:
    """What became of each call, by the name of what it raised; all begin together."""
    became: List[str] = []
    together = threading.Barrier(len(calls))

    def run(call: Callable[[], object]) -> None:
        together.wait()
        try:
            call()
            became.append("signed in")
        except (WrongCode, TryLater) as error:
            became.append(type(error).__name__)

    at_once(*(partial(run, call) for call in calls))
    return became


def test_of_many_guesses_at_one_code_that_come_at_once_only_three_are_looked_at(
    store: AccessStore, url: str, engine: Engine, code: Code
) -> None:
    stores = [AccessStore(connect(url, timeout=30)) for _ in range(3)]

    became = _all_at_once(
        *(lambda own=own: own.sign_in("guessing", wrong(code), HERE, NOW) for own in stores for _ in range(4))
    )

    assert sorted(became) == ["TryLater"] * 9 + ["WrongCode"] * 3
    assert _counts(engine)[f"code:{code.id}"] == (3, NOW)


def test_somebody_who_signs_in_between_guesses_takes_none_of_them_back(
    store: AccessStore, url: str, engine: Engine, code: Code
) -> None:
    stores = [AccessStore(connect(url, timeout=30)) for _ in range(3)]
    guesses = [
        lambda own=own, number=number: own.sign_in("guessing", Code(f"ZZ2{number}", code.secret), f"192.0.2.{number}", NOW)
        for number, own in enumerate(stores * 2, 2)
    ]

    became = _all_at_once(*guesses, lambda: store.sign_in("one", code, HERE, NOW))

    assert sorted(became) == ["WrongCode"] * 6 + ["signed in"]
    assert _counts(engine)["all"] == (6, NOW)


def _guess(url: str, process: int, times: int) -> int:
    """Wrong codes from an own process; how many of them were looked at."""
    store = AccessStore(connect(url, timeout=30))
    looked_at = 0
    for number in range(times):
        try:
            store.sign_in("guessing", Code("ZZ99", "2" * 12), f"192.0.{process}.{number}", NOW)
        except WrongCode:
            looked_at += 1
    return looked_at


def test_two_processes_that_guess_at_once_are_all_counted(store: AccessStore, url: str, engine: Engine) -> None:
    times = 10
    spawn = multiprocessing.get_context("spawn")  # as a server's processes start, with nothing of ours in them
    with ProcessPoolExecutor(2, mp_context=spawn) as processes:
        looked_at = sum(processes.map(_guess, [url, url], [1, 2], [times, times]))

    assert looked_at == 2 * times
    assert _counts(engine)["all"] == (2 * times, NOW)
