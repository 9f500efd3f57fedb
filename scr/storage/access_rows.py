"""What `access.py` reads and writes of its tables, each within a transaction that it was given."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import Any, Dict, List, Optional, Tuple

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from scr.rules.access import Grant, Role
from scr.storage import history
from scr.storage.database import from_stored
from scr.storage.history import Change
from scr.storage.register import RegisterError
from scr.storage.tables import grants, people, reviews, sign_ins
from scr.storage.upsert import insert_or_replace

_NO_WAY_IN = dict.fromkeys(("code_id", "code_hash", "code_expires_at", "teams_tenant", "teams_object"))


class NoSuchPerson(RegisterError):
    """Nobody of that name was ever granted access."""

    def __init__(self, name: str) -> None:
        super().__init__(f"Nobody called {name!r} has been granted access; `scr register people` shows who has")


class TakenByAnother(RegisterError):
    """A Teams user is known as somebody else."""

    def __init__(self, name: str) -> None:
        super().__init__(f"This Teams user is {name!r} already; revoke that access first")


@dataclass(frozen=True)
class Person:
    """Somebody who was ever granted access; names are unique."""

    id: int
    name: str


@dataclass(frozen=True)
class Standing:
    """A person with all that gives access. `code_expires_at` is None where there is no code."""

    person: Person
    code_expires_at: Optional[dt.datetime]
    uses_teams: bool
    grants: Tuple[Grant, ...]


def person_named(connection: Connection, name: str) -> Any:
    """The row, locked until the transaction ends.

    Raises:
        NoSuchPerson
    """
    row = connection.execute(sa.select(people).where(people.c.name == name).with_for_update()).first()
    if row is None:
        raise NoSuchPerson(name)
    return row


def person_of_code(connection: Connection, code_id: str) -> Optional[Any]:
    return connection.execute(sa.select(people).where(people.c.code_id == code_id)).first()


def person_of_teams(connection: Connection, tenant: str, object_id: str, lock: bool = False) -> Optional[Any]:
    """The row, with `lock` until the transaction ends. Microsoft's ids are the same in capitals and small letters."""
    of_them = (people.c.teams_tenant == tenant.lower(), people.c.teams_object == object_id.lower())
    query = sa.select(people).where(*of_them)
    return connection.execute(query.with_for_update() if lock else query).first()


def has_review(connection: Connection, reference: str) -> bool:
    return connection.execute(sa.select(reviews.c.reference).where(reviews.c.reference == reference)).first() is not None


def grants_of(connection: Connection, person_id: int) -> Tuple[Grant, ...]:
    rows = connection.execute(_all_grants().where(grants.c.person_id == person_id))
    return tuple(_grant(row) for row in rows)


def standings(connection: Connection, name: Optional[str] = None) -> List[Standing]:
    """Everybody's by name, or the named person's alone."""
    of_people, of_grants = sa.select(people).order_by(people.c.name), _all_grants()
    if name is not None:
        of_people = of_people.where(people.c.name == name)
        of_grants = of_grants.join(people, people.c.id == grants.c.person_id).where(people.c.name == name)
    held: Dict[int, List[Grant]] = defaultdict(list)
    for row in connection.execute(of_grants):
        held[row.person_id].append(_grant(row))
    return [_standing(row, tuple(held[row.id])) for row in connection.execute(of_people)]


def put_grant(connection: Connection, person: Person, grant: Grant, by: str, at: dt.datetime) -> None:
    """Keep a grant in place of the one for the same team; the same one again leaves no trace."""
    held = {(old.reference, old.agency, old.team): old.role.value for old in grants_of(connection, person.id)}
    old_role = held.get((grant.reference, grant.agency, grant.team))
    if old_role == grant.role.value:
        return
    insert_or_replace(connection, grants, {"person_id": person.id, **vars(grant), "role": grant.role.value})
    history.append(connection, [_change("granted", person.name, grant, [old_role, grant.role.value], by, at)])


def end_grants(connection: Connection, person: Person, ended: Tuple[Grant, ...], by: str, at: dt.datetime) -> None:
    for reference in {grant.reference for grant in ended}:
        of_it = (grants.c.person_id == person.id, grants.c.reference == reference)
        connection.execute(grants.delete().where(*of_it))
    changes: List[Change] = [_change("revoked", person.name, grant, [grant.role.value, None], by, at) for grant in ended]
    history.append(connection, changes)


def put_code(
    connection: Connection, row: Any, code_id: str, code_hash: str, expires_at: dt.datetime, by: str, at: dt.datetime
) -> None:
    """Keep a person's new code, in place of the one before; `expires_at` as the tables keep it. Sign-ins end."""
    values = {"code_id": code_id, "code_hash": code_hash, "code_expires_at": expires_at}
    connection.execute(people.update().where(people.c.id == row.id).values(values))
    end_sign_ins(connection, row.id)
    details = {f"code, {row.name}": [_until(row.code_expires_at), _until(expires_at)]}
    history.append(connection, [Change(at, by, "code issued", None, details)])


def put_teams(connection: Connection, row: Any, tenant: str, object_id: str, by: str, at: dt.datetime) -> None:
    """Keep a person's Teams user, in place of the one before. Sign-ins end."""
    values = {"teams_tenant": tenant.lower(), "teams_object": object_id.lower()}
    connection.execute(people.update().where(people.c.id == row.id).values(values))
    end_sign_ins(connection, row.id)
    details = {f"Teams user, {row.name}": [row.teams_object, object_id.lower()]}
    history.append(connection, [Change(at, by, "Teams user linked", None, details)])


def end_ways_in(connection: Connection, row: Any, by: str, at: dt.datetime) -> None:
    """Take away code and Teams user."""
    if row.code_id is None and row.teams_object is None:
        return
    connection.execute(people.update().where(people.c.id == row.id).values(_NO_WAY_IN))
    ended = {f"code, {row.name}": _until(row.code_expires_at), f"Teams user, {row.name}": row.teams_object}
    details = {what: [old, None] for what, old in ended.items() if old is not None}
    history.append(connection, [Change(at, by, "ways in ended", None, details)])


def begin_sign_in(connection: Connection, conversation_id: str, person_id: int, now: float) -> None:
    row = {"conversation_id": conversation_id, "person_id": person_id, "last_active_at": now}
    insert_or_replace(connection, sign_ins, row)


def end_sign_ins(connection: Connection, person_id: int) -> None:
    connection.execute(sign_ins.delete().where(sign_ins.c.person_id == person_id))


def _all_grants() -> Any:
    return sa.select(grants).order_by(grants.c.reference, grants.c.agency, grants.c.team)


def _grant(row: Any) -> Grant:
    return Grant(row.reference, row.agency, row.team, Role(row.role))


def _standing(row: Any, held: Tuple[Grant, ...]) -> Standing:
    expires_at = from_stored(row.code_expires_at) if row.code_expires_at else None
    return Standing(Person(row.id, row.name), expires_at, row.teams_object is not None, held)


def _change(change: str, name: str, grant: Grant, role: List[Optional[str]], by: str, at: dt.datetime) -> Change:
    return Change(at, by, change, grant.reference, {f"access, {name}, {grant.agency}, {grant.team}": role})


def _until(stored: Optional[dt.datetime]) -> Optional[str]:
    return stored.strftime("until %Y-%m-%d %H:%M UTC") if stored else None
