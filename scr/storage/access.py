"""Who has access: people, what they were granted, their codes, and who is signed in to which conversation.

Of a code only the id and an Argon2 hash of the secret are kept; nothing here puts a secret into an exception or a log.
Moments that people set are datetimes; those of conversations are seconds since 1970, as in `conversations.py`.
"""

from __future__ import annotations

import datetime as dt
import secrets
from typing import List, Optional, Tuple

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from scr.rules.access import Grant
from scr.rules.codes import Code, new_code
from scr.storage import access_rows as rows
from scr.storage import attempts, history
from scr.storage.access_rows import NoSuchPerson, Person, Standing, TakenByAnother
from scr.storage.attempts import TryLater
from scr.storage.database import reading, to_stored, writing
from scr.storage.hashing import Hasher
from scr.storage.register import NoSuchReview
from scr.storage.tables import people, sign_ins
from scr.storage.upsert import insert_or_leave

__all__ = ["AccessStore", "NoSuchPerson", "NoSuchReview", "Person", "Standing", "TakenByAnother", "TryLater", "WrongCode"]

IDLE_LIMIT = 30 * 60.0

_ACCESS = "Access"


class WrongCode(Exception):
    """No code that may be used now is this one; whether it is unknown, mistyped, expired or revoked is not said."""


