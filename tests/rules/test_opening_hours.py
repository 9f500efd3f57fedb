"""When somebody answers at the helpline, and when the next time is."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scr.rules.opening_hours import OpeningHours

LONDON = ZoneInfo("Europe/London")
WEEK = OpeningHours.read("Mon-Thu 09:00-17:00, Fri 09:00-16:00")
MONDAY = dt.date(2026, 3, 2)
NEVER: "frozenset[dt.date]" = frozenset()


def at(day: int, time: str) -> dt.datetime:
    """A moment on a day of the week that begins on 2 March 2026, Monday being 0."""
    return dt.datetime.combine(MONDAY + dt.timedelta(days=day), dt.time.fromisoformat(time), LONDON)


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        (at(0, "08:59"), False),
        (at(0, "09:00"), True),
        (at(0, "16:59"), True),
        (at(0, "17:00"), False),
        (at(4, "16:30"), False),
        (at(5, "12:00"), False),
    ],
)
def test_it_is_open_from_the_first_minute_until_before_the_last(moment: dt.datetime, is_open: bool) -> None:
    assert WEEK.hold(moment, NEVER) is is_open


def test_on_a_bank_holiday_nobody_is_there() -> None:
    assert not WEEK.hold(at(0, "10:00"), {MONDAY})


@pytest.mark.parametrize(
    ("after", "opening"),
    [
        (at(0, "08:00"), at(0, "09:00")),
        (at(0, "09:00"), at(1, "09:00")),
        (at(4, "16:30"), at(7, "09:00")),
    ],
)
def test_the_next_opening_is_the_first_that_is_still_to_come(after: dt.datetime, opening: dt.datetime) -> None:
    assert WEEK.next_opening(after, NEVER) == opening


def test_a_bank_holiday_is_passed_over() -> None:
    assert WEEK.next_opening(at(4, "18:00"), {MONDAY + dt.timedelta(days=7)}) == at(8, "09:00")


def test_without_hours_there_is_no_next_opening() -> None:
    assert OpeningHours.read("").next_opening(at(0, "08:00"), NEVER) is None


def test_hours_may_run_over_the_weekend() -> None:
    assert OpeningHours.read("Sat-Mon 10:00-12:00").hold(at(6, "11:00"), NEVER)


@pytest.mark.parametrize("text", ["always", "Mon 9-5", "Mon-Foo 09:00-17:00", "Mon 17:00-09:00", "Mon 09:00-09:00"])
def test_what_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="should"):
        OpeningHours.read(text)


@given(st.datetimes(dt.datetime(2026, 1, 1), dt.datetime(2027, 1, 1), timezones=st.just(LONDON)))
def test_at_the_next_opening_somebody_is_there_and_it_lies_ahead(moment: dt.datetime) -> None:
    opening = WEEK.next_opening(moment, NEVER)

    assert opening is not None
    assert opening > moment
    assert WEEK.hold(opening, NEVER)
