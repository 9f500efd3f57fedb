"""A change is made to the version that was read, or refused, and the history says what it was."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from scr.rules.register import Hold, Stage
from scr.storage.history import HistoryStore
from scr.storage.register import ChangedMeanwhile, NoSuchReview, RegisterStore
from tests.full_review import AT, BY, FIRST, REVIEW, SUPPORT
from tests.storage.register.reviews import LATER, as_kept


def test_a_change_counts_the_version_up_and_says_as_of_when(store: RegisterStore) -> None:
    store.add(REVIEW, BY, AT)
    changed = replace(as_kept(REVIEW), stage=Stage.IMRS_REQUESTED, hold=None, agencies=("Education", "Police"), imrs=())

    kept = store.change(changed, BY, LATER, "stage")

    assert kept == replace(changed, as_of=LATER, version=2)
    assert store.review(FIRST) == kept


def test_of_two_changes_to_the_same_version_the_second_is_refused(store: RegisterStore) -> None:
    store.add(REVIEW, BY, AT)
    read = as_kept(REVIEW)
    first = store.change(replace(read, hold=Hold.OTHER), BY, LATER, "hold")

    with pytest.raises(ChangedMeanwhile, match=FIRST):
        store.change(replace(read, hold=None), BY, LATER, "hold")

    assert store.review(FIRST) == first


def test_a_review_that_is_not_there_cannot_be_changed(store: RegisterStore) -> None:
    with pytest.raises(NoSuchReview, match=FIRST):
        store.change(as_kept(REVIEW), BY, AT, "stage")
    with pytest.raises(NoSuchReview, match=FIRST):
        store.change(REVIEW, BY, AT, "stage")

    assert store.is_empty()


def test_a_change_of_nothing_says_that_it_is_still_so(store: RegisterStore, history: HistoryStore) -> None:
    store.add(REVIEW, BY, AT)

    store.change(as_kept(REVIEW), BY, LATER, "confirmed")

    assert store.review(FIRST) == as_kept(REVIEW, LATER, 2)
    last = history.latest(1)[0]
    assert (last.change, last.details) == ("confirmed", {})


def test_each_change_is_in_the_history_with_what_was_and_what_is(store: RegisterStore, history: HistoryStore) -> None:
    store.add(REVIEW, BY, AT, [SUPPORT])
    signed = (replace(REVIEW.imrs[0], signed_off=dt.date(2026, 3, 4)), REVIEW.imrs[1])
    store.change(replace(as_kept(REVIEW), hold=None, imrs=signed), "Sam Example", LATER, "imr")
    store.set_support(FIRST, replace(SUPPORT, debrief_time=None, phone="01632 960109"), BY, LATER)

    added, imr, support = history.latest(10)

    assert (added.change, added.by, added.at, added.reference) == ("added", BY, AT, FIRST)
    assert added.details["agencies"] == [None, "Police; Health; Education"]
    assert added.details["support, Health, midwifery, debrief_time"] == [None, "14:30"]
    assert (imr.change, imr.by, imr.at) == ("imr", "Sam Example", LATER)
    assert imr.details == {"hold": ["inquest", None], "imr, Police, signed_off": [None, "2026-03-04"]}
    assert support.details == {
        "support, Health, midwifery, phone": ["01632 960101", "01632 960109"],
        "support, Health, midwifery, debrief_time": ["14:30", None],
    }
    assert history.verify() is None
