"""The register in a real database, the same on SQLite and on PostgreSQL.

Long, because every method of the one store is tried on the same review.
"""

from __future__ import annotations

import datetime as dt
import threading
from dataclasses import replace
from typing import List

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from scr.rules.register import DebriefKind, Hold, Imr, Refused, Review, Stage, Support
from scr.storage.database import DatabaseUnavailable, connect
from scr.storage.history import HistoryStore
from scr.storage.register import (
    AlreadyThere,
    ChangedMeanwhile,
    NoSuchReview,
    NothingArranged,
    Record,
    RegisterStore,
    Written,
)
from scr.storage.tables import reviews

AT = dt.datetime(2026, 3, 2, 9, 30, tzinfo=dt.timezone.utc)
LATER = AT + dt.timedelta(days=3)
BY = "Pat Example"
FIRST, SECOND, THIRD = "SCR-2026-001", "SCR-2026-002", "SCR-2026-003"

REVIEW = Review(
    FIRST,
    "rotherham",
    Stage.IMRS_IN_PROGRESS,
    stage_since=dt.date(2026, 2, 20),
    decided_on=dt.date(2026, 1, 5),
    hold=Hold.INQUEST,
    agencies=("Police", "Health", "Education"),
    imrs=(Imr("Police", dt.date(2026, 4, 1)), Imr("Education", dt.date(2026, 4, 1), dt.date(2026, 3, 1))),
)
SUPPORT = Support(
    "Health",
    "midwifery",
    contact_name="Sample Contact",
    contact_role="named nurse",
    phone="01632 960101",
    email="contact@board.example",
    debrief_kind=DebriefKind.ONE_TO_ONE,
    debrief_date=dt.date(2026, 4, 14),
    debrief_time=dt.time(14, 30),
    debrief_place="Sample Clinic",
    feedback_date=dt.date(2026, 9, 1),
    feedback_time=dt.time(9, 0),
    feedback_place="Sample Town Hall",
)


def _bare(reference: str, area: str = "rotherham", stage: Stage = Stage.CONSIDERED) -> Review:
    return Review(reference, area, stage)


def _as_kept(review: Review, at: dt.datetime = AT, version: int = 1) -> Review:
    return replace(review, as_of=at, version=version)


@pytest.fixture
def store(engine: Engine) -> RegisterStore:
    return RegisterStore(engine)


@pytest.fixture
def history(engine: Engine) -> HistoryStore:
    return HistoryStore(engine)


def test_a_review_is_read_back_as_it_was_added(store: RegisterStore) -> None:
    store.add(REVIEW, BY, AT, [SUPPORT])

    assert store.review(FIRST) == _as_kept(REVIEW)
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

    assert store.record(FIRST) == Record(_as_kept(REVIEW), (SUPPORT,))
    assert store.review(SECOND) == _as_kept(other)
    assert [support.phone for support in store.support(SECOND)] == ["01632 960102"]


def test_a_register_is_empty_until_a_review_is_added(store: RegisterStore) -> None:
    assert store.is_empty()

    store.add(REVIEW, BY, AT)

    assert not store.is_empty()


def test_a_reference_is_added_once(store: RegisterStore) -> None:
    store.add(REVIEW, BY, AT)

    with pytest.raises(AlreadyThere, match=FIRST):
        store.add(_bare(FIRST), BY, LATER)

    assert store.review(FIRST) == _as_kept(REVIEW)


def test_a_change_counts_the_version_up_and_says_as_of_when(store: RegisterStore) -> None:
    store.add(REVIEW, BY, AT)
    changed = replace(_as_kept(REVIEW), stage=Stage.IMRS_REQUESTED, hold=None, agencies=("Education", "Police"), imrs=())

    kept = store.change(changed, BY, LATER, "stage")

    assert kept == replace(changed, as_of=LATER, version=2)
    assert store.review(FIRST) == kept


