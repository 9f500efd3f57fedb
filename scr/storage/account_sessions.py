"""Who is signed in at the desk: of each session's token only a hash is kept, so that the table opens nothing."""

from __future__ import annotations

import secrets
from typing import Any, Optional

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from scr.rules.accounts import Account
from scr.storage import account_rows as rows
from scr.storage.database import reading, writing
from scr.storage.tables import account_sessions, accounts

LONGEST = 12 * 60 * 60.0
"""Seconds after which a session has ended, however busy somebody was."""

_WHAT = "The desk's sessions"
_TOKEN_BYTES = 32
_NOTED = 60
"""That somebody was there is written down once in this part of the idle time: every key pressed may be a request."""


def begin(connection: Connection, account_id: int, now: float) -> str:
    """A new session's token, for an account whose row is locked. Sessions that have had their time are deleted."""
    connection.execute(account_sessions.delete().where(account_sessions.c.begun_at <= now - LONGEST))
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    row = {"token_hash": rows.digest(token), "account_id": account_id, "begun_at": now, "last_active_at": now}
    connection.execute(account_sessions.insert().values(row))
    return token


class AccountSessions:
    """`idle_limit`: seconds without a key pressed after which a session has ended."""

    def __init__(self, engine: Engine, idle_limit: float) -> None:
        self._engine = engine
        self._idle_limit = idle_limit

    def account(self, token: str, now: float, active: bool = True) -> Optional[Account]:
        """Whose session it is, while it lasts. `active`: somebody is there, and not their page alone.

        Raises:
            DatabaseUnavailable
        """
        with reading(self._engine, _WHAT) as connection:
            row = connection.execute(self._going_on(token, now)).first()
        if row is None:
            return None
        if active and row.last_active_at < now - self._idle_limit / _NOTED:
            self._keep(token, now)
        return rows.account_of(row)

    def end(self, token: str) -> None:
        """
        Raises:
            DatabaseUnavailable
        """
        with writing(self._engine, _WHAT) as connection:
            connection.execute(account_sessions.delete().where(account_sessions.c.token_hash == rows.digest(token)))

    def _going_on(self, token: str, now: float) -> Any:
        session = account_sessions.c
        return (
            sa.select(accounts.c.id, accounts.c.name, accounts.c.role, session.last_active_at)
            .join(account_sessions, session.account_id == accounts.c.id)
            .where(
                session.token_hash == rows.digest(token),
                session.last_active_at > now - self._idle_limit,
                session.begun_at > now - LONGEST,
                ~accounts.c.disabled,
            )
        )

    def _keep(self, token: str, now: float) -> None:
        session = account_sessions.c
        of_it = (session.token_hash == rows.digest(token), session.last_active_at < now)
        with writing(self._engine, _WHAT) as connection:
            connection.execute(account_sessions.update().where(*of_it).values(last_active_at=now))
