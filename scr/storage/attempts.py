"""Counts tries at signing in, for `scr.rules.attempts`, so that processes that try at once are all counted.

Tries with access codes and those at the helpline's desk are counted in one table: an address's are the same address's.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Dict, Mapping

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from scr.rules.attempts import ADDRESS, LONGEST_MEMORY, NONE, PERSON, TOGETHER, Failures, failed, network_of, wait_until
from scr.storage.database import writing
from scr.storage.tables import failed_sign_ins
from scr.storage.upsert import insert_or_leave, insert_or_replace

_TOGETHER = "all"
_failed = failed_sign_ins


class TryLater(Exception):
    """There were too many failures; `seconds` must pass before the next try."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"too many failures to sign in; the next try may be made in {seconds:.0f} seconds")
        self.seconds = seconds


@dataclass(frozen=True)
class Attempt:
    """A try that has been counted as failed until it is taken back: failures by key, before it and with it."""

    of_the_secret: Mapping[str, Failures]
    before: Mapping[str, Failures]
    after: Mapping[str, Failures]


def begin(engine: Engine, secret: str, address: str, now: float, everywhere: bool = False) -> Attempt:
    """Count a try before its secret is looked at, so that many at once cannot all be made before the first is counted.

    Args:
        secret: what is tried to be opened, such as ``code:`` and the code's id; up to 60 characters.
        everywhere: whoever fails keeps everybody waiting who tries the same, wherever they are. Only for what nobody can
            try who does not know another secret already.

    Raises:
        TryLater: it may not be made yet, and was not counted.
        DatabaseUnavailable
    """
    network = network_of(address)
    own, person, place = secret if everywhere else f"{secret} address:{network}", secret, f"address:{network}"
    limits = {own: PERSON, person: PERSON, place: ADDRESS, _TOGETHER: TOGETHER}
    with writing(engine, "A try at signing in") as connection:
        _one_at_a_time(connection)
        before = _read(connection, *limits)
        until = wait_until(before[own], before[person], before[place], before[_TOGETHER], now)
        if until > now:
            raise TryLater(until - now)
        after = {key: failed(limit, before[key], now) for key, limit in limits.items()}
        for key, failures in after.items():
            _write(connection, key, failures)
        _forget(connection, now)
    of_the_secret = {key: after[key] for key in (own, person)}
    return Attempt(of_the_secret, {key: before[key] for key in (place, _TOGETHER)}, after)


def take_back(connection: Connection, attempt: Attempt) -> None:
    """The try succeeded: the secret's failures are over, and the others as if it had not been made."""
    _one_at_a_time(connection)
    connection.execute(_failed.delete().where(_failed.c.key.in_(list(attempt.of_the_secret))))
    now = _read(connection, *attempt.before)
    for key, before in attempt.before.items():
        unchanged = now[key] == attempt.after[key]
        _write(connection, key, before if unchanged else Failures(max(0, now[key].count - 1), now[key].last_at))


def _one_at_a_time(connection: Connection) -> None:
    """Lock the row of all together, on which every try waits here. (SQLite lets one writer in at a time anyway.)"""
    insert_or_leave(connection, _failed, {"key": _TOGETHER, "failures": 0, "last_failed_at": 0.0})
    connection.execute(sa.select(_failed.c.key).where(_failed.c.key == _TOGETHER).with_for_update())


def _read(connection: Connection, *keys: str) -> Dict[str, Failures]:
    rows = connection.execute(sa.select(_failed).where(_failed.c.key.in_(keys)))
    return {**dict.fromkeys(keys, NONE), **{row.key: Failures(row.failures, row.last_failed_at) for row in rows}}


def _write(connection: Connection, key: str, failures: Failures) -> None:
    insert_or_replace(connection, _failed, {"key": key, "failures": failures.count, "last_failed_at": failures.last_at})


def _forget(connection: Connection, now: float) -> None:
    """A network address is nobody's business once it no longer counts."""
    connection.execute(_failed.delete().where(_failed.c.key != _TOGETHER, _failed.c.last_failed_at < now - LONGEST_MEMORY))
