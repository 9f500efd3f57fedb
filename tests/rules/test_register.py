"""What the register's rules allow; and that no sequence of what they allow leads where a review cannot be.

Long, because the second half is one machine that knows all the rules at once.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from itertools import pairwise
from typing import Any, Dict, List, Optional, Tuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from scr.rules.register import (
    OVER,
    SUMMARY_IS_PUBLIC,
    TRANSITIONS,
    Hold,
    Imr,
    Refused,
    Review,
    Stage,
    moved,
    signed_off,
)

REFERENCE = "SCR-2026-001"
TODAY = dt.date(2026, 3, 2)
URL = "https://board.example/summary"
IN_ORDER = [stage for stage in Stage if stage is not Stage.NOT_HELD]


def _review(stage: Stage = Stage.CONSIDERED, **values: Any) -> Review:
    return Review(REFERENCE, "rotherham", stage, **values)


@pytest.mark.parametrize(("before", "after"), list(pairwise(IN_ORDER)))
def test_each_stage_leads_to_the_next_and_the_next_back_to_it(before: Stage, after: Stage) -> None:
    assert after in TRANSITIONS[before]
    assert before in TRANSITIONS[after]


def test_no_other_step_is_allowed() -> None:
    steps = {(before, after) for before, allowed in TRANSITIONS.items() for after in allowed}
    along = set(pairwise(IN_ORDER))

    aside = {(Stage.CONSIDERED, Stage.NOT_HELD), (Stage.NOT_HELD, Stage.CONSIDERED)}

    assert steps == along | {(after, before) for before, after in along} | aside
    assert set(TRANSITIONS) == set(Stage)


def test_a_step_that_leaves_one_out_is_refused_and_the_allowed_ones_are_named() -> None:
    with pytest.raises(Refused, match="considered; from there it goes to decided or not_held, not to closed"):
        moved(_review(), Stage.CLOSED, TODAY, TODAY)


@pytest.mark.parametrize(("on", "reason"), [(TODAY + dt.timedelta(days=1), "future"), (dt.date(2026, 2, 1), "before that")])
def test_a_stage_is_reached_neither_in_the_future_nor_before_the_one_before(on: dt.date, reason: str) -> None:
    with pytest.raises(Refused, match=reason):
        moved(_review(stage_since=dt.date(2026, 2, 20)), Stage.DECIDED, on, TODAY)


def test_the_decision_starts_the_four_months_and_is_kept_when_work_is_sent_back() -> None:
    decided = moved(_review(), Stage.DECIDED, dt.date(2026, 1, 5), TODAY)
    again = moved(moved(decided, Stage.PANEL_SET_UP, TODAY, TODAY), Stage.DECIDED, TODAY, TODAY)

    assert decided.expected_by == dt.date(2026, 5, 5)
    assert again.decided_on == dt.date(2026, 1, 5)


def test_a_decision_that_is_taken_back_leaves_no_date() -> None:
    decided = moved(_review(), Stage.DECIDED, TODAY, TODAY)

    considered = moved(decided, Stage.CONSIDERED, TODAY, TODAY)

    assert (considered.decided_on, considered.expected_by) == (None, None)


@pytest.mark.parametrize(
    ("decided_on", "expected_by"),
    [
        (dt.date(2025, 10, 31), dt.date(2026, 2, 28)),
        (dt.date(2027, 10, 31), dt.date(2028, 2, 29)),
        (dt.date(2025, 12, 31), dt.date(2026, 4, 30)),
    ],
)
def test_four_months_from_the_end_of_a_long_month_end_with_the_short_one(decided_on: dt.date, expected_by: dt.date) -> None:
    assert _review(Stage.DECIDED, decided_on=decided_on).expected_by == expected_by


def test_a_review_is_overdue_from_the_day_after_it_was_expected_until_it_is_complete() -> None:
    review = _review(Stage.OVERVIEW_REPORT, decided_on=dt.date(2026, 1, 5))

    assert not review.is_overdue(dt.date(2026, 5, 5))
    assert review.is_overdue(dt.date(2026, 5, 6))
    assert not replace(review, stage=Stage.EXECUTIVE_SUMMARY_PUBLISHED).is_overdue(dt.date(2026, 5, 6))


def test_all_individual_management_reviews_are_signed_off_before_the_stage_says_so() -> None:
    review = _review(Stage.IMRS_IN_PROGRESS, agencies=("Health", "Police"), imrs=(Imr("Health"), Imr("Police")))
    one = signed_off(review, "Health", TODAY, TODAY)

    with pytest.raises(Refused, match="Police have not signed off"):
        moved(one, Stage.IMRS_SIGNED_OFF, TODAY, TODAY)

    both = signed_off(one, "Police", TODAY, TODAY)
    assert moved(both, Stage.IMRS_SIGNED_OFF, TODAY, TODAY).stage is Stage.IMRS_SIGNED_OFF


def test_a_sign_off_is_of_an_agency_that_owes_one_and_not_in_the_future() -> None:
    review = _review(Stage.IMRS_IN_PROGRESS, agencies=("Health", "Police"), imrs=(Imr("Health"),))

    with pytest.raises(Refused, match="Police"):
        signed_off(review, "Police", TODAY, TODAY)
    with pytest.raises(Refused, match="future"):
        signed_off(review, "Health", TODAY + dt.timedelta(days=1), TODAY)


def test_the_summary_s_address_goes_with_the_stages_at_which_it_is_public() -> None:
    review = _review(Stage.OVERVIEW_REPORT)

    published = moved(review, Stage.EXECUTIVE_SUMMARY_PUBLISHED, TODAY, TODAY, URL)

    assert published.summary_url == URL
    assert moved(published, Stage.ACTION_PLAN_MONITORED, TODAY, TODAY).summary_url == URL
    assert moved(published, Stage.OVERVIEW_REPORT, TODAY, TODAY).summary_url is None


CANNOT_BE: Dict[str, Dict[str, Any]] = {
    "no reference": {"reference": "SCR-26-1"},
    "decided_on": {"stage": Stage.NOT_HELD, "decided_on": TODAY},
    "before the decision": {"stage": Stage.DECIDED, "decided_on": TODAY, "stage_since": dt.date(2026, 1, 1)},
    "on hold": {"stage": Stage.CLOSED, "hold": Hold.INQUEST},
    "no executive summary": {"stage": Stage.DECIDED, "summary_url": URL},
    "no web address": {"stage": Stage.CLOSED, "summary_url": "javascript:alert(1)"},
    "named twice": {"agencies": ("Health", "Health")},
    "not named in the review": {"agencies": ("Health",), "imrs": (Imr("Police"),)},
}


@pytest.mark.parametrize("reason", CANNOT_BE)
def test_a_review_that_cannot_be_is_refused(reason: str) -> None:
    with pytest.raises(Refused, match=reason):
        Review(**{"reference": REFERENCE, "area": "rotherham", "stage": Stage.CONSIDERED, **CANNOT_BE[reason]})


@given(st.sampled_from(list(Stage)), st.dates(dt.date(2000, 1, 1), dt.date(2090, 1, 1)))
def test_expected_by_is_four_months_later_while_the_report_is_due(stage: Stage, decided_on: dt.date) -> None:
    if stage in (Stage.CONSIDERED, Stage.NOT_HELD):
        return
    expected = _review(stage, decided_on=decided_on).expected_by

    if stage in SUMMARY_IS_PUBLIC:
        assert expected is None
    else:
        assert expected is not None
        months = (expected.year - decided_on.year) * 12 + expected.month - decided_on.month
        assert months == 4
        assert expected.day == decided_on.day or (expected + dt.timedelta(days=1)).day == 1


AGENCIES = ("Health", "Police", "Education")
days = st.integers(-5, 60)


class ReviewStates(RuleBasedStateMachine):
    """One review through any sequence of what its keepers may do, each allowed or refused; a refusal changes nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.today = dt.date(2026, 1, 5)
        self.review = _review(agencies=AGENCIES)
        self.reached: List[Tuple[Stage, Optional[dt.date]]] = []

    @initialize(owing=st.frozensets(st.sampled_from(AGENCIES)), since=st.none() | st.integers(0, 30))
    def begin(self, owing: "frozenset[str]", since: Optional[int]) -> None:
        start = None if since is None else self.today - dt.timedelta(days=since)
        imrs = tuple(Imr(agency) for agency in AGENCIES if agency in owing)
        self.review = replace(self.review, imrs=imrs, stage_since=start)
        self.reached = [(self.review.stage, start)]

    @rule(days=st.integers(1, 40))
    def time_goes_by(self, days: int) -> None:
        self.today += dt.timedelta(days=days)

    @rule(stage=st.sampled_from(list(Stage)), on=days, url=st.none() | st.just(URL))
    def try_any_stage(self, stage: Stage, on: int, url: Optional[str]) -> None:
        self._move(stage, self.today - dt.timedelta(days=on), url)

    @rule(data=st.data(), on=st.integers(0, 20), url=st.none() | st.just(URL))
    def try_a_stage_that_follows(self, data: st.DataObject, on: int, url: Optional[str]) -> None:
        stage = data.draw(st.sampled_from(sorted(TRANSITIONS[self.review.stage], key=lambda stage: stage.value)))
        self._move(stage, self.today - dt.timedelta(days=on), url)

    @rule(url=st.just(URL))
    def go_on(self, url: str) -> None:
        """Along the way that most reviews take, so that long runs get to its end."""
        place = IN_ORDER.index(self.review.stage) if self.review.stage in IN_ORDER else -1
        if -1 < place < len(IN_ORDER) - 1:
            self._move(IN_ORDER[place + 1], self.today, url)

    @rule(agency=st.sampled_from((*AGENCIES, "Housing")), on=days)
    def sign_off(self, agency: str, on: int) -> None:
        before, date = self.review, self.today - dt.timedelta(days=on)
        try:
            self.review = signed_off(before, agency, date, self.today)
        except Refused:
            assert agency not in {imr.agency for imr in before.imrs} or date > self.today
            return
        assert Imr(agency, signed_off=date) in self.review.imrs
        assert replace(self.review, imrs=before.imrs) == before

    @rule(reason=st.none() | st.sampled_from(list(Hold)))
    def hold(self, reason: Optional[Hold]) -> None:
        before = self.review
        try:
            self.review = replace(before, hold=reason)
        except Refused:
            assert before.stage in OVER
            assert reason is not None

    @precondition(lambda self: self.review.imrs)
    @rule()
    def sign_everything_off(self) -> None:
        for imr in self.review.imrs:
            self.review = signed_off(self.review, imr.agency, self.today, self.today)

    def _move(self, stage: Stage, on: dt.date, url: Optional[str]) -> None:
        before = self.review
        unsigned = [imr for imr in before.imrs if imr.signed_off is None]
        follows = stage in TRANSITIONS[before.stage]
        goes_back = before.stage_since is not None and on < before.stage_since
        incomplete = stage is Stage.IMRS_SIGNED_OFF and bool(unsigned)
        try:
            self.review = moved(before, stage, on, self.today, url)
        except Refused:
            assert not follows or goes_back or incomplete or on > self.today
            assert self.review is before
            return
        assert follows
        assert not goes_back
        assert not incomplete
        assert on <= self.today
        self.reached.append((stage, on))

    @invariant()
    def every_stage_was_reached_by_an_allowed_step(self) -> None:
        stages = [stage for stage, _ in self.reached]
        assert all(after in TRANSITIONS[before] for before, after in pairwise(stages))
        assert not stages or self.review.stage is stages[-1]

    @invariant()
    def dates_never_go_back_nor_into_the_future(self) -> None:
        dates = [date for _, date in self.reached if date is not None]
        assert dates == sorted(dates)
        assert all(date <= self.today for date in dates)

    @invariant()
    def the_decision_and_what_is_expected_go_together(self) -> None:
        review = self.review
        is_decided = review.stage not in (Stage.CONSIDERED, Stage.NOT_HELD)
        assert (review.decided_on is not None) is is_decided
        assert (review.expected_by is not None) is (is_decided and review.stage not in SUMMARY_IS_PUBLIC)
        if review.expected_by is not None and review.decided_on is not None:
            assert review.expected_by > review.decided_on + dt.timedelta(days=100)

    @invariant()
    def what_was_signed_off_was_signed_off_by_all(self) -> None:
        if self.review.stage is Stage.IMRS_SIGNED_OFF:
            assert all(imr.signed_off is not None for imr in self.review.imrs)

    @invariant()
    def a_review_that_is_over_does_not_wait(self) -> None:
        assert self.review.hold is None or self.review.stage not in OVER

    @invariant()
    def a_summary_is_public_only_where_it_can_be(self) -> None:
        assert self.review.summary_url is None or self.review.stage in SUMMARY_IS_PUBLIC


ReviewStates.TestCase.settings = settings(max_examples=150, stateful_step_count=60, deadline=None)
TestReviewStates = ReviewStates.TestCase
