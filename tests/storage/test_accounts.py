"""Accounts of the desk as the board's officer keeps them: what each change ends, and what the history says of it."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from scr.rules.accounts import Role
from scr.storage.account_setup import SetupEnded
from scr.storage.account_sign_in import WrongSignIn
from scr.storage.accounts import NameTaken, NoSuchAccount, SubjectTaken, has_staff
from scr.storage.history import HistoryStore
from scr.storage.tables import account_sessions, metadata
from tests.storage.desk_accounts import HANDLER, HERE, MONDAY, NOW, OFFICER, PASSWORD, PERIOD, Desk, code_at


def _staffed(engine: Engine) -> bool:
    with engine.begin() as connection:
        return has_staff(connection)


@pytest.mark.parametrize("name", [HANDLER, "example  HANDLER", " Example Handler "])
def test_a_name_is_given_once_however_it_is_written(desk: Desk, name: str) -> None:
    desk.add()

    with pytest.raises(NameTaken, match=HANDLER):
        desk.add(name)


def test_nobody_unknown_is_changed(desk: Desk) -> None:
    for change in (desk.accounts.disable, desk.accounts.enable, desk.accounts.reset):
        with pytest.raises(NoSuchAccount, match="Nobody Here"):
            change("Nobody Here", "officer", MONDAY)


@pytest.mark.parametrize("change", ["disable", "reset", "give_role", "link"])
def test_a_change_of_an_account_ends_its_sessions_at_once_and_nobody_elses(desk: Desk, change: str) -> None:
    session = desk.signs_in(desk.set_up(desk.add()))
    other = desk.signs_in(desk.set_up(desk.add(OFFICER, Role.OFFICER)), OFFICER)
    details = {"give_role": (Role.SUPERVISOR,), "link": ("subject-1",)}.get(change, ())

    getattr(desk.accounts, change)(HANDLER, *details, "officer", MONDAY)

    assert desk.who(session) is None
    assert desk.who(other) is not None


def test_a_disabled_account_lets_nobody_in_until_it_is_enabled_again(desk: Desk) -> None:
    secret = desk.set_up(desk.add())
    desk.accounts.disable(HANDLER, "officer", MONDAY)

    with pytest.raises(WrongSignIn):
        desk.signs_in(secret)
    desk.accounts.enable(HANDLER, "officer", MONDAY)

    assert desk.who(desk.signs_in(secret)) is not None


def test_an_account_that_is_disabled_between_password_and_code_lets_nobody_in(desk: Desk) -> None:
    secret, later = desk.set_up(desk.add()), NOW + PERIOD
    knows = desk.sign_in.check_password(HANDLER, PASSWORD, HERE, later)
    desk.accounts.disable(HANDLER, "officer", MONDAY)

    with pytest.raises(WrongSignIn):
        desk.sign_in.check_code(knows, code_at(secret, later), HERE, later)


def test_a_password_that_was_given_before_a_reset_is_worth_nothing_after_it(desk: Desk) -> None:
    desk.set_up(desk.add())
    knows = desk.sign_in.check_password(HANDLER, PASSWORD, HERE, NOW + PERIOD)
    new_secret, later = desk.set_up(desk.accounts.reset(HANDLER, "officer", MONDAY)), NOW + 2 * PERIOD

    with pytest.raises(WrongSignIn):
        desk.sign_in.check_code(knows, code_at(new_secret, later), HERE, later)


def test_a_disabled_account_is_not_set_up_either(desk: Desk) -> None:
    token = desk.add()
    desk.accounts.disable(HANDLER, "officer", MONDAY)

    with pytest.raises(SetupEnded):
        desk.setup.account(token, NOW)


def test_a_reset_ends_password_codes_and_the_link_before(desk: Desk) -> None:
    first_token = desk.add()
    second_token = desk.accounts.reset(HANDLER, "officer", MONDAY)
    secret = desk.set_up(second_token)
    desk.accounts.reset(HANDLER, "officer", MONDAY)

    for token in (first_token, second_token):
        with pytest.raises(SetupEnded):
            desk.setup.account(token, NOW)
    with pytest.raises(WrongSignIn):
        desk.signs_in(secret)


def test_what_is_so_already_leaves_no_trace_and_nobody_signed_out(desk: Desk, engine: Engine) -> None:
    session = desk.signs_in(desk.set_up(desk.add()))
    before = HistoryStore(engine).latest(100)

    assert not desk.accounts.enable(HANDLER, "officer", MONDAY)
    assert not desk.accounts.give_role(HANDLER, Role.HANDLER, "officer", MONDAY)

    assert HistoryStore(engine).latest(100) == before
    assert desk.who(session) is not None


def test_a_user_of_the_provider_is_one_account(desk: Desk) -> None:
    desk.add()
    desk.add(OFFICER, Role.OFFICER)
    desk.accounts.link(HANDLER, "subject-1", "officer", MONDAY)

    with pytest.raises(SubjectTaken, match=HANDLER):
        desk.accounts.link(OFFICER, "subject-1", "officer", MONDAY)
    assert not desk.accounts.link(HANDLER, "subject-1", "officer", MONDAY)


def test_a_user_of_the_provider_signs_in_unless_nobody_or_disabled(desk: Desk) -> None:
    desk.add()
    desk.accounts.link(HANDLER, "subject-1", "officer", MONDAY)
    session = desk.sign_in.sign_in_subject("subject-1", NOW)

    assert session is not None
    account = desk.who(session)
    assert account is not None
    assert account.name == HANDLER
    assert desk.sign_in.sign_in_subject("subject-2", NOW) is None
    desk.accounts.disable(HANDLER, "officer", MONDAY)
    assert desk.sign_in.sign_in_subject("subject-1", NOW) is None


def test_the_history_says_who_changed_what_and_holds_no_secret(desk: Desk, engine: Engine) -> None:
    token = desk.add()
    secret = desk.set_up(token)
    desk.accounts.give_role(HANDLER, Role.SUPERVISOR, "officer", MONDAY)
    desk.accounts.link(HANDLER, "subject-1", "officer", MONDAY)
    desk.accounts.disable(HANDLER, "deputy", MONDAY)
    desk.accounts.enable(HANDLER, "officer", MONDAY)
    new_token = desk.accounts.reset(HANDLER, "officer", MONDAY)

    entries = HistoryStore(engine).latest(100)

    assert [(entry.by, entry.change, dict(entry.details)) for entry in entries] == [
        ("officer", "desk account", {f"account, {HANDLER}": [None, "handler"]}),
        (HANDLER, "desk set-up", {f"set-up, {HANDLER}": ["not done", "done"]}),
        ("officer", "desk role", {f"role, {HANDLER}": ["handler", "supervisor"]}),
        ("officer", "desk OpenID subject", {f"OpenID subject, {HANDLER}": [None, "subject-1"]}),
        ("deputy", "desk account", {f"account, {HANDLER}": ["enabled", "disabled"]}),
        ("officer", "desk account", {f"account, {HANDLER}": ["disabled", "enabled"]}),
        ("officer", "desk set-up", {f"set-up, {HANDLER}": ["done", "to be done again"]}),
    ]
    assert not [word for word in (token, new_token, secret, PASSWORD) if word in str(entries)]
    assert HistoryStore(engine).verify() is None


def test_no_secret_stands_in_any_table(desk: Desk, engine: Engine) -> None:
    token = desk.add()
    secret = desk.set_up(token)
    session = desk.signs_in(secret)
    with pytest.raises(WrongSignIn):  # sometimes the password is typed where the name should be
        desk.sign_in.check_password(PASSWORD, "", HERE, NOW)
    waiting = desk.add(OFFICER, Role.OFFICER)

    with engine.begin() as connection:
        kept = "".join(str(row) for table in metadata.sorted_tables for row in connection.execute(sa.select(table)))

    assert HANDLER in kept
    assert not [word for word in (token, waiting, secret, session, PASSWORD) if word in kept]


def test_accounts_are_listed_by_name_with_how_they_stand(desk: Desk) -> None:
    desk.add(OFFICER, Role.OFFICER)
    desk.set_up(desk.add())
    desk.accounts.disable(OFFICER, "officer", MONDAY)

    handler, officer = desk.accounts.standings()

    assert (handler.account.name, handler.is_set_up, handler.is_disabled) == (HANDLER, True, False)
    assert handler.setup_expires_at is None
    assert (officer.account.name, officer.is_set_up, officer.is_disabled) == (OFFICER, False, True)
    assert officer.setup_expires_at == NOW + 72 * 3600


def test_there_is_staff_once_somebody_who_may_answer_could_sign_in(desk: Desk, engine: Engine) -> None:
    desk.set_up(desk.add(OFFICER, Role.OFFICER))
    token = desk.add()
    assert not _staffed(engine)
    secret = desk.setup.choose_password(token, PASSWORD, NOW)
    assert not _staffed(engine)

    desk.setup.confirm(token, code_at(secret, NOW), NOW)

    assert _staffed(engine)
    assert [account.name for account in desk.accounts.colleagues()] == [HANDLER]
    desk.accounts.disable(HANDLER, "officer", MONDAY)
    assert not _staffed(engine)
    assert desk.accounts.colleagues() == []


def test_somebody_whom_the_provider_signs_in_is_staff_without_a_password(desk: Desk, engine: Engine) -> None:
    desk.add()

    desk.accounts.link(HANDLER, "subject-1", "officer", MONDAY)

    assert _staffed(engine)


def test_an_account_that_goes_takes_its_sessions_with_it(desk: Desk, engine: Engine) -> None:
    desk.signs_in(desk.set_up(desk.add()))

    with engine.begin() as connection:
        connection.execute(sa.text("DELETE FROM account"))
        left = connection.execute(sa.select(account_sessions)).all()

    assert left == []
