"""Call notes, numbered as they come in, and what becomes of them at the desk."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Dict, Iterator, List, Mapping, Optional

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from scr.rules.accounts import Account, Role
from scr.rules.kept_note import KeptNote, Outcome, may_change, may_sign_off, may_take
from scr.rules.triage import CallNote, Route, Urgency, Way
from scr.storage import desk_changes
from scr.storage.database import from_stored, reading, to_stored, writing
from scr.storage.desk_changes import Item
from scr.storage.tables import accounts, call_notes

_WHAT = "A call note"
_owners, _signers = accounts.alias("owner"), accounts.alias("signer")
_KEPT = sa.select(
    call_notes,
    _owners.c.name.label("owner_name"),
    _owners.c.role.label("owner_role"),
    _signers.c.name.label("signer_name"),
).select_from(
    call_notes.outerjoin(_owners, _owners.c.id == call_notes.c.owner_id).outerjoin(
        _signers, _signers.c.id == call_notes.c.signed_off_by
    )
)
_BY_URGENCY = sa.case({urgency.value: urgency.rank for urgency in Urgency}, value=call_notes.c.urgency)


class NotPossible(Exception):
    """The note is not, or no longer, in a state in which this person may do that."""


@dataclass(frozen=True)
class AtDesk:
    """What a handler settles besides the note itself."""

    account: Account
    call_back_by: Optional[dt.datetime] = None
    needs_sign_off: bool = False


@dataclass(frozen=True)
class Wanted:
    """Which notes are looked for; what is None does not matter."""

    number: Optional[int] = None
    route: Optional[Route] = None
    owner_id: Optional[int] = None
    unowned: bool = False
    is_open: Optional[bool] = None
    waits_for_sign_off: bool = False
    call_back_due: bool = False
    since: Optional[dt.datetime] = None
    before: Optional[dt.datetime] = None


class CallNoteStore:
    """Every method raises DatabaseUnavailable where the database fails."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def keep(self, conversation_id: str, note: CallNote, urgency: Urgency, way: Way, at: dt.datetime) -> int:
        """Keep a note finished in a conversation; its number. The same note of the same conversation has the one it had."""
        row = _row(note, urgency, way)
        with writing(self._engine, _WHAT) as connection:
            latest = (
                sa.select(call_notes)
                .where(call_notes.c.conversation_id == conversation_id)
                .order_by(call_notes.c.number.desc())
                .limit(1)
            )
            before = connection.execute(latest).first()
            # Asked again because the answer got lost on the way, it is kept once.
            if before is not None and {name: before._mapping[name] for name in row} == row:
                return int(before.number)
            signs = urgency is Urgency.EMERGENCY
            return _add(connection, {**row, "conversation_id": conversation_id, "needs_sign_off": signs}, at, None)

    def keep_at_desk(self, note: CallNote, urgency: Urgency, way: Way, desk: AtDesk, at: dt.datetime) -> int:
        """Keep a note that somebody took at the desk, whose it then is; its number."""
        settled = {
            "owner_id": desk.account.id,
            "call_back_by": to_stored(desk.call_back_by) if desk.call_back_by else None,
            "needs_sign_off": desk.needs_sign_off,
        }
        with writing(self._engine, _WHAT) as connection:
            return _add(connection, {**_row(note, urgency, way), **settled}, at, desk.account.name)

    def note(self, number: int) -> Optional[KeptNote]:
        with reading(self._engine, _WHAT) as connection:
            return _note(connection, number)

    def find(self, wanted: Wanted, now: dt.datetime, limit: int) -> List[KeptNote]:
        """The most urgent first, of these the oldest; closed ones come after all that are open, the newest first."""
        age = sa.case((call_notes.c.outcome.is_(None), call_notes.c.number), else_=-call_notes.c.number)
        urgency = sa.case((call_notes.c.outcome.is_(None), _BY_URGENCY), else_=0)
        order = (call_notes.c.outcome.isnot(None), urgency, age)
        query = _KEPT.where(*_conditions(wanted, now)).order_by(*order).limit(limit)
        with reading(self._engine, "The call notes") as connection:
            return [_kept(row._mapping) for row in connection.execute(query)]

    def take(self, number: int, account: Account, at: dt.datetime) -> None:
        """
        Raises:
            NotPossible: it is closed or somebody else has it.
        """
        with writing(self._engine, _WHAT) as connection:
            note = _existing(connection, number)
            _check(may_take(note, account))
            _change(connection, note, {"owner_id": account.id}, at, account, "taken")

    def give(self, number: int, account: Account, to: Account, at: dt.datetime) -> None:
        """
        Raises:
            NotPossible: it is closed or a colleague's.
        """
        with writing(self._engine, _WHAT) as connection:
            note = _existing(connection, number)
            _check(may_change(note, account))
            _change(connection, note, {"owner_id": to.id}, at, account, "given")

    def set_call_back(self, number: int, account: Account, by: Optional[dt.datetime], at: dt.datetime) -> None:
        """
        Raises:
            NotPossible: it is closed or a colleague's.
        """
        values = {"call_back_by": to_stored(by) if by else None, "call_back": by is not None}
        with writing(self._engine, _WHAT) as connection:
            note = _existing(connection, number)
            _check(may_change(note, account))
            _change(connection, note, values, at, account, "call_back_set")

    def close(self, number: int, account: Account, outcome: Outcome, at: dt.datetime) -> None:
        """
        Raises:
            NotPossible: it is closed already or a colleague's.
        """
        with writing(self._engine, _WHAT) as connection:
            note = _existing(connection, number)
            _check(may_change(note, account))
            _change(connection, note, {"outcome": outcome.value, "closed_at": to_stored(at)}, at, account, "closed")

    def sign_off(self, number: int, account: Account, at: dt.datetime) -> None:
        """
        Raises:
            NotPossible: it waits for no sign-off, or not for this person's.
        """
        with writing(self._engine, _WHAT) as connection:
            note = _existing(connection, number)
            _check(may_sign_off(note, account))
            _change(connection, note, {"signed_off_by": account.id}, at, account, "signed_off")


