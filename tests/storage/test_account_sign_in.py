"""Setting up and signing in: both factors, each code once, waits that no stranger can begin, nothing told to who guesses."""

from __future__ import annotations

from functools import partial
from typing import Callable, Dict, List

import argon2
import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from scr.storage.account_setup import NotTheCode, SetupEnded
from scr.storage.account_sign_in import KnowsPassword, TryLater, WrongSignIn
from scr.storage.database import connect
from scr.storage.second_factor import FactorUnreadable
from scr.storage.tables import account_sessions, accounts
from tests.storage.at_once import at_once
from tests.storage.desk_accounts import (
    ELSEWHERE,
    HANDLER,
    HERE,
    IDLE_LIMIT,
    MONDAY,
    NOW,
    PASSWORD,
    PERIOD,
    Desk,
    code_at,
)

HOUR = 3600.0
LATER = NOW + PERIOD


@pytest.fixture
def desk(engine: Engine) -> Desk:
    return Desk(engine)


@pytest.fixture
def secret(desk: Desk) -> str:
    """Of an account that has been set up a period ago."""
    return desk.set_up(desk.add())


def _fail(desk: Desk, times: int, name: str = HANDLER, address: str = HERE, now: float = LATER) -> None:
    for _ in range(times):
        with pytest.raises(WrongSignIn):
            desk.sign_in.check_password(name, "a wrong password", address, now)


def _wrong_code(desk: Desk, secret: str, now: float, address: str = HERE) -> None:
    wrong = "000000" if code_at(secret, now) != "000000" else "000001"
    knows = desk.sign_in.check_password(HANDLER, PASSWORD, address, now)
    with pytest.raises(WrongSignIn):
        desk.sign_in.check_code(knows, wrong, address, now)


# ---- Setting up ----


def test_an_account_that_was_not_confirmed_by_a_code_opens_nothing(desk: Desk) -> None:
    desk.setup.choose_password(desk.add(), PASSWORD, NOW)

    with pytest.raises(WrongSignIn):
        desk.sign_in.check_password(HANDLER, PASSWORD, HERE, LATER)


def test_a_wrong_first_code_leaves_the_link_good(desk: Desk) -> None:
    token = desk.add()
    secret = desk.setup.choose_password(token, PASSWORD, NOW)
    with pytest.raises(NotTheCode):
        desk.setup.confirm(token, code_at(secret, NOW + 10 * PERIOD), NOW)

    assert desk.setup.secret(token, NOW) == secret
    assert desk.who(desk.setup.confirm(token, code_at(secret, NOW), NOW)) is not None


def test_a_link_has_had_its_use_with_the_first_right_code(desk: Desk) -> None:
    token = desk.add()
    desk.set_up(token)

    for use in (desk.setup.account, desk.setup.secret):
        with pytest.raises(SetupEnded):
            use(token, NOW)
    with pytest.raises(SetupEnded):
        desk.setup.choose_password(token, "another password that is long", NOW)


def test_a_link_is_good_for_three_days(desk: Desk) -> None:
    token = desk.add()

    assert desk.setup.account(token, NOW + 72 * HOUR - 1).name == HANDLER
    with pytest.raises(SetupEnded):
        desk.setup.account(token, NOW + 72 * HOUR)
    with pytest.raises(SetupEnded):
        desk.setup.choose_password(token, PASSWORD, NOW + 72 * HOUR)


def test_a_link_that_expires_between_password_and_code_sets_nothing_up(desk: Desk) -> None:
    token, end = desk.add(), NOW + 72 * HOUR
    secret = desk.setup.choose_password(token, PASSWORD, end - 1)

    with pytest.raises(SetupEnded):
        desk.setup.confirm(token, code_at(secret, end), end)


def test_a_code_without_a_password_confirms_nothing(desk: Desk) -> None:
    token = desk.add()

    for use in (lambda: desk.setup.secret(token, NOW), lambda: desk.setup.confirm(token, "123456", NOW)):
        with pytest.raises(SetupEnded):
            use()


@pytest.mark.parametrize("token", ["", "made up", "\ud800", "x" * 5000])
def test_a_made_up_link_sets_nothing_up(desk: Desk, token: str) -> None:
    desk.add()

    with pytest.raises(SetupEnded):
        desk.setup.account(token, NOW)


# ---- Signing in ----


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


# ---- Sessions ----


def test_a_session_goes_on_while_somebody_is_there_for_twelve_hours(desk: Desk, secret: str) -> None:
    session, begun = desk.signs_in(secret), LATER

    for minute in range(0, 12 * 60, 20):
        assert desk.sessions.account(session, begun + minute * 60) is not None

    assert desk.sessions.account(session, begun + 12 * HOUR - 1) is not None
    assert desk.sessions.account(session, begun + 12 * HOUR) is None


def test_a_session_ends_when_nobody_has_been_there(desk: Desk, secret: str) -> None:
    session = desk.signs_in(secret)

    assert desk.sessions.account(session, LATER + IDLE_LIMIT - 1, active=False) is not None
    assert desk.sessions.account(session, LATER + IDLE_LIMIT) is None


def test_a_page_that_asks_by_itself_keeps_nobody_signed_in(desk: Desk, secret: str) -> None:
    session = desk.signs_in(secret)

    for minute in range(30):
        assert desk.sessions.account(session, LATER + minute * 60, active=False) is not None

    assert desk.sessions.account(session, LATER + IDLE_LIMIT, active=False) is None


def test_signing_out_ends_one_session_and_no_other(desk: Desk, secret: str) -> None:
    here = desk.signs_in(secret)
    there = desk.signs_in(secret, now=LATER + PERIOD)

    desk.sessions.end(here)

    assert desk.who(here) is None
    assert desk.who(there) is not None


def test_sessions_that_have_had_their_time_are_deleted(desk: Desk, engine: Engine, secret: str) -> None:
    desk.signs_in(secret)

    desk.signs_in(secret, now=LATER + 13 * HOUR)

    with engine.begin() as connection:
        assert len(connection.execute(sa.select(account_sessions)).all()) == 1