def test_of_two_changes_to_the_same_version_the_second_is_refused(store: RegisterStore) -> None:
    store.add(REVIEW, BY, AT)
    read = _as_kept(REVIEW)
    first = store.change(replace(read, hold=Hold.OTHER), BY, LATER, "hold")

    with pytest.raises(ChangedMeanwhile, match=FIRST):
        store.change(replace(read, hold=None), BY, LATER, "hold")

    assert store.review(FIRST) == first


def test_a_review_that_is_not_there_cannot_be_changed(store: RegisterStore) -> None:
    with pytest.raises(NoSuchReview, match=FIRST):
        store.change(_as_kept(REVIEW), BY, AT, "stage")
    with pytest.raises(NoSuchReview, match=FIRST):
        store.change(REVIEW, BY, AT, "stage")

    assert store.is_empty()


def test_a_change_of_nothing_says_that_it_is_still_so(store: RegisterStore, history: HistoryStore) -> None:
    store.add(REVIEW, BY, AT)

    store.change(_as_kept(REVIEW), BY, LATER, "confirmed")

    assert store.review(FIRST) == _as_kept(REVIEW, LATER, 2)
    last = history.latest(1)[0]
    assert (last.change, last.details) == ("confirmed", {})


def test_support_is_kept_in_place_of_what_was_kept_for_the_team_and_no_other(store: RegisterStore) -> None:
    other = replace(SUPPORT, team="health visiting")
    store.add(REVIEW, BY, AT, [SUPPORT, other])
    changed = Support("Health", "midwifery", phone="01632 960109")

    store.set_support(FIRST, changed, BY, LATER)

    assert set(store.support(FIRST)) == {changed, other}
    assert store.review(FIRST) == _as_kept(REVIEW)


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
        store.change(replace(_as_kept(REVIEW), agencies=("Police", "Education")), BY, LATER, "agencies")

    assert store.review(FIRST) == _as_kept(REVIEW)


def test_support_for_the_wrong_team_is_taken_away(store: RegisterStore, history: HistoryStore) -> None:
    other = replace(SUPPORT, team="health visiting")
    store.add(REVIEW, BY, AT, [SUPPORT, other])

    store.remove_support(FIRST, "Health", "midwifery", BY, LATER)

    assert store.support(FIRST) == (other,)
    assert history.latest(1)[0].details["support, Health, midwifery, phone"] == ["01632 960101", None]
    for reference, team in ((FIRST, "midwifery"), (SECOND, "health visiting")):
        with pytest.raises(NothingArranged, match=team):
            store.remove_support(reference, "Health", team, BY, LATER)


def test_each_change_is_in_the_history_with_what_was_and_what_is(store: RegisterStore, history: HistoryStore) -> None:
    store.add(REVIEW, BY, AT, [SUPPORT])
    signed = (replace(REVIEW.imrs[0], signed_off=dt.date(2026, 3, 4)), REVIEW.imrs[1])
    store.change(replace(_as_kept(REVIEW), hold=None, imrs=signed), "Sam Example", LATER, "imr")
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


def test_many_are_written_at_once_and_counted(store: RegisterStore, history: HistoryStore) -> None:
    store.add(REVIEW, BY, AT, [SUPPORT])
    store.add(_bare(SECOND), BY, AT)
    told: List[int] = []

    written = store.write(
        [
            Record(_as_kept(REVIEW), (SUPPORT,)),
            Record(replace(_as_kept(_bare(SECOND)), agencies=("Health",)), (SUPPORT,)),
            Record(_bare(THIRD)),
        ],
        BY,
        LATER,
        "imported",
        told.append,
    )

    assert written == Written(added=1, changed=1, unchanged=1)
    assert store.review(FIRST) == _as_kept(REVIEW)
    assert store.record(SECOND) == Record(_as_kept(replace(_bare(SECOND), agencies=("Health",)), LATER, 2), (SUPPORT,))
    assert store.review(THIRD) == _as_kept(_bare(THIRD), LATER)
    assert sum(told) == 3
    assert [(entry.change, entry.reference) for entry in history.latest(2)] == [("imported", SECOND), ("imported", THIRD)]


