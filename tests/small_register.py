"""Two small reviews and people with standing in them, for tests that talk to real processes and so to the real clock."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Sequence

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from scr.rules.access import Grant, Role
from scr.rules.codes import written
from scr.rules.register import DebriefKind, Imr, Review, Stage, Support
from scr.storage.access import AccessStore
from scr.storage.database import connect
from scr.storage.register import RegisterStore
from scr.storage.tables import failed_sign_ins, metadata, sign_ins

BY = "Officer Example"
OWN, OTHER = "SCR-2026-004", "SCR-2026-005"
_DECIDED, _SINCE = dt.date(2026, 1, 12), dt.date(2026, 2, 23)
_DEBRIEF = dt.date(2099, 3, 3)

REVIEWS = (
    Review(
        OWN,
        "rotherham",
        Stage.IMRS_IN_PROGRESS,
        _SINCE,
        _DECIDED,
        agencies=("Health", "Education"),
        imrs=(Imr("Health", due=dt.date(2098, 5, 5)),),
    ),
    Review(OTHER, "north_yorkshire", Stage.OVERVIEW_REPORT, _SINCE, _DECIDED, agencies=("Police",)),
)
VISITING = Support(
    "Health",
    "health visiting",
    contact_name="Contact Quillfeather",
    contact_role="named nurse",
    phone="01632 960444",
    email="quillfeather@board.example",
    debrief_kind=DebriefKind.GROUP,
    debrief_date=_DEBRIEF,
    debrief_time=dt.time(14, 35),
    debrief_place="Lanternmoss room",
)
MIDWIFERY = Support("Health", "midwifery", contact_name="Contact Otherteam", phone="01632 960445")

OF_THE_REGISTER = (
    "Contact Quillfeather",
    "01632 960444",
    "quillfeather@board.example",
    "Lanternmoss",
    "Tuesday 3 March 2099",
    "20990303",
    "2.35 pm",
    "The agencies are writing",
    "Monday 23 February 2026",
    "Tuesday 12 May 2026",
)
"""What is told of these two by replies, and stands in no conversation that is kept."""


def filled(url: str) -> Engine:
    """The database with both reviews in it."""
    engine = connect(url, timeout=5)
    register, now = RegisterStore(engine), now_utc()
    for review in REVIEWS:
        register.add(review, BY, now, (VISITING, MIDWIFERY) if review.reference == OWN else ())
    return engine


def health_visitor(engine: Engine, name: str = "Jo Example", *references: str) -> str:
    """A new access code of somebody in health visiting with standing in these reviews, in `OWN` where none is named."""
    access = AccessStore(engine)
    _grant(access, name, references)
    return written(access.issue_code(name, now_utc() + dt.timedelta(days=1), BY, now_utc()))


def signed_in(engine: Engine, name: str = "", *references: str, conversation_id: str = "") -> str:
    """The conversation, a new one where none is named, to which a health visitor, a new one likewise, has signed in.

    As a Teams user, since an access code is slow on purpose.
    """
    conversation_id, name = conversation_id or uuid.uuid4().hex, name or f"Jo Example {uuid.uuid4().hex}"
    access, tenant, user = AccessStore(engine), str(uuid.uuid4()), str(uuid.uuid4())
    _grant(access, name, references)
    access.link_teams(name, tenant, user, BY, now_utc())
    assert access.sign_in_teams(conversation_id, tenant, user, now_utc().timestamp()) is not None
    return conversation_id


def been_silent(engine: Engine, conversation_id: str, minutes: float) -> None:
    """As if nothing had been said in the conversation for so long."""
    this = sign_ins.c.conversation_id == conversation_id
    with engine.begin() as connection:
        moment = now_utc().timestamp() - minutes * 60
        assert connection.execute(sign_ins.update().where(this).values(last_active_at=moment)).rowcount == 1


def failures_forgiven(engine: Engine) -> None:
    """As if long enough had passed since every wrong code."""
    with engine.begin() as connection:
        connection.execute(failed_sign_ins.delete())


def rows(engine: Engine, *names: str) -> str:
    """All that stands in these tables; in every one where none is named."""
    tables = [table for table in metadata.sorted_tables if not names or table.name in names]
    assert len(tables) == (len(names) or len(metadata.sorted_tables))
    with engine.connect() as connection:
        return "\n".join(repr(tuple(row)) for table in tables for row in connection.execute(sa.select(table)))


def _grant(access: AccessStore, name: str, references: Sequence[str]) -> None:
    for reference in references or (OWN,):
        access.grant(name, Grant(reference, "Health", "health visiting", Role.PRACTITIONER), BY, now_utc())


def now_utc() -> dt.datetime:
    return dt.datetime.now(dt.timezone.utc)
