"""Requests for support: what somebody asked to be passed to their team's contact."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, List, Optional

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from scr.rules.register import Support
from scr.storage.database import from_stored, reading, to_stored, writing
from scr.storage.tables import people, support_requests

_REQUESTS = "The requests for support"


class NoSuchRequest(Exception):
    """No request has this number."""

    def __init__(self, number: int) -> None:
        super().__init__(f"There is no request number {number}; `scr register requests` shows those that are open")


@dataclass(frozen=True)
class SupportRequest:
    """What was asked, by whom and until when an answer was promised. Open until it has been answered."""

    number: int
    at: dt.datetime
    person: str
    reference: str
    agency: str
    team: str
    contact_name: Optional[str]
    """Who was the team's contact when it was asked; none where nobody was named, and the board's officer sees to it."""
    answer_by: dt.date
    answered_at: Optional[dt.datetime] = None


class SupportRequestStore:
    """The contacts' inbox."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def ask(self, person_id: int, reference: str, support: Support, at: dt.datetime, answer_by: dt.date) -> SupportRequest:
        """Ask for support for the team; where the person's request for it is still open, that one as it is.

        Raises:
            DatabaseUnavailable: also where there is no such person or review.
        """
        with writing(self._engine, _REQUESTS) as connection:
            # Somebody who taps twice is answered by two processes; the second waits here for the first.
            connection.execute(sa.select(people.c.id).where(people.c.id == person_id).with_for_update())
            there = _open_request(connection, person_id, reference, support.agency, support.team)
            if there is not None:
                return there
            adding = support_requests.insert().values(
                at=to_stored(at),
                person_id=person_id,
                reference=reference,
                agency=support.agency,
                team=support.team,
                contact_name=support.contact_name,
                answer_by=answer_by,
            )
            number = connection.execute(adding).inserted_primary_key[0]
            return _request(connection.execute(_requests().where(support_requests.c.number == number)).one())

    def open_request(self, person_id: int, reference: str, agency: str, team: str) -> Optional[SupportRequest]:
        """The person's request for a team that has not been answered yet.

        Raises:
            DatabaseUnavailable
        """
        with reading(self._engine, _REQUESTS) as connection:
            return _open_request(connection, person_id, reference, agency, team)

    def open_requests(self) -> List[SupportRequest]:
        """All that have not been answered yet, the one to be answered soonest first.

        Raises:
            DatabaseUnavailable
        """
        query = _requests().where(support_requests.c.answered_at.is_(None))
        with reading(self._engine, _REQUESTS) as connection:
            rows = connection.execute(query.order_by(support_requests.c.answer_by, support_requests.c.number)).all()
        return [_request(row) for row in rows]

    def answered_since(self, moment: dt.datetime, person_id: int, reference: str) -> List[SupportRequest]:
        """A person's requests in a review that were answered after a moment.

        Raises:
            DatabaseUnavailable
        """
        theirs = (support_requests.c.person_id == person_id, support_requests.c.reference == reference)
        later = support_requests.c.answered_at > to_stored(moment)
        with reading(self._engine, _REQUESTS) as connection:
            rows = connection.execute(_requests().where(*theirs, later).order_by(support_requests.c.number)).all()
        return [_request(row) for row in rows]

    def answer(self, number: int, at: dt.datetime) -> SupportRequest:
        """Note that a request has been answered; one that was before stays as it is.

        Raises:
            NoSuchRequest, DatabaseUnavailable
        """
        this = support_requests.c.number == number
        still_open = support_requests.c.answered_at.is_(None)
        with writing(self._engine, _REQUESTS) as connection:
            connection.execute(support_requests.update().where(this, still_open).values(answered_at=to_stored(at)))
            row = connection.execute(_requests().where(this)).first()
        if row is None:
            raise NoSuchRequest(number)
        return _request(row)


def _requests() -> Any:
    columns = (column for column in support_requests.c if column.name != "person_id")
    return sa.select(*columns, people.c.name).join_from(support_requests, people)


def _open_request(
    connection: Connection, person_id: int, reference: str, agency: str, team: str
) -> Optional[SupportRequest]:
    row = connection.execute(
        _requests().where(
            support_requests.c.person_id == person_id,
            support_requests.c.reference == reference,
            support_requests.c.agency == agency,
            support_requests.c.team == team,
            support_requests.c.answered_at.is_(None),
        )
    ).first()
    return _request(row) if row else None


def _request(row: Any) -> SupportRequest:
    return SupportRequest(
        number=row.number,
        at=from_stored(row.at),
        person=row.name,
        reference=row.reference,
        agency=row.agency,
        team=row.team,
        contact_name=row.contact_name,
        answer_by=row.answer_by,
        answered_at=from_stored(row.answered_at) if row.answered_at else None,
    )
