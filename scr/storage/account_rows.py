"""What the modules of the desk's accounts read and write of their tables, each within a transaction that it was given."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from typing import Any, Mapping, Optional

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from scr.rules.accounts import Account, Role
from scr.storage import history
from scr.storage.history import Change
from scr.storage.register import RegisterError
from scr.storage.tables import account_sessions, accounts

NO_FACTORS: Mapping[str, None] = dict.fromkeys(("password_hash", "totp_secret", "totp_used"))
NO_SETUP: Mapping[str, None] = dict.fromkeys(("setup_hash", "setup_expires_at"))

# The first code that is taken ends the setting up.
IS_SET_UP = accounts.c.totp_used.is_not(None)


class NoSuchAccount(RegisterError):
    """Nobody at the desk has this name."""

    def __init__(self, name: str) -> None:
        super().__init__(f"Nobody at the desk is called {name!r}; `scr desk list` shows who is")


class NameTaken(RegisterError):
    """Somebody at the desk has this name already."""

    def __init__(self, name: str) -> None:
        super().__init__(f"Somebody at the desk is called {name!r} already; add to the name, as in 'Jo Example (nights)'")


class SubjectTaken(RegisterError):
    """The OpenID provider's user is known as somebody else."""

    def __init__(self, name: str) -> None:
        super().__init__(f"This user of the OpenID provider is {name!r} already")


@dataclass(frozen=True)
class Standing:
    """An account as its keeper sees it. `setup_expires_at`: seconds since 1970, where a set-up link is waiting."""

    account: Account
    is_disabled: bool
    is_set_up: bool
    setup_expires_at: Optional[float]
    subject: Optional[str]


def account_of(row: Any) -> Account:
    return Account(row.id, row.name, Role(row.role))


def standing_of(row: Any) -> Standing:
    return Standing(account_of(row), row.disabled, row.totp_used is not None, row.setup_expires_at, row.oidc_subject)


def find(connection: Connection, name: str) -> Optional[Any]:
    """Whose name it is, in capitals or small letters. All rows are read for that: databases fold letters differently, the
    desk is small, and the same statement for every name tells nobody which there are."""
    rows = connection.execute(sa.select(accounts).order_by(accounts.c.id)).all()
    return next((row for row in rows if folded(row.name) == folded(name)), None)


def named(connection: Connection, name: str) -> Any:
    """The row, locked until the transaction ends.

    Raises:
        NoSuchAccount
    """
    row = find(connection, name)
    if row is None:
        raise NoSuchAccount(name)
    return locked(connection, row.id)


def locked(connection: Connection, account_id: int) -> Optional[Any]:
    """The row, locked until the transaction ends."""
    return connection.execute(sa.select(accounts).where(accounts.c.id == account_id).with_for_update()).first()


def change(connection: Connection, account_id: int, **values: object) -> None:
    connection.execute(accounts.update().where(accounts.c.id == account_id).values(values))


def end_sessions(connection: Connection, account_id: int) -> None:
    """Whoever changes the account too does that first: the row's lock then keeps new sessions from beginning in between."""
    connection.execute(account_sessions.delete().where(account_sessions.c.account_id == account_id))


def note(connection: Connection, what: str, name: str, old: object, new: object, by: str, at: dt.datetime) -> None:
    """Into the history; `old` and `new` are no secrets."""
    history.append(connection, [Change(at, by, f"desk {what}", None, {f"{what}, {name}": [old, new]})])


def folded(name: str) -> str:
    return " ".join(name.split()).casefold()


def digest(token: str) -> str:
    """What is kept of a token. It is long and random, so one plain hash is enough."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
