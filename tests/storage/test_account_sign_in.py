"""Signing in takes both factors, each code once, on whatever clock is near enough, and an account that is as it was."""

from __future__ import annotations

from functools import partial
from typing import List

import argon2
import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from scr.storage.account_sign_in import KnowsPassword, WrongSignIn
from scr.storage.database import connect
from scr.storage.second_factor import FactorUnreadable
from scr.storage.tables import accounts
from tests.storage.at_once import at_once
from tests.storage.desk_accounts import HANDLER, HERE, LATER, MONDAY, NOW, PASSWORD, PERIOD, Desk, code_at


def test_name_password_and_code_together_sign_in(desk: Desk, secret: str) -> None:
    account = desk.who(desk.signs_in(secret))

    assert account is not None
    assert (account.name, account.role.value) == (HANDLER, "handler")


@pytest.mark.parametrize("name", ["example handler", " Example  Handler"])
def test_a_name_may_be_typed_in_small_letters(desk: Desk, secret: str, name: str) -> None:
    assert desk.who(desk.signs_in(secret, name)) is not None


def test_a_code_is_good_once(desk: Desk, secret: str) -> None:
    desk.signs_in(secret, now=LATER)

    with pytest.raises(WrongSignIn):
        desk.signs_in(secret, now=LATER)
    with pytest.raises(WrongSignIn):
        desk.signs_in(secret, now=LATER + 1)


def test_of_tries_with_one_code_that_come_at_once_one_signs_in(desk: Desk, url: str, secret: str) -> None:
    knows = [desk.sign_in.check_password(HANDLER, PASSWORD, HERE, LATER) for _ in range(3)]
    became: List[str] = []

    def tries(own: Desk, known: KnowsPassword) -> None:
        try:
            own.sign_in.check_code(known, code_at(secret, LATER), HERE, LATER)
            became.append("signed in")
        except WrongSignIn:
            became.append("refused")

    at_once(*(partial(tries, Desk(connect(url, timeout=30)), known) for known in knows))

    assert sorted(became) == ["refused", "refused", "signed in"]


def test_the_code_that_confirmed_the_account_does_not_sign_in_too(desk: Desk, secret: str) -> None:
    with pytest.raises(WrongSignIn):
        desk.signs_in(secret, now=NOW)


def test_a_code_of_before_the_last_that_was_taken_is_worth_nothing(desk: Desk, secret: str) -> None:
    now = NOW + 10 * PERIOD
    desk.signs_in(secret, now=now)
    knows = desk.sign_in.check_password(HANDLER, PASSWORD, HERE, now)

    with pytest.raises(WrongSignIn):
        desk.sign_in.check_code(knows, code_at(secret, now - PERIOD), HERE, now)


@pytest.mark.parametrize(("off_by", "is_taken"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_clock_may_be_one_period_off(desk: Desk, secret: str, off_by: int, is_taken: bool) -> None:
    now = NOW + 10 * PERIOD
    knows = desk.sign_in.check_password(HANDLER, PASSWORD, HERE, now)
    code = code_at(secret, now + off_by * PERIOD)

    if is_taken:
        assert desk.who(desk.sign_in.check_code(knows, f" {code[:3]} {code[3:]} ", HERE, now), now) is not None
    else:
        with pytest.raises(WrongSignIn):
            desk.sign_in.check_code(knows, code, HERE, now)


@pytest.mark.parametrize("code", ["", "12345", "abcdef", "\uff11\uff12\uff13\uff14\uff15\uff16", "\ud800", "0" * 5000])
def test_what_is_no_code_is_a_wrong_one(desk: Desk, secret: str, code: str) -> None:
    knows = desk.sign_in.check_password(HANDLER, PASSWORD, HERE, LATER)

    with pytest.raises(WrongSignIn):
        desk.sign_in.check_code(knows, code, HERE, LATER)


def test_a_second_factor_under_another_key_is_said_to_be_unreadable(desk: Desk, engine: Engine, secret: str) -> None:
    with pytest.raises(FactorUnreadable):
        Desk(engine, "another key").signs_in(secret)


def test_an_account_that_is_reset_while_its_password_is_checked_lets_nobody_in(
    desk: Desk, secret: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    verify = argon2.PasswordHasher.verify

    def reset_meanwhile(hasher: argon2.PasswordHasher, known_hash: str, password: str) -> bool:
        desk.accounts.reset(HANDLER, "officer", MONDAY)
        return bool(verify(hasher, known_hash, password))

    monkeypatch.setattr(argon2.PasswordHasher, "verify", reset_meanwhile)

    with pytest.raises(WrongSignIn):
        desk.sign_in.check_password(HANDLER, PASSWORD, HERE, LATER)


def test_a_password_hashed_with_older_settings_is_hashed_anew_and_signs_in(desk: Desk, engine: Engine, secret: str) -> None:
    weak = argon2.PasswordHasher(time_cost=1, memory_cost=64).hash(PASSWORD)
    with engine.begin() as connection:
        connection.execute(accounts.update().values(password_hash=weak))

    assert desk.who(desk.signs_in(secret)) is not None

    with engine.begin() as connection:
        kept = connection.execute(sa.select(accounts.c.password_hash)).scalar_one()
    assert not argon2.PasswordHasher().check_needs_rehash(kept)
