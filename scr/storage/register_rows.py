"""Between the register's records and the rows of its tables."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, fields
from enum import Enum
from typing import Any, Dict, List, Mapping, Optional, Sequence, Tuple

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from scr.rules.register import DebriefKind, Hold, Imr, Refused, Review, Stage, Support
from scr.storage.database import DatabaseUnavailable, from_stored
from scr.storage.tables import imrs, review_agencies, reviews, supports

Row = Dict[str, Any]

_OF_REVIEW = ("area", "stage", "stage_since", "decided_on", "hold", "summary_url")
_OF_IMR = ("due", "signed_off")
_OF_SUPPORT = tuple(field.name for field in fields(Support) if field.name not in ("agency", "team"))


@dataclass(frozen=True)
class Record:
    """A review, and what was arranged in it for teams."""

    review: Review
    support: Tuple[Support, ...] = ()


def read_records(connection: Connection, references: Sequence[str]) -> Dict[str, Record]:
    """The records of those references that there are, in the references' order.

    Raises:
        DatabaseUnavailable: a row holds what no writer of ours would have put there.
    """
    rows = {row["reference"]: row for row in _rows(connection, reviews, references)}
    agencies = _by_reference(_rows(connection, review_agencies, references, review_agencies.c.position))
    owed = _by_reference(_rows(connection, imrs, references))
    arranged = _by_reference(_rows(connection, supports, references))
    try:
        return {
            reference: _record(rows[reference], agencies[reference], owed[reference], arranged[reference])
            for reference in references
            if reference in rows
        }
    except (Refused, ValueError) as error:
        raise DatabaseUnavailable(f"The register holds what it cannot hold: {error}") from error


def differences(old: Optional[Record], new: Record) -> Dict[str, List[Optional[str]]]:
    """What a record says that another did not, as ``{field: [old, new]}``; of support, for the teams of `new` alone."""
    before = _facts(old.review, _same_teams(old.support, new.support)) if old else {}
    after = _facts(new.review, new.support)
    names = [*after, *(name for name in before if name not in after)]
    return {name: [before.get(name), after.get(name)] for name in names if before.get(name) != after.get(name)}


def taken_away(support: Support) -> Dict[str, List[Optional[str]]]:
    """What was arranged for a team and is no more, as `differences` would have it."""
    return {name: [value, None] for name, value in _facts_of_support(support).items()}


class Batch:
    """Gathers what is to be written of many records, to be written in a few statements. `as_of` is in UTC, zone unnamed."""

    def __init__(self, as_of: dt.datetime) -> None:
        self._as_of = as_of
        self._added: List[Row] = []
        self._changed: List[Row] = []
        self._gone: Dict[sa.Table, List[Row]] = defaultdict(list)
        self._new: Dict[sa.Table, List[Row]] = defaultdict(list)

    def put(self, old: Optional[Record], new: Record, even_if_same: bool = False) -> None:
        """Take in a new record in place of the old one; its `as_of` moves where the review itself is different."""
        if old is None:
            self._added.append({**_review_row(new.review), "as_of": self._as_of, "version": 1})
        elif even_if_same or _review_rows(old.review) != _review_rows(new.review):
            changed = {**_review_row(new.review), "as_of": self._as_of, "version": new.review.version + 1}
            self._changed.append({f"new_{name}": value for name, value in changed.items()})
        self._replace(review_agencies, _agency_rows(old.review) if old else [], _agency_rows(new.review))
        self._replace(imrs, _imr_rows(old.review) if old else [], _imr_rows(new.review))
        reference = new.review.reference
        before = [_support_row(reference, support) for support in _same_teams(old.support, new.support)] if old else []
        self._replace(supports, before, [_support_row(reference, support) for support in new.support])

    def execute(self, connection: Connection) -> None:
        if self._added:
            connection.execute(reviews.insert(), self._added)
        if self._changed:
            values = {name: sa.bindparam(f"new_{name}") for name in (*_OF_REVIEW, "as_of", "version")}
            changing = reviews.update().where(reviews.c.reference == sa.bindparam("new_reference"))
            connection.execute(changing.values(values), self._changed)
        for table, keys in self._gone.items():
            columns = [table.c[name] for name in keys[0]]
            conditions = [column == sa.bindparam(f"old_{column.name}") for column in columns]
            old = [{f"old_{name}": value for name, value in key.items()} for key in keys]
            connection.execute(table.delete().where(sa.and_(*conditions)), old)
        for table, rows in self._new.items():
            connection.execute(table.insert(), rows)

    def _replace(self, table: sa.Table, old: List[Row], new: List[Row]) -> None:
        gone = [row for row in old if row not in new]
        added = [row for row in new if row not in old]
        if gone:
            names = [column.name for column in table.primary_key]
            self._gone[table] += [{name: row[name] for name in names} for row in gone]
        if added:
            self._new[table] += added


def _rows(connection: Connection, table: sa.Table, references: Sequence[str], order: Any = None) -> List[Mapping[str, Any]]:
    query = sa.select(table).where(table.c.reference.in_(references))
    if order is not None:
        query = query.order_by(order)
    return list(connection.execute(query).mappings())


def _by_reference(rows: List[Mapping[str, Any]]) -> "defaultdict[str, List[Mapping[str, Any]]]":
    found: "defaultdict[str, List[Mapping[str, Any]]]" = defaultdict(list)
    for row in rows:
        found[row["reference"]].append(row)
    return found


def _record(
    row: Mapping[str, Any],
    agency_rows: List[Mapping[str, Any]],
    imr_rows: List[Mapping[str, Any]],
    support_rows: List[Mapping[str, Any]],
) -> Record:
    agencies = tuple(agency["agency"] for agency in agency_rows)
    place = {agency: position for position, agency in enumerate(agencies)}

    def in_order(rows: List[Mapping[str, Any]]) -> List[Mapping[str, Any]]:
        return sorted(rows, key=lambda row: (place.get(row["agency"], len(place)), row.get("team", "")))

    review = Review(
        reference=row["reference"],
        area=row["area"],
        stage=Stage(row["stage"]),
        stage_since=row["stage_since"],
        decided_on=row["decided_on"],
        hold=Hold(row["hold"]) if row["hold"] else None,
        summary_url=row["summary_url"],
        agencies=agencies,
        imrs=tuple(Imr(imr["agency"], imr["due"], imr["signed_off"]) for imr in in_order(imr_rows)),
        as_of=from_stored(row["as_of"]),
        version=row["version"],
    )
    return Record(review, tuple(_support(support) for support in in_order(support_rows)))


def _support(row: Mapping[str, Any]) -> Support:
    values = {name: row[name] for name in ("agency", "team", *_OF_SUPPORT)}
    if values["debrief_kind"] is not None:
        values["debrief_kind"] = DebriefKind(values["debrief_kind"])
    return Support(**values)


def _review_row(review: Review) -> Row:
    return {"reference": review.reference, **{name: _plain(getattr(review, name)) for name in _OF_REVIEW}}


def _agency_rows(review: Review) -> List[Row]:
    return [
        {"reference": review.reference, "agency": agency, "position": position}
        for position, agency in enumerate(review.agencies)
    ]


def _imr_rows(review: Review) -> List[Row]:
    return [{"reference": review.reference, **vars(imr)} for imr in review.imrs]


def _review_rows(review: Review) -> Tuple[Row, List[Row], List[Row]]:
    return _review_row(review), _agency_rows(review), _imr_rows(review)


def _support_row(reference: str, support: Support) -> Row:
    return {"reference": reference, **{name: _plain(value) for name, value in vars(support).items()}}


def _plain(value: Any) -> Any:
    return value.value if isinstance(value, Enum) else value


def _same_teams(old: Sequence[Support], new: Sequence[Support]) -> List[Support]:
    teams = {(support.agency, support.team) for support in new}
    return [support for support in old if (support.agency, support.team) in teams]


def _facts(review: Review, arranged: Sequence[Support]) -> Dict[str, str]:
    """All that is said, field by field, in words; what is not said is left out."""
    facts = _said("", review, _OF_REVIEW)
    if review.agencies:
        facts["agencies"] = "; ".join(review.agencies)
    for imr in review.imrs:
        facts[f"imr, {imr.agency}"] = "listed"
        facts.update(_said(f"imr, {imr.agency}, ", imr, _OF_IMR))
    for support in arranged:
        facts.update(_facts_of_support(support))
    return facts


def _facts_of_support(support: Support) -> Dict[str, str]:
    name = f"support, {support.agency}, {support.team}"
    return {name: "listed", **_said(f"{name}, ", support, _OF_SUPPORT)}


def _said(prefix: str, of: object, names: Sequence[str]) -> Dict[str, str]:
    values = {name: _plain(getattr(of, name)) for name in names}
    return {prefix + name: _in_words(value) for name, value in values.items() if value is not None}


def _in_words(value: Any) -> str:
    if isinstance(value, dt.time):
        return value.isoformat(timespec="minutes")
    return value.isoformat() if isinstance(value, dt.date) else str(value)
