"""`scr desk …`: what the commands say, that they do it, and that the history has it."""

from __future__ import annotations

import re

import pytest

from scr.settings import get_settings
from scr.storage.database import connect
from tests import terminal
from tests.storage.desk_accounts import HANDLER, PASSWORD, Desk, code_at
from tests.terminal import Said

pytestmark = pytest.mark.usefixtures("own_database")

OTHER = "Sample Supervisor"


def does(capsys: Said, *arguments: str) -> str:
    return terminal.does(capsys, "desk", *arguments)


def refuses(capsys: Said, *arguments: str) -> str:
    return terminal.refuses(capsys, "desk", *arguments)


def _set_up(text: str) -> None:
    """As the owner of the account does it, from the address that the command printed."""
    found = re.search(r"http://127\.0\.0\.1:5005/desk/set-up\?token=([\w-]{40,})\n", text)
    assert found, text
    desk = Desk(connect(get_settings().sqlalchemy_url, 5))
    before_its_end = (desk.accounts.standings()[0].setup_expires_at or 0.0) - 1
    secret = desk.setup.choose_password(found[1], PASSWORD, before_its_end)
    desk.setup.confirm(found[1], code_at(secret, before_its_end), before_its_end)


def test_an_added_account_is_set_up_from_the_address_that_is_printed_once(capsys: Said) -> None:
    said = does(capsys, "add", HANDLER, "--role", "handler", "--by", "Pat")
    assert f"{HANDLER} has an account at the desk: handler." in said
    assert re.search(rf"{HANDLER}: handler, not set up yet, link good until \d{{4}}-", does(capsys, "list"))

    _set_up(said)

    assert does(capsys, "list") == f"{HANDLER}: handler, set up\n"


def test_the_address_may_be_that_of_a_proxy(capsys: Said) -> None:
    said = does(capsys, "add", HANDLER, "--role", "handler", "--address", "https://assistant.example.org/")

    assert "https://assistant.example.org/desk/set-up?token=" in said


def test_every_change_says_what_it_did_and_stands_in_the_history(capsys: Said) -> None:
    _set_up(does(capsys, "add", HANDLER, "--role", "handler", "--by", "Pat"))

    assert "supervisor now" in does(capsys, "role", HANDLER, "supervisor", "--by", "Pat")
    assert "cannot sign in any more" in does(capsys, "disable", HANDLER, "--by", "Jo")
    assert does(capsys, "list") == f"{HANDLER}: supervisor, disabled\n"
    assert "can sign in again" in does(capsys, "enable", HANDLER, "--by", "Pat")
    assert "subject-1" in does(capsys, "link", HANDLER, "subject-1", "--by", "Pat")
    assert does(capsys, "list") == f"{HANDLER}: supervisor, set up and OpenID\n"
    reset = does(capsys, "reset", HANDLER, "--by", "Pat")
    assert "/desk/set-up?token=" in reset

    told = terminal.does(capsys, "register", "history")
    assert "Jo  desk account" in told
    assert "Pat  desk OpenID subject" in told
    assert not re.search(r"token|walnut", told)


def test_what_is_so_already_is_said(capsys: Said) -> None:
    does(capsys, "add", HANDLER, "--role", "handler")

    assert "handler already. Nothing was changed." in does(capsys, "role", HANDLER, "handler")
    assert "is not disabled. Nothing was changed." in does(capsys, "enable", HANDLER)
    does(capsys, "disable", HANDLER)
    assert "is disabled already. Nothing was changed." in does(capsys, "disable", HANDLER)
    does(capsys, "link", HANDLER, "subject-1")
    assert "linked already. Nothing was changed." in does(capsys, "link", HANDLER, "subject-1")


def test_what_cannot_be_done_is_said_plainly(capsys: Said) -> None:
    does(capsys, "add", HANDLER, "--role", "handler")
    does(capsys, "add", OTHER, "--role", "supervisor")
    does(capsys, "link", OTHER, "subject-1")

    assert f"called '{HANDLER}' already" in refuses(capsys, "add", HANDLER.upper(), "--role", "officer")
    assert "Nobody at the desk is called 'Nobody Here'" in refuses(capsys, "disable", "Nobody Here")
    assert OTHER in refuses(capsys, "link", HANDLER, "subject-1")
    assert "is no name" in refuses(capsys, "add", "=1+1", "--role", "handler")
    assert "is no name" in refuses(capsys, "add", "x" * 81, "--role", "handler")
    assert "--by should be a name" in refuses(capsys, "disable", HANDLER, "--by", "")
    assert "subject should be" in refuses(capsys, "link", HANDLER, " ")
    assert "is no address" in refuses(capsys, "reset", HANDLER, "--address", "assistant.example.org")


def test_a_role_that_there_is_not_is_refused(capsys: Said) -> None:
    with pytest.raises(SystemExit):
        does(capsys, "add", HANDLER, "--role", "manager")
    assert "invalid choice: 'manager'" in capsys.readouterr().err

    assert "Nobody has an account" in does(capsys, "list")


def test_where_the_provider_signs_people_in_no_password_is_set_up(capsys: Said, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCR_OIDC_ISSUER", "https://login.example")
    get_settings.cache_clear()

    said = does(capsys, "add", HANDLER, "--role", "handler")

    assert "token" not in said
    assert f'scr desk link "{HANDLER}" SUBJECT' in said
