"""The audit of look-ups in a real database: each is added, none is changed, and they are found by day, person and review."""

from __future__ import annotations

import datetime as dt
from functools import partial

import pytest
from sqlalchemy.engine import Engine

from scr.storage.audit import AuditStore, LookUp
from scr.storage.database import DatabaseUnavailable, connect
from scr.storage.tables import metadata
from tests.storage.at_once import at_once

MONDAY = dt.datetime(2026, 3, 2, 9, 0, 0, 125_000, tzinfo=dt.timezone.utc)
TUESDAY = MONDAY + dt.timedelta(days=1)
ANN, BOB = "Ann Example", "Bob Sample"
ONE, OTHER = "SCR-2026-001", "SCR-2026-002"
TOLD = LookUp(MONDAY, ANN, ONE, "stage", "told")
REFUSED = LookUp(MONDAY, BOB, ONE, "support", "refused")
LATER = LookUp(TUESDAY, ANN, OTHER, "stage", "told")
NOBODY = LookUp(TUESDAY, None, None, "stage", "not signed in")


@pytest.fixture
def store(engine: Engine) -> AuditStore:
    store = AuditStore(engine)
    for look_up in (TOLD, REFUSED, LATER, NOBODY):
        store.record(**vars(look_up))
    return store


def test_every_look_up_is_listed_told_or_refused_in_the_order_in_which_it_was_made(store: AuditStore) -> None:
    assert store.rows() == [TOLD, REFUSED, LATER, NOBODY]


def test_an_audit_with_nothing_in_it_is_empty(engine: Engine) -> None:
    assert AuditStore(engine).rows() == []


def test_look_ups_are_found_by_day_by_person_and_by_review(store: AuditStore) -> None:
    assert store.rows(since=TUESDAY) == [LATER, NOBODY]
    assert store.rows(since=TUESDAY + dt.timedelta(microseconds=1)) == []
    assert store.rows(person=ANN) == [TOLD, LATER]
    assert store.rows(reference=ONE) == [TOLD, REFUSED]
    assert store.rows(since=TUESDAY, person=ANN, reference=OTHER) == [LATER]
    assert store.rows(person="Nobody Here") == []


def test_a_moment_of_another_zone_is_the_same_moment(engine: Engine) -> None:
    summer = dt.timezone(dt.timedelta(hours=1))
    store = AuditStore(engine)

    store.record(MONDAY.astimezone(summer), ANN, ONE, "stage", "told")

    assert store.rows(since=MONDAY.astimezone(summer)) == [TOLD]


def test_the_same_look_up_twice_is_listed_twice(store: AuditStore) -> None:
    store.record(**vars(TOLD))

    assert store.rows(person=ANN, reference=ONE) == [TOLD, TOLD]


def test_look_ups_at_once_are_all_kept(url: str, engine: Engine) -> None:
    def look_up(name: str) -> None:
        own = AuditStore(connect(url, timeout=30))
        for _ in range(10):
            own.record(MONDAY, name, ONE, "stage", "told")

    at_once(*(partial(look_up, name) for name in (ANN, BOB, "Cat Specimen")))

    assert len(AuditStore(engine).rows()) == 30
    assert len(AuditStore(engine).rows(person=BOB)) == 10


def test_there_is_no_way_to_change_or_delete_what_was_recorded() -> None:
    assert [name for name in vars(AuditStore) if not name.startswith("_")] == ["record", "rows"]


def test_an_audit_that_cannot_be_written_or_read_is_told(store: AuditStore, engine: Engine) -> None:
    metadata.drop_all(engine)

    with pytest.raises(DatabaseUnavailable):
        store.record(**vars(TOLD))
    with pytest.raises(DatabaseUnavailable):
        store.rows()
