"""No sequence of what the register's rules allow leads where a review cannot be."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from itertools import pairwise
from typing import List, Optional, Tuple

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from scr.rules.register import OVER, SUMMARY_IS_PUBLIC, TRANSITIONS, Hold, Imr, Refused, Review, Stage, moved, signed_off

URL = "https://board.example/summary"
IN_ORDER = [stage for stage in Stage if stage is not Stage.NOT_HELD]
AGENCIES = ("Health", "Police", "Education")
days = st.integers(-5, 60)


class ReviewStates(RuleBasedStateMachine):
    """One review through any sequence of what its keepers may do, each allowed or refused; a refusal changes nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.today = dt.date(2026, 1, 5)
        self.review = Review("SCR-2026-001", "rotherham", Stage.CONSIDERED, agencies=AGENCIES)
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