def test_a_batch_of_which_one_is_refused_changes_nothing(store: RegisterStore, history: HistoryStore) -> None:
    """The one that is refused comes long after the first were written."""
    store.add(REVIEW, BY, AT)
    many = [Record(_bare(f"SCR-2025-{number:03d}")) for number in range(900)]

    for refused, reason in (
        (Record(_bare(FIRST)), AlreadyThere),
        (Record(replace(_as_kept(REVIEW), version=7)), ChangedMeanwhile),
        (Record(_as_kept(_bare(SECOND))), NoSuchReview),
        (Record(_bare(SECOND), (SUPPORT,)), Refused),
    ):
        with pytest.raises(reason):
            store.write([*many, refused], BY, LATER, "imported")

    assert [record.review for record in store.records()] == [_as_kept(REVIEW)]
    assert [entry.change for entry in history.latest(10)] == ["added"]


def test_what_a_write_would_do_is_said_without_doing_it(store: RegisterStore, history: HistoryStore) -> None:
    store.add(REVIEW, BY, AT)
    records = [Record(replace(_as_kept(REVIEW), hold=None)), Record(_bare(SECOND))]

    assert store.compare(records) == Written(added=1, changed=1)

    assert store.review(FIRST) == _as_kept(REVIEW)
    assert store.review(SECOND) is None
    assert len(history.latest(10)) == 1
    with pytest.raises(AlreadyThere):
        store.compare([Record(_bare(FIRST))])
    with pytest.raises(Refused):
        store.compare([Record(_bare(SECOND), (SUPPORT,))])


def test_reviews_are_listed_by_area_and_stage_in_order(store: RegisterStore) -> None:
    store.add(_bare(THIRD, "north_yorkshire", Stage.NOT_HELD), BY, AT)
    store.add(_bare(FIRST, "rotherham"), BY, AT)
    store.add(_bare(SECOND, "north_yorkshire"), BY, AT)

    def listed(**of: object) -> List[str]:
        return [record.review.reference for record in store.records(**of)]  # type: ignore[arg-type]

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


def test_writers_at_once_lose_no_change(url: str, store: RegisterStore, history: HistoryStore) -> None:
    """Each adds agencies of its own, to what it has read, until none is refused."""
    store.add(_bare(FIRST), BY, AT)
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

    threads = [threading.Thread(target=write, args=(name,)) for name in range(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

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


def test_a_row_that_nobody_of_ours_wrote_is_told_and_not_believed(engine: Engine, store: RegisterStore) -> None:
    store.add(REVIEW, BY, AT)
    with engine.begin() as connection:
        connection.execute(reviews.update().values(stage="nearly finished"))

    with pytest.raises(DatabaseUnavailable, match="nearly finished"):
        store.review(FIRST)


def test_a_moment_of_another_zone_is_kept_in_utc(store: RegisterStore) -> None:
    store.add(REVIEW, BY, dt.datetime(2026, 7, 1, 10, tzinfo=dt.timezone(dt.timedelta(hours=1))))

    review = store.review(FIRST)

    assert review is not None
    assert review.as_of == dt.datetime(2026, 7, 1, 9, tzinfo=dt.timezone.utc)


def test_a_register_without_its_tables_is_told(engine: Engine, store: RegisterStore) -> None:
    with engine.begin() as connection:
        connection.execute(sa.text("ALTER TABLE review_agency RENAME TO gone"))
    try:
        with pytest.raises(DatabaseUnavailable, match="read"):
            store.review(FIRST)
        with pytest.raises(DatabaseUnavailable, match="written"):
            store.add(REVIEW, BY, AT)
    finally:
        with engine.begin() as connection:
            connection.execute(sa.text("ALTER TABLE gone RENAME TO review_agency"))
    assert store.is_empty()
