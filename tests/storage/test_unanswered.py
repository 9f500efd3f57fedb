"""Questions that got no answer are kept beside the turn, and lead to nobody; on SQLite and on PostgreSQL."""

from __future__ import annotations

import datetime as dt
import logging
from typing import List, Tuple

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from scr.rules.feedback import Judgement
from scr.rules.unanswered import Unanswered, Why
from scr.storage.conversations import ConversationStore, StoredEvent
from scr.storage.database import DatabaseUnavailable
from scr.storage.feedback import FeedbackStore
from scr.storage.tables import unanswered
from scr.storage.unanswered import UnansweredStore

JUST_AFTER_MIDNIGHT = dt.datetime(2026, 7, 1, 23, 30, tzinfo=dt.timezone.utc).timestamp()  # in England, 2 July
DAY = 24 * 60 * 60.0
DOG = Unanswered("can i bring my dog", Why.UNSURE, "rotherham", "Police")
COST = Unanswered("who pays for it", Why.NOT_COVERED)


@pytest.fixture
def store(engine: Engine) -> UnansweredStore:
    return UnansweredStore(engine)


def ask(engine: Engine, *questions: Unanswered, conversation: str = "one", at: float = JUST_AFTER_MIDNIGHT) -> None:
    store = ConversationStore(engine)
    number = len(store.latest(conversation, 100))
    event = StoredEvent(number, at, "user", None, {"text": "as typed", "message_id": f"m{number}"})
    store.append(conversation, [event], questions)


def kept(store: UnansweredStore) -> List[Tuple[str, str]]:
    return [(question.text, question.why.value) for question in store.open_questions()]


def test_neither_a_person_nor_a_conversation_nor_a_time_of_day_has_a_column() -> None:
    assert {column.name for column in unanswered.c} == {"number", "text", "why", "area", "agency", "day", "done"}
    assert isinstance(unanswered.c.day.type, sa.Date)


def test_a_question_is_kept_with_its_turn_on_the_day_that_it_is_in_england(engine: Engine, store: UnansweredStore) -> None:
    ask(engine, DOG, COST)

    first, second = store.open_questions()
    assert (first.text, first.why, first.area, first.agency) == (DOG.text, Why.UNSURE, "rotherham", "Police")
    assert (first.day, second.text) == (dt.date(2026, 7, 2), COST.text)


def test_a_turn_that_is_refused_leaves_no_question(engine: Engine, store: UnansweredStore) -> None:
    twice = StoredEvent(0, 1.0, "user", None, {})

    with pytest.raises(DatabaseUnavailable):
        ConversationStore(engine).append("one", [twice, twice], [DOG])

    assert kept(store) == []


def test_a_question_that_cannot_be_kept_is_logged_without_its_words_and_the_turn_is_kept(
    engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    unanswered.drop(engine)

    with caplog.at_level(logging.ERROR):
        ask(engine, DOG)

    assert len(ConversationStore(engine).latest("one", 5)) == 1
    assert "could not be kept" in caplog.text
    assert "dog" not in caplog.text


def test_a_question_that_was_unsure_and_then_refused_is_one_question(engine: Engine, store: UnansweredStore) -> None:
    ask(engine, DOG)
    ask(engine, DOG, conversation="two")

    ask(engine, Unanswered(DOG.text, Why.REFUSED))

    assert sorted(kept(store)) == [(DOG.text, "refused"), (DOG.text, "unsure")]


def test_a_refused_question_whose_first_row_was_done_or_is_gone_is_kept_again(
    engine: Engine, store: UnansweredStore
) -> None:
    ask(engine, DOG)
    store.mark_done([question.number for question in store.open_questions()])

    ask(engine, Unanswered(DOG.text, Why.REFUSED))

    assert kept(store) == [(DOG.text, "refused")]


def test_what_is_done_is_no_longer_listed_and_is_done_once(engine: Engine, store: UnansweredStore) -> None:
    ask(engine, DOG, COST)
    number = store.open_questions()[0].number

    assert [store.mark_done([number]), store.mark_done([number]), store.mark_done([])] == [1, 0, 0]
    assert kept(store) == [(COST.text, "not_covered")]


def test_many_are_marked_at_once(engine: Engine, store: UnansweredStore) -> None:
    ask(engine, *[DOG] * 1200)

    assert store.mark_done([question.number for question in store.open_questions()]) == 1200


def test_old_questions_are_forgotten_done_or_not(engine: Engine, store: UnansweredStore) -> None:
    ask(engine, DOG, COST)
    ask(engine, COST, at=JUST_AFTER_MIDNIGHT + 5 * DAY)
    store.mark_done([store.open_questions()[0].number])

    assert store.forget_before(JUST_AFTER_MIDNIGHT + 2 * DAY) == 2
    assert kept(store) == [(COST.text, "not_covered")]


def test_a_number_is_never_given_again(engine: Engine, store: UnansweredStore) -> None:
    ask(engine, DOG)
    before = store.open_questions()[0].number
    store.forget_before(JUST_AFTER_MIDNIGHT + 2 * DAY)

    ask(engine, COST)

    assert store.open_questions()[0].number > before


def test_who_takes_a_message_back_takes_its_question_back_and_nobody_elses(engine: Engine, store: UnansweredStore) -> None:
    same = Unanswered("as typed", Why.UNSURE)
    ask(engine, same)
    ask(engine, same, DOG, conversation="two")

    ConversationStore(engine).take_back("two", "m0", among=10)
    assert sorted(kept(store)) == [("as typed", "unsure"), (DOG.text, "unsure")]
    ConversationStore(engine).take_back("two", "m0", among=10)
    assert len(kept(store)) == 2


def test_an_answer_that_did_not_help_keeps_its_question_once_and_one_that_did_after_all_takes_it_back(
    engine: Engine, store: UnansweredStore
) -> None:
    feedback, question = FeedbackStore(engine), Unanswered("how long does it take", Why.THUMBS_DOWN)
    bad, good = Judgement("r1", "timescale", None, False), Judgement("r1", "timescale", None, True)

    feedback.judge(bad, 1.0, question)
    feedback.judge(bad, 2.0, question)
    assert kept(store) == [(question.text, "thumbs_down")]

    feedback.judge(good, 3.0, question)
    feedback.judge(good, 4.0, question)
    assert kept(store) == []

    feedback.judge(bad, 5.0, question)
    assert kept(store) == [(question.text, "thumbs_down")]


def test_a_judgement_is_kept_where_its_question_cannot_be(engine: Engine) -> None:
    unanswered.drop(engine)

    FeedbackStore(engine).judge(Judgement("r1", "imr", None, False), 1.0, DOG)

    assert len(FeedbackStore(engine).all()) == 1
