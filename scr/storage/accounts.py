"""Who works at the helpline's desk, as the board's officer keeps it. Every change stands in the history, without secrets.

How somebody sets an account up, signs in and stays so is in `account_setup.py`, `account_sign_in.py`, `account_sessions.py`.
"""

from __future__ import annotations

import datetime as dt
import secrets
from typing import Any, Dict, List, Tuple

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from scr.rules.accounts import Account, Act, Role, roles_that_may
from scr.storage import account_rows as rows
from scr.storage import history
from scr.storage.account_rows import NameTaken, NoSuchAccount, Standing, SubjectTaken
from scr.storage.database import reading, writing
from scr.storage.tables import accounts

__all__ = ["SETUP_HOURS", "AccountStore", "NameTaken", "NoSuchAccount", "Standing", "SubjectTaken", "has_staff"]

SETUP_HOURS = 72

_WHAT = "The desk's accounts"
_TOKEN_BYTES = 32


def has_staff(connection: Connection) -> bool:
    """Whether anybody could sign in at the desk now and answer somebody."""
    return connection.execute(_who_could_answer().limit(1)).first() is not None


class AccountStore:
    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, name: str, role: Role, by: str, at: dt.datetime) -> str:
        """A new account; the token for setting it up, which is kept nowhere.

        Raises:
            NameTaken, DatabaseUnavailable
        """
        with writing(self._engine, _WHAT) as connection:
            history.take_turn(connection)
            taken = rows.find(connection, name)
            if taken:
                raise NameTaken(taken.name)
            token, setup = _new_setup(at)
            connection.execute(accounts.insert().values(name=name, role=role.value, disabled=False, **setup))
            rows.note(connection, "account", name, None, role.value, by, at)
        return token

    def reset(self, name: str, by: str, at: dt.datetime) -> str:
        """A new token for setting the account up. Password, second factor and sessions end, and so does an older token.

        Raises:
            NoSuchAccount, DatabaseUnavailable
        """
        with writing(self._engine, _WHAT) as connection:
            history.take_turn(connection)
            row = rows.named(connection, name)
            token, setup = _new_setup(at)
            rows.change(connection, row.id, **rows.NO_FACTORS, **setup)
            rows.end_sessions(connection, row.id)
            rows.note(connection, "set-up", row.name, _how_set_up(row), "to be done again", by, at)
        return token

    def disable(self, name: str, by: str, at: dt.datetime) -> bool:
        """Nobody signs in with the account any more, and whoever is signed in is so no longer. False: it was so already.

        Raises:
            NoSuchAccount, DatabaseUnavailable
        """
        return self._switch(name, True, by, at)

    def enable(self, name: str, by: str, at: dt.datetime) -> bool:
        """The account works again as it did before it was disabled. False: it was not disabled.

        Raises:
            NoSuchAccount, DatabaseUnavailable
        """
        return self._switch(name, False, by, at)

    def give_role(self, name: str, role: Role, by: str, at: dt.datetime) -> bool:
        """Another role; sessions end. False: it was theirs already.

        Raises:
            NoSuchAccount, DatabaseUnavailable
        """
        with writing(self._engine, _WHAT) as connection:
            history.take_turn(connection)
            row = rows.named(connection, name)
            if row.role == role.value:
                return False
            rows.change(connection, row.id, role=role.value)
            rows.end_sessions(connection, row.id)
            rows.note(connection, "role", row.name, row.role, role.value, by, at)
        return True

    def link(self, name: str, subject: str, by: str, at: dt.datetime) -> bool:
        """Make a user of the OpenID provider known as this account, in place of the one before. False: so already.

        Raises:
            NoSuchAccount, SubjectTaken, DatabaseUnavailable
        """
        with writing(self._engine, _WHAT) as connection:
            history.take_turn(connection)
            row = rows.named(connection, name)
            if row.oidc_subject == subject:
                return False
            holder = connection.execute(sa.select(accounts.c.name).where(accounts.c.oidc_subject == subject)).scalar()
            if holder is not None:
                raise SubjectTaken(holder)
            rows.change(connection, row.id, oidc_subject=subject)
            rows.end_sessions(connection, row.id)
            rows.note(connection, "OpenID subject", row.name, row.oidc_subject, subject, by, at)
        return True

    def standings(self) -> List[Standing]:
        """Every account, by name.

        Raises:
            DatabaseUnavailable
        """
        with reading(self._engine, _WHAT) as connection:
            found = connection.execute(sa.select(accounts)).all()
        return sorted(map(rows.standing_of, found), key=lambda standing: rows.folded(standing.account.name))

    def colleagues(self) -> List[Account]:
        """Those who could sign in now and answer somebody, by name.

        Raises:
            DatabaseUnavailable
        """
        with reading(self._engine, _WHAT) as connection:
            found = connection.execute(_who_could_answer()).all()
        return sorted(map(rows.account_of, found), key=lambda account: rows.folded(account.name))

    def _switch(self, name: str, disabled: bool, by: str, at: dt.datetime) -> bool:
        with writing(self._engine, _WHAT) as connection:
            history.take_turn(connection)
            row = rows.named(connection, name)
            if row.disabled == disabled:
                return False
            rows.change(connection, row.id, disabled=disabled)
            rows.end_sessions(connection, row.id)
            old, new = ("enabled", "disabled") if disabled else ("disabled", "enabled")
            rows.note(connection, "account", row.name, old, new, by, at)
        return True


def _who_could_answer() -> Any:
    could_sign_in = sa.or_(rows.IS_SET_UP, accounts.c.oidc_subject.is_not(None))
    may_answer = accounts.c.role.in_(sorted(role.value for role in roles_that_may(Act.ANSWER)))
    return sa.select(accounts).where(~accounts.c.disabled, may_answer, could_sign_in)


def _new_setup(at: dt.datetime) -> Tuple[str, Dict[str, object]]:
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    expires_at = at.timestamp() + dt.timedelta(hours=SETUP_HOURS).total_seconds()
    return token, {"setup_hash": rows.digest(token), "setup_expires_at": expires_at}


def _how_set_up(row: Any) -> str:
    return "not done" if row.totp_used is None else "done"
