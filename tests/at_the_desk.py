"""Somebody at the helpline's desk, without the signing in: whoever answers people in a test."""

from __future__ import annotations

from sqlalchemy.engine import Engine

from scr.rules.accounts import Account, Role
from scr.storage.tables import accounts

_SET_UP = {"disabled": False, "password_hash": "kept elsewhere", "totp_secret": "kept elsewhere", "totp_used": 1}


def colleague(engine: Engine, name: str = "Pat Sample", role: Role = Role.HANDLER, **values: object) -> Account:
    """An account that is set up, unless `values` of its row say something else."""
    row = {"name": name, "role": role.value, **_SET_UP, **values}
    with engine.begin() as connection:
        number = connection.execute(accounts.insert().values(row)).inserted_primary_key[0]
    return Account(int(number), name, role)
