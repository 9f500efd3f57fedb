"""Accounts of the desk as its staff would set them up, with an app that shows codes."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Optional

import pyotp
from sqlalchemy.engine import Engine

from scr.rules.accounts import Account, Role
from scr.storage.account_sessions import AccountSessions
from scr.storage.account_setup import AccountSetup
from scr.storage.account_sign_in import AccountSignIn
from scr.storage.accounts import AccountStore
from scr.storage.hashing import Hasher
from scr.storage.second_factor import SecondFactors

MONDAY = dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.timezone.utc)
NOW = MONDAY.timestamp()
HERE, ELSEWHERE = "192.0.2.1", "198.51.100.7"
HANDLER, OFFICER = "Example Handler", "Sample Officer"
PASSWORD = "four walnut lorries hum"
KEY = "the test's own key"
IDLE_LIMIT = 1800.0
PERIOD = 30.0
HOUR = 3600.0
LATER = NOW + PERIOD


def code_at(secret: str, now: float) -> str:
    """What the app shows at that moment."""
    return pyotp.TOTP(secret).at(int(now))


@dataclass
class Desk:
    """All that there is to accounts, over one database."""

    engine: Engine
    key: str = KEY

    def __post_init__(self) -> None:
        hasher, factors = Hasher(), SecondFactors(self.key)
        self.accounts = AccountStore(self.engine)
        self.setup = AccountSetup(self.engine, hasher, factors)
        self.sign_in = AccountSignIn(self.engine, hasher, factors)
        self.sessions = AccountSessions(self.engine, IDLE_LIMIT)

    def add(self, name: str = HANDLER, role: Role = Role.HANDLER) -> str:
        return self.accounts.add(name, role, "officer", MONDAY)

    def set_up(self, token: str, password: str = PASSWORD, now: float = NOW) -> str:
        """The secret that the app keeps from now on. Its code of this period has been used."""
        secret = self.setup.choose_password(token, password, now)
        self.setup.confirm(token, code_at(secret, now), now)
        return secret

    def signs_in(self, secret: str, name: str = HANDLER, now: float = LATER, address: str = HERE) -> str:
        """The token of a session that has begun then."""
        knows = self.sign_in.check_password(name, PASSWORD, address, now)
        return self.sign_in.check_code(knows, code_at(secret, now), address, now)

    def who(self, session: str, now: float = LATER) -> Optional[Account]:
        return self.sessions.account(session, now)
