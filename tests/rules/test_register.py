"""What the register's rules allow."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from itertools import pairwise
from typing import Any, Dict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scr.rules.register import SUMMARY_IS_PUBLIC, TRANSITIONS, Hold, Imr, Refused, Review, Stage, moved, signed_off

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
