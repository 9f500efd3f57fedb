"""Support is kept for one team of an agency that is in the review."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scr.rules.register import Refused, Support
from scr.storage.history import HistoryStore
from scr.storage.register import NoSuchReview, NothingArranged, RegisterStore
from tests.full_review import AT, BY, FIRST, REVIEW, SECOND, SUPPORT, THIRD
from tests.storage.register.reviews import LATER, as_kept


def test_support_is_kept_in_place_of_what_was_kept_for_the_team_and_no_other(store: RegisterStore) -> None:
    other = replace(SUPPORT, team="health visiting")
    store.add(REVIEW, BY, AT, [SUPPORT, other])
    changed = Support("Health", "midwifery", phone="01632 960109")

    store.set_support(FIRST, changed, BY, LATER)

    assert set(store.support(FIRST)) == {changed, other}
    assert store.review(FIRST) == as_kept(REVIEW)


def test_support_for_an_agency_that_is_not_in_the_review_is_refused(store: RegisterStore, history: HistoryStore) -> None:
    store.add(REVIEW, BY, AT)

    with pytest.raises(Refused, match="Housing"):
        store.set_support(FIRST, Support("Housing", "lettings"), BY, AT)
    with pytest.raises(Refused, match="Housing"):
        store.add(replace(REVIEW, reference=SECOND), BY, AT, [Support("Housing", "lettings")])
    with pytest.raises(NoSuchReview):
        store.set_support(THIRD, SUPPORT, BY, AT)

    assert [entry.reference for entry in history.latest(10)] == [FIRST]
    assert store.review(SECOND) is None


def test_an_agency_with_support_cannot_leave_the_review(store: RegisterStore) -> None:
    store.add(REVIEW, BY, AT, [SUPPORT])

    with pytest.raises(Refused, match="midwifery"):
        store.change(replace(as_kept(REVIEW), agencies=("Police", "Education")), BY, LATER, "agencies")

    assert store.review(FIRST) == as_kept(REVIEW)


def test_support_for_the_wrong_team_is_taken_away(store: RegisterStore, history: HistoryStore) -> None:
    other = replace(SUPPORT, team="health visiting")
    store.add(REVIEW, BY, AT, [SUPPORT, other])

    store.remove_support(FIRST, "Health", "midwifery", BY, LATER)

    assert store.support(FIRST) == (other,)
    assert history.latest(1)[0].details["support, Health, midwifery, phone"] == ["01632 960101", None]
    for reference, team in ((FIRST, "midwifery"), (SECOND, "health visiting")):
        with pytest.raises(NothingArranged, match=team):
            store.remove_support(reference, "Health", team, BY, LATER)