def _row(note: CallNote, urgency: Urgency, way: Way) -> Dict[str, Any]:
    return {
        "role": note.role,
        "agency": note.agency,
        "area": note.area,
        "needs": list(note.needs),
        "reference": note.reference,
        "call_back": note.call_back,
        "urgency": urgency.value,
        "route": way.route.value,
    }


def _add(connection: Connection, row: Mapping[str, Any], at: dt.datetime, by: Optional[str]) -> int:
    added = connection.execute(call_notes.insert().values(at=to_stored(at), version=1, **row))
    number = int(added.inserted_primary_key[0])
    desk_changes.record(connection, at, by, Item.NOTE, number, "kept")
    return number


def _existing(connection: Connection, number: int) -> KeptNote:
    note = _note(connection, number)
    if note is None:
        raise NotPossible
    return note


def _check(is_allowed: bool) -> None:
    if not is_allowed:
        raise NotPossible


def _change(
    connection: Connection, note: KeptNote, values: Mapping[str, Any], at: dt.datetime, account: Account, change: str
) -> None:
    this = (call_notes.c.number == note.number, call_notes.c.version == note.version)
    changed = connection.execute(call_notes.update().where(*this).values(version=note.version + 1, **values))
    _check(changed.rowcount == 1)  # of two who take it at once, one does
    desk_changes.record(connection, at, account.name, Item.NOTE, note.number, change)


def _conditions(wanted: Wanted, now: dt.datetime) -> Iterator[Any]:
    columns = call_notes.c
    if wanted.number is not None:
        yield columns.number == wanted.number
    if wanted.route is not None:
        yield columns.route == wanted.route.value
    if wanted.owner_id is not None:
        yield columns.owner_id == wanted.owner_id
    if wanted.unowned:
        yield columns.owner_id.is_(None)
    if wanted.is_open is not None:
        yield columns.outcome.is_(None) if wanted.is_open else columns.outcome.isnot(None)
    if wanted.waits_for_sign_off:
        yield sa.and_(columns.outcome.isnot(None), columns.needs_sign_off, columns.signed_off_by.is_(None))
    if wanted.call_back_due:
        yield sa.and_(columns.outcome.is_(None), columns.call_back_by < to_stored(now))
    if wanted.since is not None:
        yield columns.at >= to_stored(wanted.since)
    if wanted.before is not None:
        yield columns.at < to_stored(wanted.before)


def _note(connection: Connection, number: int) -> Optional[KeptNote]:
    row = connection.execute(_KEPT.where(call_notes.c.number == number)).first()
    return _kept(row._mapping) if row else None


def _kept(row: Mapping[str, Any]) -> KeptNote:
    urgency = Urgency(row["urgency"])
    owner = Account(row["owner_id"], row["owner_name"], Role(row["owner_role"])) if row["owner_id"] else None
    return KeptNote(
        number=row["number"],
        at=from_stored(row["at"]),
        note=CallNote(
            row["role"], row["agency"], row["area"], tuple(row["needs"]), row["reference"], urgency, row["call_back"]
        ),
        urgency=urgency,
        route=Route(row["route"]),
        from_chat=row["conversation_id"] is not None,
        call_back_by=from_stored(row["call_back_by"]) if row["call_back_by"] else None,
        owner=owner,
        outcome=Outcome(row["outcome"]) if row["outcome"] else None,
        closed_at=from_stored(row["closed_at"]) if row["closed_at"] else None,
        needs_sign_off=row["needs_sign_off"],
        signed_off_by=row["signer_name"],
        version=row["version"],
    )
