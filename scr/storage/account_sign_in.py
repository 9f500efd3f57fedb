"""Signing in at the desk: name and password, then a code of the second factor; or as a user of the OpenID provider."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any, Optional

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from scr.storage import account_rows as rows
from scr.storage import account_sessions, attempts
from scr.storage.attempts import TryLater
from scr.storage.database import reading, writing
from scr.storage.hashing import Hasher
from scr.storage.second_factor import SecondFactors
from scr.storage.tables import accounts

__all__ = ["AccountSignIn", "KnowsPassword", "TryLater", "WrongSignIn"]

_WHAT = "Signing in at the desk"
_KEY_LENGTH = 32


class WrongSignIn(Exception):
    """That is nobody's name and password, or not their code now; what is wrong with it is not said."""


@dataclass(frozen=True)
class KnowsPassword:
    """Somebody has given the account's password. `stamp` changes with the password, so that this does not outlive it."""

    account_id: int
    stamp: str


class AccountSignIn:
    def __init__(self, engine: Engine, hasher: Hasher, factors: SecondFactors) -> None:
        self._engine = engine
        self._hasher = hasher
        self._factors = factors

    def check_password(self, name: str, password: str, address: str, now: float) -> KnowsPassword:
        """Slow on purpose, and as slow where nobody has this name.

        Raises:
            WrongSignIn, TryLater, DatabaseUnavailable
        """
        attempt = attempts.begin(self._engine, _key_of(name), address, now)
        with reading(self._engine, _WHAT) as connection:
            row = rows.find(connection, name)
        if not self._hasher.is_right(row.password_hash if row and _is_open(row) else None, password):
            raise WrongSignIn
        assert row is not None  # nothing is right where there is no row
        password_hash = self._hasher.renewed(row.password_hash, password)
        with writing(self._engine, _WHAT) as connection:
            attempts.take_back(connection, attempt)
            # It may have been reset or disabled while the password was checked.
            same = (accounts.c.id == row.id, accounts.c.password_hash == row.password_hash, ~accounts.c.disabled)
            if not connection.execute(accounts.update().where(*same).values(password_hash=password_hash)).rowcount:
                raise WrongSignIn
        return KnowsPassword(row.id, _stamp(password_hash))

    def check_code(self, knows: KnowsPassword, code: str, address: str, now: float) -> str:
        """A new session's token. Each code is good once.

        Raises:
            WrongSignIn, TryLater, FactorUnreadable, DatabaseUnavailable
        """
        # Six figures are soon guessed from many addresses at once. Whoever gets here knows the password, so a wait for the
        # account wherever it is tried keeps nobody out whom a stranger would like to keep out.
        attempt = attempts.begin(self._engine, f"factor:{knows.account_id}", address, now, everywhere=True)
        with writing(self._engine, _WHAT) as connection:
            attempts.take_back(connection, attempt)
            row = rows.locked(connection, knows.account_id)
            if row is None or not _is_open(row) or _stamp(row.password_hash) != knows.stamp:
                raise WrongSignIn
            period = self._factors.period_of(code, row.totp_secret, row.totp_used, now)
            if period is None:
                raise WrongSignIn
            rows.change(connection, row.id, totp_used=period)
            return account_sessions.begin(connection, row.id, now)

    def sign_in_subject(self, subject: str, now: float) -> Optional[str]:
        """A new session's token for a user of the OpenID provider; None where it is nobody's who may sign in.

        Raises:
            DatabaseUnavailable
        """
        of_them = sa.select(accounts).where(accounts.c.oidc_subject == subject, ~accounts.c.disabled).with_for_update()
        with writing(self._engine, _WHAT) as connection:
            row = connection.execute(of_them).first()
            return account_sessions.begin(connection, row.id, now) if row else None


def _is_open(row: Any) -> bool:
    return row.totp_used is not None and not row.disabled


def _key_of(name: str) -> str:
    """By what failures are counted. Not the name itself: sometimes it is the password that is typed there."""
    return f"account:{hashlib.sha256(rows.folded(name).encode('utf-8', 'replace')).hexdigest()[:_KEY_LENGTH]}"


def _stamp(password_hash: str) -> str:
    return hashlib.sha256(password_hash.encode("ascii")).hexdigest()[:_KEY_LENGTH]
