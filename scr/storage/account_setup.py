"""Setting an account of the desk up: a password, then a second factor, which a first right code confirms.

Until that code the account opens nothing, and whoever has the token may begin again; with it the token has had its use.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from scr.rules.accounts import Account
from scr.storage import account_rows as rows
from scr.storage import account_sessions, history
from scr.storage.database import reading, writing
from scr.storage.hashing import Hasher
from scr.storage.second_factor import SecondFactors
from scr.storage.tables import accounts

_WHAT = "The desk's accounts"


class SetupEnded(Exception):
    """No account waits to be set up with this token: it is unknown, has expired or has been used."""


class NotTheCode(Exception):
    """The app that the secret was given to would show another code now."""


class AccountSetup:
    def __init__(self, engine: Engine, hasher: Hasher, factors: SecondFactors) -> None:
        self._engine = engine
        self._hasher = hasher
        self._factors = factors

    def account(self, token: str, now: float) -> Account:
        """Whose account the token sets up.

        Raises:
            SetupEnded, DatabaseUnavailable
        """
        with reading(self._engine, _WHAT) as connection:
            return rows.account_of(_waiting(connection, token, now))

    def choose_password(self, token: str, password: str, now: float) -> str:
        """Keep the password, and make the second factor; its secret. Both take the place of those chosen before.

        Raises:
            SetupEnded, DatabaseUnavailable
        """
        self.account(token, now)  # nobody has a hash made who has no token
        password_hash = self._hasher.hash(password)
        secret, kept = self._factors.new()
        with writing(self._engine, _WHAT) as connection:
            row = _waiting(connection, token, now, lock=True)
            rows.change(connection, row.id, password_hash=password_hash, totp_secret=kept, totp_used=None)
        return secret

    def secret(self, token: str, now: float) -> str:
        """The second factor's secret once more, for whoever could not read it yet.

        Raises:
            SetupEnded: also where no password has been chosen yet.
            FactorUnreadable, DatabaseUnavailable
        """
        with reading(self._engine, _WHAT) as connection:
            row = _waiting(connection, token, now)
        if row.totp_secret is None:
            raise SetupEnded
        return self._factors.secret(row.totp_secret)

    def confirm(self, token: str, code: str, now: float) -> str:
        """The account is set up; the token of a first session: whoever has just given both factors need not do it again.

        Raises:
            SetupEnded, NotTheCode, FactorUnreadable, DatabaseUnavailable
        """
        with writing(self._engine, _WHAT) as connection:
            history.take_turn(connection)
            row = _waiting(connection, token, now, lock=True)
            if row.totp_secret is None:
                raise SetupEnded
            period = self._factors.period_of(code, row.totp_secret, None, now)
            if period is None:
                raise NotTheCode
            rows.change(connection, row.id, totp_used=period, **rows.NO_SETUP)
            at = dt.datetime.fromtimestamp(now, dt.timezone.utc)
            rows.note(connection, "set-up", row.name, "not done", "done", row.name, at)
            return account_sessions.begin(connection, row.id, now)


def _waiting(connection: Connection, token: str, now: float, lock: bool = False) -> Any:
    """
    Raises:
        SetupEnded
    """
    waits = (accounts.c.setup_hash == rows.digest(token), accounts.c.setup_expires_at > now, ~accounts.c.disabled)
    query = sa.select(accounts).where(*waits)
    row = connection.execute(query.with_for_update() if lock else query).first()
    if row is None:
        raise SetupEnded
    return row
