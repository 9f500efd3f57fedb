"""Counting in working days, with holidays made up and with England's own."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scr.register.calendar import bank_holidays, local_date
from scr.rules.working_days import add_working_days, is_working_day

FRIDAY = dt.date(2026, 3, 6)
dates = st.dates(dt.date(2020, 1, 1), dt.date(2035, 12, 31))


def test_a_weekend_is_not_counted() -> None:
    assert add_working_days(FRIDAY, 1, ()) == dt.date(2026, 3, 9)
    assert add_working_days(FRIDAY, 5, ()) == dt.date(2026, 3, 13)
    assert add_working_days(FRIDAY, 6, ()) == dt.date(2026, 3, 16)


def test_a_count_that_begins_at_a_weekend_begins_with_monday() -> None:
    assert add_working_days(dt.date(2026, 3, 7), 1, ()) == dt.date(2026, 3, 9)


def test_a_holiday_is_not_counted() -> None:
    assert add_working_days(FRIDAY, 1, {dt.date(2026, 3, 9)}) == dt.date(2026, 3, 10)


@pytest.mark.parametrize("days", [0, -1])
def test_days_are_counted_from_one(days: int) -> None:
    with pytest.raises(ValueError, match="from 1"):
        add_working_days(FRIDAY, days, ())


@given(dates, st.integers(1, 60), st.frozensets(dates, max_size=20))
def test_so_many_working_days_lie_between(start: dt.date, days: int, holidays: "frozenset[dt.date]") -> None:
    end = add_working_days(start, days, holidays)

    between = [start + dt.timedelta(days=number) for number in range(1, (end - start).days + 1)]
    assert is_working_day(end, holidays)
    assert sum(is_working_day(day, holidays) for day in between) == days


def test_the_bank_holidays_are_those_of_england() -> None:
    holidays = bank_holidays()

    assert dt.date(2026, 4, 6) in holidays  # Easter Monday
    assert dt.date(2026, 12, 28) in holidays  # Boxing Day falls on a Saturday
    assert dt.date(2026, 8, 31) in holidays  # England's summer, not Scotland's
    assert dt.date(2026, 11, 30) not in holidays  # St Andrew's
    assert add_working_days(dt.date(2026, 4, 2), 1, holidays) == dt.date(2026, 4, 7)


def test_the_day_is_england_s_also_late_in_the_evening() -> None:
    assert local_date(dt.datetime(2026, 7, 1, 23, 30, tzinfo=dt.timezone.utc)) == dt.date(2026, 7, 2)
    assert local_date(dt.datetime(2026, 1, 1, 23, 30, tzinfo=dt.timezone.utc)) == dt.date(2026, 1, 1)
