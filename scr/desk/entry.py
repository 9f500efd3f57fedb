"""What signing in at the desk needs of the database."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy.engine import Engine

from scr.secret import desk_secret
from scr.settings import Settings
from scr.storage.account_sessions import AccountSessions
from scr.storage.account_setup import AccountSetup
from scr.storage.account_sign_in import AccountSignIn
from scr.storage.hashing import Hasher
from scr.storage.reached import Reached
from scr.storage.second_factor import SecondFactors


class Stores(NamedTuple):
    sessions: AccountSessions
    setup: AccountSetup
    sign_in: AccountSignIn


Entry = Reached[Stores]


def entry(settings: Settings) -> Entry:
    def stores(engine: Engine) -> Stores:
        hasher, factors = Hasher(), SecondFactors(desk_secret(settings))
        return Stores(
            AccountSessions(engine, settings.desk_idle_minutes * 60.0),
            AccountSetup(engine, hasher, factors),
            AccountSignIn(engine, hasher, factors),
        )

    return Reached(settings, stores)
