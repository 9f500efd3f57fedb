"""Reviews are added once, read back as they were, and listed."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any, List

import pytest

from scr.rules.register import Imr, Stage
from scr.storage.register import AlreadyThere, Record, RegisterStore
from tests.full_review import AT, BY, FIRST, REVIEW, SECOND, SUPPORT, THIRD
from tests.storage.register.reviews import LATER, as_kept, bare


def test_a_review_is_read_back_as_it_was_added(store: RegisterStore) -> None:
    store.add(REVIEW, BY, AT, [SUPPORT])

    assert store.review(FIRST) == as_kept(REVIEW)
    assert store.support(FIRST) == (SUPPORT,)


def test_what_is_not_there_is_not_found(store: RegisterStore) -> None:
    store.add(REVIEW, BY, AT, [SUPPORT])

    assert store.review(SECOND) is None
    assert store.support(SECOND) == ()
    assert store.record(SECOND) is None


def test_reviews_do_not_mix(store: RegisterStore) -> None:
    other = replace(REVIEW, reference=SECOND, imrs=(Imr("Health"),))
    store.add(REVIEW, BY, AT, [SUPPORT])
    store.add(other, BY, AT, [replace(SUPPORT, team="health visiting", phone="01632 960102")])

    assert store.record(FIRST) == Record(as_kept(REVIEW), (SUPPORT,))
    assert store.review(SECOND) == as_kept(other)
    assert [support.phone for support in store.support(SECOND)] == ["01632 960102"]


def test_a_register_is_empty_until_a_review_is_added(store: RegisterStore) -> None:
    assert store.is_empty()

    store.add(REVIEW, BY, AT)

    assert not store.is_empty()


def test_a_reference_is_added_once(store: RegisterStore) -> None:
    store.add(REVIEW, BY, AT)

    with pytest.raises(AlreadyThere, match=FIRST):
        store.add(bare(FIRST), BY, LATER)

    assert store.review(FIRST) == as_kept(REVIEW)


def test_reviews_are_listed_by_area_and_stage_in_order(store: RegisterStore) -> None:
    store.add(bare(THIRD, "north_yorkshire", Stage.NOT_HELD), BY, AT)
    store.add(bare(FIRST, "rotherham"), BY, AT)
    store.add(bare(SECOND, "north_yorkshire"), BY, AT)

    def listed(**of: Any) -> List[str]:
        return [record.review.reference for record in store.records(**of)]

    assert listed() == [FIRST, SECOND, THIRD]
    assert listed(area="north_yorkshire") == [SECOND, THIRD]
    assert listed(stage=Stage.CONSIDERED) == [FIRST, SECOND]
    assert listed(area="north_yorkshire", stage=Stage.CONSIDERED) == [SECOND]
    assert [record.review.reference for record in store.named([THIRD, "SCR-2020-001", FIRST])] == [THIRD, FIRST]


def test_agencies_and_teams_are_told_as_they_are_spelt(store: RegisterStore) -> None:
    store.add(REVIEW, BY, AT, [SUPPORT])
    store.add(replace(REVIEW, reference=SECOND), BY, AT)

    assert store.agencies() == ["Education", "Health", "Police"]
    assert store.teams() == ["midwifery"]


def test_a_moment_of_another_zone_is_kept_in_utc(store: RegisterStore) -> None:
    store.add(REVIEW, BY, dt.datetime(2026, 7, 1, 10, tzinfo=dt.timezone(dt.timedelta(hours=1))))

    review = store.review(FIRST)

    assert review is not None
    assert review.as_of == dt.datetime(2026, 7, 1, 9, tzinfo=dt.timezone.utc)
