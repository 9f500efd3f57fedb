"""What people thought of replies is kept, once for each reply, and names nobody."""

from __future__ import annotations

from sqlalchemy.engine import Engine

from scr.rules.feedback import Judgement, Reason
from scr.storage.feedback import FeedbackStore
from scr.storage.tables import feedback


def test_judgements_come_back_newest_first(engine: Engine) -> None:
    store = FeedbackStore(engine)
    helped = Judgement("r1", "interview", "rotherham", True)
    did_not = Judgement("r2", "imr", None, False, Reason.UNCLEAR, "too long")

    store.judge(helped, at=1.0)
    store.judge(did_not, at=2.0)

    assert store.all() == [did_not, helped]


def test_the_last_judgement_of_a_reply_counts(engine: Engine) -> None:
    store = FeedbackStore(engine)
    store.judge(Judgement("r1", "interview", None, False, Reason.WRONG, "no"), at=1.0)

    store.judge(Judgement("r1", "interview", None, True), at=2.0)

    assert store.all() == [Judgement("r1", "interview", None, True)]


def test_neither_a_person_nor_a_conversation_is_kept() -> None:
    assert {column.name for column in feedback.c} == {
        "reply_id",
        "at",
        "outcome",
        "area",
        "helpful",
        "reason",
        "comment",
    }
