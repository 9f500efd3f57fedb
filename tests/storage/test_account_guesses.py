"""Guesses at the desk: waits that no stranger can begin for somebody else, and nothing told of whose a name is."""

from __future__ import annotations

from typing import Callable, Dict, List

import argon2
import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from scr.storage.account_sign_in import TryLater, WrongSignIn
from tests.storage.desk_accounts import ELSEWHERE, HANDLER, HERE, LATER, MONDAY, PASSWORD, PERIOD, Desk, code_at


def _fail(desk: Desk, times: int, name: str = HANDLER, address: str = HERE, now: float = LATER) -> None:
    for _ in range(times):
        with pytest.raises(WrongSignIn):
            desk.sign_in.check_password(name, "a wrong password", address, now)


def _wrong_code(desk: Desk, secret: str, now: float, address: str = HERE) -> None:
    wrong = "000000" if code_at(secret, now) != "000000" else "000001"
    knows = desk.sign_in.check_password(HANDLER, PASSWORD, address, now)
    with pytest.raises(WrongSignIn):
        desk.sign_in.check_code(knows, wrong, address, now)


# ---- Waits ----


def test_after_three_wrong_passwords_even_the_right_one_must_wait(desk: Desk, secret: str) -> None:
    _fail(desk, 3)

    with pytest.raises(TryLater) as caught:
        desk.signs_in(secret, now=LATER + 10)

    assert caught.value.seconds == pytest.approx(20)
    assert desk.who(desk.signs_in(secret, now=LATER + 30), LATER + 30) is not None


def test_guesses_at_a_password_from_elsewhere_keep_its_owner_out_of_nothing(desk: Desk, secret: str) -> None:
    _fail(desk, 3, address=ELSEWHERE)
    with pytest.raises(TryLater):
        desk.sign_in.check_password(HANDLER, "a wrong password", ELSEWHERE, LATER)

    assert desk.who(desk.signs_in(secret)) is not None


def test_an_address_that_tries_many_names_must_wait_whatever_name_comes_next(desk: Desk, secret: str) -> None:
    for number in range(10):
        _fail(desk, 1, f"Nobody Number {number}")

    with pytest.raises(TryLater):
        desk.signs_in(secret)


def test_wrong_codes_make_whoever_knows_the_password_wait_wherever_they_are(desk: Desk, secret: str) -> None:
    for number in range(3):
        _wrong_code(desk, secret, LATER, address=f"192.0.2.{number}")
    knows = desk.sign_in.check_password(HANDLER, PASSWORD, ELSEWHERE, LATER)

    with pytest.raises(TryLater):
        desk.sign_in.check_code(knows, code_at(secret, LATER), ELSEWHERE, LATER)


def test_the_right_password_does_not_buy_new_guesses_at_the_code(desk: Desk, secret: str) -> None:
    for _ in range(3):
        _wrong_code(desk, secret, LATER)

    knows = desk.sign_in.check_password(HANDLER, PASSWORD, HERE, LATER)

    with pytest.raises(TryLater):
        desk.sign_in.check_code(knows, code_at(secret, LATER), HERE, LATER)


def test_a_right_code_ends_the_waits_for_codes(desk: Desk, secret: str) -> None:
    for _ in range(2):
        _wrong_code(desk, secret, LATER)
    desk.signs_in(secret, now=LATER)

    for _ in range(2):
        _wrong_code(desk, secret, LATER + PERIOD)
    assert desk.signs_in(secret, now=LATER + PERIOD)


# ---- What a guess gives away ----


def _unknown(desk: Desk) -> str:
    return "Nobody Here"


def _mistyped(desk: Desk) -> str:
    return HANDLER


def _disabled(desk: Desk) -> str:
    desk.accounts.disable(HANDLER, "officer", MONDAY)
    return HANDLER


def _reset(desk: Desk) -> str:
    desk.accounts.reset(HANDLER, "officer", MONDAY)
    return HANDLER


def test_a_name_that_is_nobodys_costs_the_same_as_a_wrong_password(
    desk: Desk, engine: Engine, secret: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same statements are made and one hash of the same cost is checked."""
    steps: List[object] = []
    verify = argon2.PasswordHasher.verify

    def noted(hasher: argon2.PasswordHasher, known_hash: str, password: str) -> bool:
        steps.append(argon2.extract_parameters(known_hash))
        return bool(verify(hasher, known_hash, password))

    monkeypatch.setattr(argon2.PasswordHasher, "verify", noted)
    sa.event.listen(engine, "before_cursor_execute", lambda *details: steps.append(details[2]))
    cases: Dict[str, Callable[[Desk], str]] = {
        "unknown": _unknown,
        "mistyped": _mistyped,
        "disabled": _disabled,
        "reset": _reset,
    }
    taken = {}
    for index, (case, prepare) in enumerate(cases.items()):
        name = prepare(desk)
        steps.clear()
        _fail(desk, 1, name, address=f"192.0.2.{index}")
        taken[case] = list(steps)

    assert sum(isinstance(step, argon2.Parameters) for step in taken["unknown"]) == 1
    assert all(steps == taken["unknown"] for steps in taken.values())
