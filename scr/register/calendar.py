"""What day it is in England, and which days are bank holidays there."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import Container, cast
from zoneinfo import ZoneInfo

_LOCAL = ZoneInfo("Europe/London")


def local_date(at: dt.datetime) -> dt.date:
    """The date there at a moment, which has a time zone."""
    return at.astimezone(_LOCAL).date()


@lru_cache(maxsize=1)
def bank_holidays() -> Container[dt.date]:
    """The bank holidays of whatever year is asked for."""
    import holidays  # a tenth of a second, which only counting in working days should pay

    return cast("Container[dt.date]", holidays.country_holidays("GB", subdiv="ENG"))
