"""What `scr desk add`, `list`, `reset`, `disable`, `enable`, `role` and `link` do."""

from __future__ import annotations

import argparse
import datetime as dt
from urllib.parse import urlsplit

from scr.register.errors import CannotRead
from scr.register.telling import engine, now, signed, tells
from scr.rules.accounts import Role
from scr.settings import get_settings
from scr.storage.accounts import SETUP_HOURS, AccountStore, Standing

_LONGEST_NAME = 80
_LONGEST_SUBJECT = 255
_NOT_CHANGED = "Nothing was changed."


@tells
def add(options: argparse.Namespace) -> int:
    by, name, address = signed(options), _name(options.name), _address(options.address)
    token = AccountStore(engine()).add(name, Role(options.role), by, now())
    print(f"{name} has an account at the desk: {options.role}.")
    _print_way_in(name, address, token)
    return 0


@tells
def list_all(options: argparse.Namespace) -> int:
    standings, at = AccountStore(engine()).standings(), now().timestamp()
    for standing in standings:
        print(f"{standing.account.name}: {standing.account.role.value}, {_state(standing, at)}")
    if not standings:
        print("Nobody has an account at the desk; `scr desk add` gives one.")
    return 0


@tells
def reset(options: argparse.Namespace) -> int:
    by, name, address = signed(options), _name(options.name), _address(options.address)
    token = AccountStore(engine()).reset(name, by, now())
    print(f"The password and the codes of {name} have ended, and they are signed out.")
    _print_way_in(name, address, token)
    return 0


@tells
def disable(options: argparse.Namespace) -> int:
    by, name = signed(options), _name(options.name)
    was_changed = AccountStore(engine()).disable(name, by, now())
    done = f"{name} is signed out and cannot sign in any more. To let them in again: scr desk enable"
    print(done if was_changed else f"{name} is disabled already. {_NOT_CHANGED}")
    return 0


@tells
def enable(options: argparse.Namespace) -> int:
    by, name = signed(options), _name(options.name)
    was_changed = AccountStore(engine()).enable(name, by, now())
    done = f"{name} can sign in again, as before they were disabled."
    print(done if was_changed else f"{name} is not disabled. {_NOT_CHANGED}")
    return 0


@tells
def role(options: argparse.Namespace) -> int:
    by, name = signed(options), _name(options.name)
    was_changed = AccountStore(engine()).give_role(name, Role(options.role), by, now())
    done = f"{name} is {options.role} now, and has to sign in again."
    print(done if was_changed else f"{name} is {options.role} already. {_NOT_CHANGED}")
    return 0


@tells
def link(options: argparse.Namespace) -> int:
    by, name, subject = signed(options), _name(options.name), _subject(options.subject)
    was_changed = AccountStore(engine()).link(name, subject, by, now())
    done = f"Whom the OpenID provider calls {subject} is {name} at the desk."
    print(done if was_changed else f"It is linked already. {_NOT_CHANGED}")
    return 0


def _name(text: str) -> str:
    """
    Raises:
        CannotRead
    """
    name = " ".join(text.split())
    if not name.isprintable() or not name[:1].isalpha() or len(name) > _LONGEST_NAME:
        raise CannotRead(
            f"{name[:30]!r} is no name; it should begin with a letter and have up to {_LONGEST_NAME} characters"
        )
    return name


def _subject(text: str) -> str:
    """
    Raises:
        CannotRead
    """
    if not text.strip() or not text.isprintable() or len(text) > _LONGEST_SUBJECT:
        raise CannotRead(f"The subject should be what the provider calls them, up to {_LONGEST_SUBJECT} characters")
    return text.strip()


def _address(given: "str | None") -> str:
    """Where the pages are, without a slash at the end.

    Raises:
        CannotRead
    """
    address = (given or get_settings().base_url).rstrip("/")
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise CannotRead(f"{address!r} is no address; it should look like https://assistant.example.org")
    return address


def _print_way_in(name: str, address: str, token: str) -> None:
    if get_settings().oidc_issuer:
        print(f'They sign in at your OpenID provider. To say who they are there: scr desk link "{name}" SUBJECT')
        return
    print(f"\nTo set it up, within {SETUP_HOURS} hours:\n\n    {address}/desk/set-up?token={token}\n")
    print("This address is shown this once and works once. Whoever has it gets the account, so give it to them alone.")


def _state(standing: Standing, at: float) -> str:
    if standing.is_disabled:
        return "disabled"
    ways = ["OpenID"] if standing.subject else []
    if standing.is_set_up:
        return " and ".join(["set up", *ways])
    waiting = standing.setup_expires_at is not None and standing.setup_expires_at > at
    until = f"{dt.datetime.fromtimestamp(standing.setup_expires_at or 0, dt.timezone.utc):%Y-%m-%d %H:%M} UTC"
    link = f"not set up yet, link good until {until}" if waiting else "not set up, and the link has expired: scr desk reset"
    return " and ".join(ways) or link