class AccessStore:
    """Grants and revokes access, and says who somebody is. `idle_limit`: seconds after which a sign-in has ended."""

    def __init__(self, engine: Engine, idle_limit: float = IDLE_LIMIT) -> None:
        self._engine = engine
        self._idle_limit = idle_limit
        self._hasher = Hasher()

    # ---- What the board's officer does ----

    def grant(self, name: str, grant: Grant, by: str, at: dt.datetime) -> Person:
        """Grant access to a person, who is added where the name is new; another role in the same team takes its place.

        Raises:
            NoSuchReview, DatabaseUnavailable
        """
        with writing(self._engine, _ACCESS) as connection:
            history.take_turn(connection)
            if not rows.has_review(connection, grant.reference):
                raise NoSuchReview(grant.reference)
            insert_or_leave(connection, people, {"name": name})
            person = Person(rows.person_named(connection, name).id, name)
            rows.put_grant(connection, person, grant, by, at)
        return person

    def issue_code(self, name: str, expires_at: dt.datetime, by: str, at: dt.datetime) -> Code:
        """A new code, which is kept nowhere; the one before it and all sign-ins end.

        Raises:
            NoSuchPerson, DatabaseUnavailable
        """
        code = new_code(secrets.choice)
        with writing(self._engine, _ACCESS) as connection:
            history.take_turn(connection)
            row = rows.person_named(connection, name)
            while rows.person_of_code(connection, code.id):
                code = new_code(secrets.choice)
            rows.put_code(connection, row, code.id, self._hasher.hash(code.secret), to_stored(expires_at), by, at)
        return code

    def link_teams(self, name: str, tenant: str, object_id: str, by: str, at: dt.datetime) -> None:
        """Make a Teams user known as this person, in place of the one before.

        Raises:
            NoSuchPerson, TakenByAnother, DatabaseUnavailable
        """
        with writing(self._engine, _ACCESS) as connection:
            history.take_turn(connection)
            row = rows.person_named(connection, name)
            holder = rows.person_of_teams(connection, tenant, object_id)
            if holder and holder.id == row.id:
                return
            if holder:
                raise TakenByAnother(holder.name)
            rows.put_teams(connection, row, tenant, object_id, by, at)

    def revoke(self, name: str, reference: Optional[str] = None, *, by: str, at: dt.datetime) -> Tuple[Grant, ...]:
        """End somebody's access to a review, or to all; the grants that were ended. Their sign-ins end at once.

        With the last grant the code and the Teams user end too.

        Raises:
            NoSuchPerson, DatabaseUnavailable
        """
        with writing(self._engine, _ACCESS) as connection:
            history.take_turn(connection)
            row = rows.person_named(connection, name)
            held = rows.grants_of(connection, row.id)
            ended = tuple(grant for grant in held if reference in (None, grant.reference))
            rows.end_grants(connection, Person(row.id, name), ended, by, at)
            if len(ended) == len(held):
                rows.end_ways_in(connection, row, by, at)
            if ended or reference is None:
                rows.end_sign_ins(connection, row.id)
        return ended

    def standings(self) -> List[Standing]:
        """Everybody who was ever granted access, by name.

        Raises:
            DatabaseUnavailable
        """
        with reading(self._engine, _ACCESS) as connection:
            return rows.standings(connection)

    def standing(self, name: str) -> Optional[Standing]:
        """
        Raises:
            DatabaseUnavailable
        """
        with reading(self._engine, _ACCESS) as connection:
            found = rows.standings(connection, name)
        return found[0] if found else None

    def grants_of(self, person_id: int, reference: Optional[str] = None) -> Tuple[Grant, ...]:
        """What a person was granted, by reference; in one review where it is named.

        Raises:
            DatabaseUnavailable
        """
        with reading(self._engine, _ACCESS) as connection:
            held = rows.grants_of(connection, person_id)
        return tuple(grant for grant in held if reference in (None, grant.reference))

    # ---- Signing in and out ----

    def sign_in(self, conversation_id: str, code: Code, address: str, now: float) -> Person:
        """The person whose code it is, signed in to the conversation. Slow on purpose, and as slow for a wrong code.

        Raises:
            WrongCode, TryLater, DatabaseUnavailable
        """
        attempt = attempts.begin(self._engine, f"code:{code.id}", address, now)
        with reading(self._engine, _ACCESS) as connection:
            row = rows.person_of_code(connection, code.id)
        is_right = self._hasher.is_right(row.code_hash if row else None, code.secret)
        if row is None or not is_right or row.code_expires_at <= _stored_moment(now):
            raise WrongCode
        code_hash = self._hasher.renewed(row.code_hash, code.secret)
        with writing(self._engine, _ACCESS) as connection:
            attempts.take_back(connection, attempt)
            # The code may have been revoked while it was checked.
            same_code = (people.c.id == row.id, people.c.code_id == code.id)
            if not connection.execute(people.update().where(*same_code).values(code_hash=code_hash)).rowcount:
                raise WrongCode
            rows.begin_sign_in(connection, conversation_id, row.id, now)
        return Person(row.id, row.name)

    def sign_in_teams(self, conversation_id: str, tenant: str, object_id: str, now: float) -> Optional[Person]:
        """The person that a Teams user is, signed in to the conversation; None, and nobody is, where it is nobody's.

        Raises:
            DatabaseUnavailable
        """
        with writing(self._engine, _ACCESS) as connection:
            row = rows.person_of_teams(connection, tenant, object_id, lock=True)
            if row is None:
                connection.execute(sign_ins.delete().where(sign_ins.c.conversation_id == conversation_id))
                return None
            rows.begin_sign_in(connection, conversation_id, row.id, now)
        return Person(row.id, row.name)

    def person_of_teams(self, tenant: str, object_id: str) -> Optional[Person]:
        """
        Raises:
            DatabaseUnavailable
        """
        with reading(self._engine, _ACCESS) as connection:
            row = rows.person_of_teams(connection, tenant, object_id)
        return Person(row.id, row.name) if row else None

    def signed_in(self, conversation_id: str, now: float) -> Optional[Person]:
        """Who is signed in, unless that has gone idle.

        Raises:
            DatabaseUnavailable
        """
        query = (
            sa.select(people.c.id, people.c.name)
            .join(sign_ins, sign_ins.c.person_id == people.c.id)
            .where(sign_ins.c.conversation_id == conversation_id, sign_ins.c.last_active_at > now - self._idle_limit)
        )
        with reading(self._engine, _ACCESS) as connection:
            row = connection.execute(query).first()
        return Person(row.id, row.name) if row else None

    def keep_active(self, connection: Connection, conversation_id: str, now: float) -> None:
        """Note that somebody is there, within a transaction that is going on. Who has gone idle stays signed out."""
        last = sign_ins.c.last_active_at
        going_on = (sign_ins.c.conversation_id == conversation_id, last > now - self._idle_limit, last < now)
        connection.execute(sign_ins.update().where(*going_on).values(last_active_at=now))

    def sign_out(self, conversation_id: str) -> None:
        """
        Raises:
            DatabaseUnavailable
        """
        with writing(self._engine, _ACCESS) as connection:
            connection.execute(sign_ins.delete().where(sign_ins.c.conversation_id == conversation_id))


def _stored_moment(seconds: float) -> dt.datetime:
    return to_stored(dt.datetime.fromtimestamp(seconds, dt.timezone.utc))
