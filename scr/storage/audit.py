"""Who asked for what of which review, and whether it was told. Rows are added and never changed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import List, Optional

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from scr.storage.database import from_stored, reading, to_stored, writing
from scr.storage.tables import audit

_AUDIT = "The audit"


@dataclass(frozen=True)
class LookUp:
    """One look-up. `person` is None where nobody was signed in, `reference` where none was named."""

    at: dt.datetime
    person: Optional[str]
    reference: Optional[str]
    kind: str
    result: str


class AuditStore:
    """Adds look-ups and lists them."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def record(self, at: dt.datetime, person: Optional[str], reference: Optional[str], kind: str, result: str) -> None:
        """
        Raises:
            DatabaseUnavailable
        """
        row = {"at": to_stored(at), "person": person, "reference": reference, "kind": kind, "result": result}
        with writing(self._engine, _AUDIT) as connection:
            connection.execute(audit.insert(), row)

    def rows(
        self, since: Optional[dt.datetime] = None, person: Optional[str] = None, reference: Optional[str] = None
    ) -> List[LookUp]:
        """The look-ups, the oldest first: those from a moment on, of one person, of one review, where these are named.

        Raises:
            DatabaseUnavailable
        """
        query = sa.select(audit.c.at, audit.c.person, audit.c.reference, audit.c.kind, audit.c.result).order_by(
            audit.c.number
        )
        if since is not None:
            query = query.where(audit.c.at >= to_stored(since))
        if person is not None:
            query = query.where(audit.c.person == person)
        if reference is not None:
            query = query.where(audit.c.reference == reference)
        with reading(self._engine, _AUDIT) as connection:
            return [LookUp(from_stored(row.at), *row[1:]) for row in connection.execute(query)]
