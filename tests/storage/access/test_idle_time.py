"""Half an hour without a word signs somebody out."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from scr.rules.codes import Code
from scr.storage.access import AccessStore, Person
from scr.storage.tables import sign_ins
from tests.storage.access.people import HALF_AN_HOUR, HERE, NOW


def test_half_an_hour_without_a_word_ends_it(store: AccessStore, ann: Person, code: Code) -> None:
    store.sign_in("one", code, HERE, NOW)

    assert store.signed_in("one", NOW + HALF_AN_HOUR - 1) == ann
    assert store.signed_in("one", NOW + HALF_AN_HOUR) is None


def test_activity_keeps_it(store: AccessStore, engine: Engine, ann: Person, code: Code) -> None:
    store.sign_in("one", code, HERE, NOW)
    for minute in range(0, 120, 20):
        with engine.begin() as connection:
            store.keep_active(connection, "one", NOW + minute * 60)

    assert store.signed_in("one", NOW + 100 * 60 + HALF_AN_HOUR - 1) == ann
    assert store.signed_in("one", NOW + 100 * 60 + HALF_AN_HOUR) is None


def test_what_has_gone_idle_is_not_woken_by_a_word(store: AccessStore, engine: Engine, code: Code) -> None:
    store.sign_in("one", code, HERE, NOW)
    with engine.begin() as connection:
        store.keep_active(connection, "one", NOW + HALF_AN_HOUR)

    assert store.signed_in("one", NOW + HALF_AN_HOUR) is None


def test_activity_counts_only_if_the_transaction_that_it_belongs_to_is_kept(
    store: AccessStore, engine: Engine, code: Code
) -> None:
    store.sign_in("one", code, HERE, NOW)
    with engine.connect() as connection, connection.begin() as transaction:
        store.keep_active(connection, "one", NOW + 60)
        transaction.rollback()

    assert store.signed_in("one", NOW + HALF_AN_HOUR) is None


def test_a_clock_that_runs_behind_does_not_shorten_it(store: AccessStore, engine: Engine, ann: Person, code: Code) -> None:
    store.sign_in("one", code, HERE, NOW)
    with engine.begin() as connection:
        store.keep_active(connection, "one", NOW - 600)

    assert store.signed_in("one", NOW + HALF_AN_HOUR - 1) == ann


def test_a_word_where_nobody_is_signed_in_signs_nobody_in(store: AccessStore, engine: Engine, code: Code) -> None:
    with engine.begin() as connection:
        store.keep_active(connection, "one", NOW)
        assert connection.execute(sa.select(sign_ins)).all() == []


def test_another_idle_limit_may_be_set(engine: Engine, store: AccessStore, code: Code) -> None:
    short = AccessStore(engine, idle_limit=60.0)
    short.sign_in("one", code, HERE, NOW)

    assert short.signed_in("one", NOW + 60) is None
