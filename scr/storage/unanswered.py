"""Questions that got no answer. Rows that say the same are the same: which conversation one came from is not kept."""

from __future__ import annotations

import datetime as dt
import logging
from dataclasses import dataclass
from typing import List, Optional, Sequence
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from scr.rules.unanswered import Unanswered, Why, as_kept
from scr.storage.database import reading, writing
from scr.storage.tables import unanswered

logger = logging.getLogger(__name__)

_WHAT = "The questions that got no answer"
_LOCAL = ZoneInfo("Europe/London")
_AT_ONCE = 500
"""Row numbers in one statement; databases allow only so many values."""


@dataclass(frozen=True)
class Kept(Unanswered):
    """A question as it stands in the table; `day` is when it was asked."""

    number: int = 0
    day: dt.date = dt.date.min


def keep(connection: Connection, questions: Sequence[Unanswered], at: float) -> None:
    """Keep questions beside what else the transaction writes.

    Where that fails the log says so, and the rest is kept all the same: a turn is worth more than the note of it.

    Args:
        at: when they were asked, in seconds since 1970; the day alone is kept.
    """
    try:
        for question in questions:
            with connection.begin_nested():
                _keep(connection, question, _day(at))
    except sa.exc.SQLAlchemyError as error:
        logger.error("A question that got no answer could not be kept: %s", type(error).__name__)


def take_back(connection: Connection, redacted: str, why: Optional[Why] = None) -> None:
    """Delete the newest of the rows that say the same, if there is one."""
    matching = [unanswered.c.text == as_kept(redacted)] + ([unanswered.c.why == why.value] if why else [])
    connection.execute(unanswered.delete().where(unanswered.c.number == _newest(*matching)))


class UnansweredStore:
    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def open_questions(self) -> List[Kept]:
        """Those that are not done, the oldest first.

        Raises:
            DatabaseUnavailable
        """
        query = sa.select(unanswered).where(~unanswered.c.done).order_by(unanswered.c.number)
        with reading(self._engine, _WHAT) as connection:
            rows = connection.execute(query).all()
        return [Kept(row.text, Why(row.why), row.area, row.agency, row.number, row.day) for row in rows]

    def mark_done(self, numbers: Sequence[int]) -> int:
        """How many of them were not done before.

        Raises:
            DatabaseUnavailable
        """
        marked = 0
        with writing(self._engine, _WHAT) as connection:
            for start in range(0, len(numbers), _AT_ONCE):
                these = unanswered.c.number.in_(numbers[start : start + _AT_ONCE])
                marked += connection.execute(unanswered.update().where(these, ~unanswered.c.done).values(done=True)).rowcount
        return marked

    def forget_before(self, moment: float) -> int:
        """Delete those that were asked on a day before that of a moment (seconds since 1970); how many.

        Raises:
            DatabaseUnavailable
        """
        with writing(self._engine, _WHAT) as connection:
            return int(connection.execute(unanswered.delete().where(unanswered.c.day < _day(moment))).rowcount)


def _keep(connection: Connection, question: Unanswered, day: dt.date) -> None:
    # Offered topics that were refused: the question stands there already, as one that was unsure.
    if question.why is Why.REFUSED:
        same = _newest(unanswered.c.text == question.text, unanswered.c.why == Why.UNSURE.value, ~unanswered.c.done)
        refused = unanswered.update().where(unanswered.c.number == same).values(why=Why.REFUSED.value)
        if connection.execute(refused).rowcount:
            return
    connection.execute(unanswered.insert(), {**vars(question), "why": question.why.value, "day": day, "done": False})


def _newest(*matching: object) -> sa.sql.expression.ScalarSelect:
    return sa.select(sa.func.max(unanswered.c.number)).where(*matching).scalar_subquery()


def _day(at: float) -> dt.date:
    return dt.datetime.fromtimestamp(at, _LOCAL).date()
