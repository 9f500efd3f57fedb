"""Judgements of replies: one each, the last one given."""

from __future__ import annotations

from typing import List, Optional

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from scr.rules.feedback import Judgement, Reason
from scr.rules.unanswered import Unanswered
from scr.storage import unanswered
from scr.storage.database import reading, writing
from scr.storage.tables import feedback
from scr.storage.upsert import insert_or_replace

_WHAT = "What somebody thought of a reply"


class FeedbackStore:
    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def judge(self, judgement: Judgement, at: float, question: Optional[Unanswered] = None) -> None:
        """Keep it, in place of an earlier one of the same reply. The comment has been redacted before.

        Args:
            question: what the reply answered, which is kept where it did not help, and taken back where it did after all.

        Raises:
            DatabaseUnavailable
        """
        row = {**vars(judgement), "reason": judgement.reason and judgement.reason.value, "at": at}
        earlier = sa.select(feedback.c.helpful).where(feedback.c.reply_id == judgement.reply_id)
        with writing(self._engine, _WHAT) as connection:
            helped_before: Optional[bool] = connection.execute(earlier).scalar()
            insert_or_replace(connection, feedback, row)
            if question is not None and helped_before is False and judgement.helpful:
                unanswered.take_back(connection, question.text, question.why)
            elif question is not None and helped_before is not False and not judgement.helpful:
                unanswered.keep(connection, [question], at)

    def all(self) -> List[Judgement]:
        """Newest first.

        Raises:
            DatabaseUnavailable
        """
        columns = [column for column in feedback.c if column.name != "at"]
        with reading(self._engine, _WHAT) as connection:
            rows = connection.execute(sa.select(*columns).order_by(feedback.c.at.desc())).all()
        return [Judgement(**{**row._mapping, "reason": row.reason and Reason(row.reason)}) for row in rows]
