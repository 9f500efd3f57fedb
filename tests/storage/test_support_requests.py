"""Requests for support in a real database, the same on SQLite and on PostgreSQL."""

from __future__ import annotations

import datetime as dt
from typing import List

import pytest
from sqlalchemy.engine import Engine

from scr.rules.register import Review, Stage, Support
from scr.storage.database import DatabaseUnavailable, connect
from scr.storage.register import RegisterStore
from scr.storage.support_requests import NoSuchRequest, SupportRequest, SupportRequestStore
from scr.storage.tables import people
from tests.storage.at_once import at_once

AT = dt.datetime(2026, 3, 2, 9, 30, tzinfo=dt.timezone.utc)
LATER = AT + dt.timedelta(days=1)
BY_FRIDAY = dt.date(2026, 3, 6)
REFERENCE = "SCR-2026-001"
MIDWIFERY = Support("Health", "midwifery", contact_name="Sample Contact")
POLICE = Support("Police", "patrol")


@pytest.fixture
def store(engine: Engine) -> SupportRequestStore:
    RegisterStore(engine).add(
        Review(REFERENCE, "rotherham", Stage.CONSIDERED, agencies=("Health", "Police")),
        "Pat Example",
        AT,
        [MIDWIFERY, POLICE],
    )
    with engine.begin() as connection:
        connection.execute(people.insert(), [{"id": 1, "name": "Jo Example"}, {"id": 2, "name": "Kim Example"}])
    return SupportRequestStore(engine)


def test_a_request_has_a_number_and_goes_to_the_contact(store: SupportRequestStore) -> None:
    asked = store.ask(1, REFERENCE, MIDWIFERY, AT, BY_FRIDAY)

    assert asked == SupportRequest(1, AT, "Jo Example", REFERENCE, "Health", "midwifery", "Sample Contact", BY_FRIDAY)
    assert store.open_requests() == [asked]
    assert store.open_request(1, REFERENCE, "Health", "midwifery") == asked


def test_asking_again_for_the_same_is_the_same_request(store: SupportRequestStore) -> None:
    asked = store.ask(1, REFERENCE, MIDWIFERY, AT, BY_FRIDAY)

    again = store.ask(1, REFERENCE, MIDWIFERY, LATER, BY_FRIDAY + dt.timedelta(days=7))

    assert again == asked
    assert len(store.open_requests()) == 1


def test_requests_of_others_and_for_others_are_their_own(store: SupportRequestStore) -> None:
    numbers = {
        store.ask(person, REFERENCE, support, AT, BY_FRIDAY).number for person in (1, 2) for support in (MIDWIFERY, POLICE)
    }

    assert len(numbers) == 4
    assert store.open_request(2, REFERENCE, "Health", "health visiting") is None


def test_where_nobody_is_named_the_request_is_kept_all_the_same(store: SupportRequestStore) -> None:
    assert store.ask(1, REFERENCE, POLICE, AT, BY_FRIDAY).contact_name is None


def test_a_request_that_was_answered_is_open_no_more_and_can_be_made_anew(store: SupportRequestStore) -> None:
    asked = store.ask(1, REFERENCE, MIDWIFERY, AT, BY_FRIDAY)

    answered = store.answer(asked.number, LATER)

    assert answered.answered_at == LATER
    assert store.open_requests() == []
    assert store.open_request(1, REFERENCE, "Health", "midwifery") is None
    assert store.ask(1, REFERENCE, MIDWIFERY, LATER, BY_FRIDAY).number == asked.number + 1


def test_the_first_answer_stands(store: SupportRequestStore) -> None:
    number = store.ask(1, REFERENCE, MIDWIFERY, AT, BY_FRIDAY).number
    store.answer(number, LATER)

    assert store.answer(number, LATER + dt.timedelta(days=2)).answered_at == LATER


def test_a_number_that_was_never_given_is_told(store: SupportRequestStore) -> None:
    with pytest.raises(NoSuchRequest, match="12"):
        store.answer(12, AT)


def test_a_number_is_never_given_twice_even_where_a_person_was_forgotten(engine: Engine, store: SupportRequestStore) -> None:
    first = store.ask(2, REFERENCE, MIDWIFERY, AT, BY_FRIDAY).number
    with engine.begin() as connection:
        connection.execute(people.delete().where(people.c.id == 2))

    assert store.open_requests() == []
    assert store.ask(1, REFERENCE, MIDWIFERY, AT, BY_FRIDAY).number > first


def test_the_one_to_be_answered_soonest_is_listed_first(store: SupportRequestStore) -> None:
    late = store.ask(1, REFERENCE, MIDWIFERY, AT, BY_FRIDAY + dt.timedelta(days=1))
    soon = store.ask(2, REFERENCE, MIDWIFERY, AT, BY_FRIDAY)

    assert store.open_requests() == [soon, late]


def test_nobody_and_no_review_can_ask_for_nothing(store: SupportRequestStore) -> None:
    for person, reference in ((9, REFERENCE), (1, "SCR-2026-009")):
        with pytest.raises(DatabaseUnavailable):
            store.ask(person, reference, MIDWIFERY, AT, BY_FRIDAY)

    assert store.open_requests() == []


def test_somebody_who_asks_many_times_at_once_has_one_request(url: str, store: SupportRequestStore) -> None:
    numbers: List[int] = []

    def ask() -> None:
        own = SupportRequestStore(connect(url, timeout=20))
        numbers.append(own.ask(1, REFERENCE, MIDWIFERY, AT, BY_FRIDAY).number)

    at_once(*[ask] * 6)

    assert len(numbers) == 6
    assert len(set(numbers)) == 1
    assert len(store.open_requests()) == 1
