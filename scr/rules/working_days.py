"""Dates that are counted in working days. Which days are holidays is an argument."""

from __future__ import annotations

import datetime as dt
from typing import Container

_SATURDAY = 5


def add_working_days(start: dt.date, days: int, holidays: Container[dt.date]) -> dt.date:
    """The working day that comes `days` working days after `start`, which itself is not counted.

    Raises:
        ValueError: `days` is below 1.
    """
    if days < 1:
        raise ValueError("working days are counted from 1")
    day = start
    while days:
        day += dt.timedelta(days=1)
        days -= is_working_day(day, holidays)
    return day


def is_working_day(day: dt.date, holidays: Container[dt.date]) -> bool:
    return day.weekday() < _SATURDAY and day not in holidays
