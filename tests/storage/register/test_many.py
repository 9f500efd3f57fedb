"""Many reviews are written at once, all of them or none."""

from __future__ import annotations

from dataclasses import replace
from typing import List

import pytest

from scr.rules.register import Refused
from scr.storage.history import HistoryStore
from scr.storage.register import AlreadyThere, ChangedMeanwhile, NoSuchReview, Record, RegisterStore, Written
from tests.full_review import AT, BY, FIRST, REVIEW, SECOND, SUPPORT, THIRD
from tests.storage.register.reviews import LATER, as_kept, bare


def test_many_are_written_at_once_and_counted(store: RegisterStore, history: HistoryStore) -> None:
    store.add(REVIEW, BY, AT, [SUPPORT])
    store.add(bare(SECOND), BY, AT)
    told: List[int] = []

    written = store.write(
        [
            Record(as_kept(REVIEW), (SUPPORT,)),
            Record(replace(as_kept(bare(SECOND)), agencies=("Health",)), (SUPPORT,)),
            Record(bare(THIRD)),
        ],
        BY,
        LATER,
        "imported",
        told.append,
    )

    assert written == Written(added=1, changed=1, unchanged=1)
    assert store.review(FIRST) == as_kept(REVIEW)
    assert store.record(SECOND) == Record(as_kept(replace(bare(SECOND), agencies=("Health",)), LATER, 2), (SUPPORT,))
    assert store.review(THIRD) == as_kept(bare(THIRD), LATER)
    assert sum(told) == 3
    assert [(entry.change, entry.reference) for entry in history.latest(2)] == [("imported", SECOND), ("imported", THIRD)]


def test_a_batch_of_which_one_is_refused_changes_nothing(store: RegisterStore, history: HistoryStore) -> None:
    """The one that is refused comes long after the first were written."""
    store.add(REVIEW, BY, AT)
    many = [Record(bare(f"SCR-2025-{number:03d}")) for number in range(900)]

    for refused, reason in (
        (Record(bare(FIRST)), AlreadyThere),
        (Record(replace(as_kept(REVIEW), version=7)), ChangedMeanwhile),
        (Record(as_kept(bare(SECOND))), NoSuchReview),
        (Record(bare(SECOND), (SUPPORT,)), Refused),
    ):
        with pytest.raises(reason):
            store.write([*many, refused], BY, LATER, "imported")

    assert [record.review for record in store.records()] == [as_kept(REVIEW)]
    assert [entry.change for entry in history.latest(10)] == ["added"]


def test_what_a_write_would_do_is_said_without_doing_it(store: RegisterStore, history: HistoryStore) -> None:
    store.add(REVIEW, BY, AT)
    records = [Record(replace(as_kept(REVIEW), hold=None)), Record(bare(SECOND))]

    assert store.compare(records) == Written(added=1, changed=1)

    assert store.review(FIRST) == as_kept(REVIEW)
    assert store.review(SECOND) is None
    assert len(history.latest(10)) == 1
    with pytest.raises(AlreadyThere):
        store.compare([Record(bare(FIRST))])
    with pytest.raises(Refused):
        store.compare([Record(bare(SECOND), (SUPPORT,))])
