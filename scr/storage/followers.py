"""Who wants to be told when a review moves, and up to where they have been told."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import List, Optional

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from scr.storage.access import Person
from scr.storage.database import from_stored, reading, to_stored, writing
from scr.storage.tables import followers, history, people, teams_conversations
from scr.storage.teams import TeamsConversation
from scr.storage.upsert import insert_or_replace

_WHAT = "Who follows a review"
_REACHED = sa.and_(
    teams_conversations.c.tenant == people.c.teams_tenant, teams_conversations.c.object_id == people.c.teams_object
)


@dataclass(frozen=True)
class Follower:
    """A person who follows a review, the chat in which they are told, and what they were told last."""

    person: Person
    reference: str
    chat: TeamsConversation
    told_number: int
    """Of the history's changes."""
    told_at: dt.datetime


class FollowerStore:
    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def follow(self, person_id: int, reference: str, at: dt.datetime) -> bool:
        """Have a person told of what happens from now on; False, and they are not, where there is no way to reach them.

        Raises:
            DatabaseUnavailable
        """
        reached = sa.select(people.c.id).join(teams_conversations, _REACHED).where(people.c.id == person_id)
        with writing(self._engine, _WHAT) as connection:
            if connection.execute(reached).first() is None:
                return False
            row = {"person_id": person_id, "reference": reference, "told_number": _newest(connection)}
            insert_or_replace(connection, followers, {**row, "told_at": to_stored(at)})
        return True

    def unfollow(self, person_id: int, reference: Optional[str] = None) -> None:
        """Tell a person no more: of a review, or of any where none is named.

        Raises:
            DatabaseUnavailable
        """
        theirs = followers.delete().where(followers.c.person_id == person_id)
        with writing(self._engine, _WHAT) as connection:
            connection.execute(theirs.where(followers.c.reference == reference) if reference else theirs)

    def all(self) -> List[Follower]:
        """Everybody who can be reached, each review of theirs.

        Raises:
            DatabaseUnavailable
        """
        query = (
            sa.select(followers, people.c.name, *teams_conversations.c)
            .join(people, people.c.id == followers.c.person_id)
            .join(teams_conversations, _REACHED)
            .order_by(people.c.id, followers.c.reference)
        )
        with reading(self._engine, _WHAT) as connection:
            rows = connection.execute(query).all()
        return [_follower(row) for row in rows]

    def newest(self) -> int:
        """The number of the history's last change.

        Raises:
            DatabaseUnavailable
        """
        with reading(self._engine, _WHAT) as connection:
            return _newest(connection)

    def told(self, follower: Follower, number: int, at: dt.datetime) -> Optional[Follower]:
        """The follower, noted as told up to there. None where another process was quicker, which tells them.

        Raises:
            DatabaseUnavailable
        """
        this = (
            followers.c.person_id == follower.person.id,
            followers.c.reference == follower.reference,
            followers.c.told_number == follower.told_number,
            followers.c.told_at == to_stored(follower.told_at),
        )
        moving = followers.update().where(*this).values(told_number=number, told_at=to_stored(at))
        with writing(self._engine, _WHAT) as connection:
            moved = connection.execute(moving).rowcount
        return replace(follower, told_number=number, told_at=at) if moved else None


def _newest(connection: Connection) -> int:
    return int(connection.execute(sa.select(sa.func.coalesce(sa.func.max(history.c.number), 0))).scalar())


def _follower(row: sa.engine.Row) -> Follower:
    return Follower(
        Person(row.person_id, row.name),
        row.reference,
        TeamsConversation(**{column.name: row._mapping[column] for column in teams_conversations.c}),
        row.told_number,
        from_stored(row.told_at),
    )
