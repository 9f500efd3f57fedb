"""What is checked and written where the register changes, within one transaction."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import List, Optional, Sequence, Tuple

from sqlalchemy.engine import Connection

from scr.rules.register import Refused, Review
from scr.storage import history
from scr.storage.database import to_stored
from scr.storage.history import Change
from scr.storage.register_rows import Batch, Record, differences, read_records


class RegisterError(Exception):
    """What was asked cannot be done to the register; the message says why and what to do."""


class NoSuchReview(RegisterError):
    """No review has this reference."""

    def __init__(self, reference: str) -> None:
        super().__init__(f"There is no review {reference} in the register; `scr register list` shows those there are")


class AlreadyThere(RegisterError):
    """A review that is to be added is there."""

    def __init__(self, reference: str) -> None:
        super().__init__(f"{reference} is in the register already; `scr register show {reference}` shows it")


class ChangedMeanwhile(RegisterError):
    """Somebody changed the review after it was read."""

    def __init__(self, reference: str) -> None:
        super().__init__(f"{reference} was changed by somebody else at the same moment; look at it and try again")


class NothingArranged(RegisterError):
    """Nothing is kept of support for this team."""

    def __init__(self, reference: str, agency: str, team: str) -> None:
        super().__init__(
            f"Nothing is kept in {reference} for {team} of {agency}; `scr register show {reference}` shows what is"
        )


@dataclass(frozen=True)
class Written:
    """How many reviews were added, changed, and found to be so already."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0


def refuse_strangers(old: Optional[Record], new: Record) -> None:
    """
    Raises:
        Refused: support is, or would be left, of an agency that is not named in the review.
    """
    for support in (*(old.support if old else ()), *new.support):
        if support.agency not in new.review.agencies:
            raise Refused(
                f"{new.review.reference} has support for {support.team} of {support.agency}, "
                f"so that {support.agency} must be among its agencies"
            )


Pair = Tuple[Optional[Record], Record]
"""What there is of a record, and what is to be."""


@dataclass(frozen=True)
class Signature:
    """Who changes what the history calls `change_name`, and when."""

    by: str
    at: dt.datetime
    change_name: str


def put(connection: Connection, pairs: Sequence[Pair], signature: Signature, even_if_same: bool = False) -> None:
    """Write what is different, and the history of it; with `even_if_same`, also what is not."""
    batch = Batch(to_stored(signature.at))
    changes = []
    for old, new in pairs:
        details = differences(old, new)
        if details or even_if_same:
            batch.put(old, new, even_if_same)
            changes.append(Change(signature.at, signature.by, signature.change_name, new.review.reference, details))
    batch.execute(connection)
    history.append(connection, changes)


def paired(connection: Connection, records: Sequence[Record]) -> List[Pair]:
    """Each record with what there is of it.

    Raises:
        NoSuchReview, AlreadyThere, ChangedMeanwhile, Refused
    """
    there = read_records(connection, [record.review.reference for record in records])
    found = [(there.get(record.review.reference), record) for record in records]
    for old, new in found:
        _refuse_old_versions(old.review if old else None, new.review)
        refuse_strangers(old, new)
    return found


def _refuse_old_versions(old: Optional[Review], new: Review) -> None:
    if old is None and new.version:
        raise NoSuchReview(new.reference)
    if old is not None and not new.version:
        raise AlreadyThere(new.reference)
    if old is not None and new.version != old.version:
        raise ChangedMeanwhile(new.reference)


def counted(written: Written, pairs: Sequence[Pair]) -> Written:
    """The count with these pairs added to it."""
    added = sum(old is None for old, _ in pairs)
    changed = sum(old is not None and bool(differences(old, new)) for old, new in pairs)
    return Written(written.added + added, written.changed + changed, written.unchanged + len(pairs) - added - changed)
