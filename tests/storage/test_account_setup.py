"""Setting an account up: a link has one use and three days, and nothing is open before the first right code."""

from __future__ import annotations

import pytest

from scr.storage.account_setup import NotTheCode, SetupEnded
from scr.storage.account_sign_in import WrongSignIn
from tests.storage.desk_accounts import HANDLER, HERE, HOUR, LATER, NOW, PASSWORD, PERIOD, Desk, code_at


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
