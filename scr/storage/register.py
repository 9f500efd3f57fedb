"""The register: reviews, their individual management reviews, and what was arranged for teams."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Callable, Iterator, List, Optional, Sequence, Tuple

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from scr.rules.register import Review, Stage, Support
from scr.storage import history
from scr.storage.database import reading, writing
from scr.storage.history import Change
from scr.storage.register_changes import (
    AlreadyThere,
    ChangedMeanwhile,
    NoSuchReview,
    NothingArranged,
    RegisterError,
    Signature,
    Written,
    counted,
    paired,
    put,
    refuse_strangers,
)
from scr.storage.register_rows import Record, read_records, taken_away
from scr.storage.tables import review_agencies, reviews, supports

__all__ = [
    "RegisterStore",
    "Record",
    "Written",
    "RegisterError",
    "NoSuchReview",
    "NothingArranged",
    "AlreadyThere",
    "ChangedMeanwhile",
]

_AT_ONCE = 500
_REGISTER = "The register"


class RegisterStore:
    """Reads and changes the register. Every change is written to the history in the same transaction."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def review(self, reference: str) -> Optional[Review]:
        """
        Raises:
            DatabaseUnavailable
        """
        record = self.record(reference)
        return record.review if record else None

    def support(self, reference: str) -> Tuple[Support, ...]:
        """What was arranged, by agency and team; empty where nothing was, or there is no such review.

        Raises:
            DatabaseUnavailable
        """
        record = self.record(reference)
        return record.support if record else ()

    def record(self, reference: str) -> Optional[Record]:
        """A review and what was arranged, as they stood at one moment.

        Raises:
            DatabaseUnavailable
        """
        with reading(self._engine, _REGISTER) as connection:
            return read_records(connection, [reference]).get(reference)

    def records(self, area: Optional[str] = None, stage: Optional[Stage] = None) -> Iterator[Record]:
        """All of them, by reference; of one area or at one stage where these are named.

        Raises:
            DatabaseUnavailable
        """
        query = sa.select(reviews.c.reference).order_by(reviews.c.reference)
        if area is not None:
            query = query.where(reviews.c.area == area)
        if stage is not None:
            query = query.where(reviews.c.stage == stage.value)
        with reading(self._engine, _REGISTER) as connection:
            yield from _in_parts(connection, connection.execute(query).scalars().all())

    def named(self, references: Sequence[str]) -> Iterator[Record]:
        """The records of those references that are in the register.

        Raises:
            DatabaseUnavailable
        """
        with reading(self._engine, _REGISTER) as connection:
            yield from _in_parts(connection, references)

    def agencies(self) -> List[str]:
        """Every agency that is named anywhere.

        Raises:
            DatabaseUnavailable
        """
        return self._different(review_agencies.c.agency)

    def teams(self) -> List[str]:
        """Every team for which anything was arranged.

        Raises:
            DatabaseUnavailable
        """
        return self._different(supports.c.team)

    def _different(self, column: sa.Column) -> List[str]:
        with reading(self._engine, _REGISTER) as connection:
            return [str(name) for name in connection.execute(sa.select(column).distinct().order_by(column)).scalars()]

    def is_empty(self) -> bool:
        """
        Raises:
            DatabaseUnavailable
        """
        with reading(self._engine, _REGISTER) as connection:
            return connection.execute(sa.select(reviews.c.reference).limit(1)).first() is None

    def add(self, review: Review, by: str, at: dt.datetime, support: Sequence[Support] = ()) -> None:
        """
        Raises:
            AlreadyThere, Refused, DatabaseUnavailable
        """
        self.write([Record(replace(review, version=0), tuple(support))], by, at, "added")

    def change(self, review: Review, by: str, at: dt.datetime, change_name: str) -> Review:
        """Keep a review that was read and changed; the review with its new version. The history says `change_name`.

        It is kept, with a new `as_of`, also where nothing about it is different: somebody looked and it is still so.

        Raises:
            NoSuchReview, ChangedMeanwhile, Refused, DatabaseUnavailable
        """
        with writing(self._engine, _REGISTER) as connection:
            history.take_turn(connection)
            pairs = paired(connection, [Record(review)])
            if pairs[0][0] is None:
                raise NoSuchReview(review.reference)
            put(connection, pairs, Signature(by, at, change_name), even_if_same=True)
        return replace(review, version=review.version + 1, as_of=at)

    def set_support(self, reference: str, support: Support, by: str, at: dt.datetime) -> None:
        """Keep what was arranged for one team, in place of what was kept for it. The review's `as_of` stays.

        Raises:
            NoSuchReview, Refused, DatabaseUnavailable
        """
        with writing(self._engine, _REGISTER) as connection:
            history.take_turn(connection)
            old = read_records(connection, [reference]).get(reference)
            if old is None:
                raise NoSuchReview(reference)
            new = Record(old.review, (support,))
            refuse_strangers(old, new)
            put(connection, [(old, new)], Signature(by, at, "support"))

    def remove_support(self, reference: str, agency: str, team: str, by: str, at: dt.datetime) -> None:
        """Forget what was arranged for a team, as where it was entered for the wrong one.

        Raises:
            NothingArranged, DatabaseUnavailable
        """
        with writing(self._engine, _REGISTER) as connection:
            history.take_turn(connection)
            record = read_records(connection, [reference]).get(reference)
            kept = [
                arranged
                for arranged in (record.support if record else ())
                if (arranged.agency, arranged.team) == (agency, team)
            ]
            if not kept:
                raise NothingArranged(reference, agency, team)
            this = (supports.c.reference == reference, supports.c.agency == agency, supports.c.team == team)
            connection.execute(supports.delete().where(*this))
            history.append(connection, [Change(at, by, "support removed", reference, taken_away(kept[0]))])

    def write(
        self,
        records: Sequence[Record],
        by: str,
        at: dt.datetime,
        change_name: str,
        report: Callable[[int], None] = lambda count: None,
    ) -> Written:
        """Keep all these records, or none: reviews of version 0 are added, others changed; each reference once.

        What a record says of support is kept in place of what there is for the same team; other teams' stays. `report`
        is told now and then how many more records were dealt with.

        Raises:
            NoSuchReview, AlreadyThere, ChangedMeanwhile, Refused, DatabaseUnavailable
        """
        written = Written()
        with writing(self._engine, _REGISTER) as connection:
            history.take_turn(connection)
            for part in _parts(records):
                pairs = paired(connection, part)
                put(connection, pairs, Signature(by, at, change_name))
                written = counted(written, pairs)
                report(len(part))
        return written

    def compare(self, records: Sequence[Record]) -> Written:
        """What `write` would do, with nothing done.

        Raises:
            NoSuchReview, AlreadyThere, ChangedMeanwhile, Refused, DatabaseUnavailable
        """
        written = Written()
        with reading(self._engine, _REGISTER) as connection:
            for part in _parts(records):
                written = counted(written, paired(connection, part))
        return written


def _in_parts(connection: Connection, references: Sequence[str]) -> Iterator[Record]:
    for start in range(0, len(references), _AT_ONCE):
        yield from read_records(connection, references[start : start + _AT_ONCE]).values()


def _parts(records: Sequence[Record]) -> Iterator[Sequence[Record]]:
    return (records[start : start + _AT_ONCE] for start in range(0, len(records), _AT_ONCE))
