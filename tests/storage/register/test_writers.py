"""Writers and readers at once: no change is lost, and nobody sees half of one."""

from __future__ import annotations

import threading
from dataclasses import replace
from functools import partial

from scr.rules.register import Imr
from scr.storage.database import connect
from scr.storage.history import HistoryStore
from scr.storage.register import ChangedMeanwhile, RegisterStore
from tests.full_review import AT, BY, FIRST, REVIEW
from tests.storage.at_once import at_once
from tests.storage.register.reviews import bare


def test_writers_at_once_lose_no_change(url: str, store: RegisterStore, history: HistoryStore) -> None:
    """Each adds agencies of its own, to what it has read, until none is refused."""
    store.add(bare(FIRST), BY, AT)
    writers, each = 4, 6

    def write(name: int) -> None:
        own = RegisterStore(connect(url, timeout=20))
        for number in range(each):
            while True:
                review = own.review(FIRST)
                assert review is not None
                try:
                    own.change(replace(review, agencies=(*review.agencies, f"agency {name} {number}")), BY, AT, "agencies")
                    break
                except ChangedMeanwhile:
                    continue

    at_once(*(partial(write, name) for name in range(writers)))

    review = store.review(FIRST)
    assert review is not None
    assert sorted(review.agencies) == sorted(f"agency {name} {number}" for name in range(writers) for number in range(each))
    assert review.version == 1 + writers * each
    assert history.verify() is None


def test_a_reader_sees_a_review_as_it_was_at_one_moment(url: str, store: RegisterStore) -> None:
    """Agencies and their reviews go together; a reader who came between the two would be told what never was."""
    store.add(replace(REVIEW, agencies=("Police",), imrs=(Imr("Police"),)), BY, AT)
    is_over = threading.Event()

    def flip() -> None:
        own = RegisterStore(connect(url, timeout=20))
        review = own.review(FIRST)
        for turn in range(60):
            assert review is not None
            agency = "Health" if turn % 2 else "Police"
            review = own.change(replace(review, agencies=(agency,), imrs=(Imr(agency),)), BY, AT, "agencies")
        is_over.set()

    flipping = threading.Thread(target=flip)
    flipping.start()
    while not is_over.is_set():
        review = store.review(FIRST)
        assert review is not None
        assert review.agencies == tuple(imr.agency for imr in review.imrs)
    flipping.join(timeout=60)
