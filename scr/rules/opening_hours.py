"""When somebody answers at the helpline."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Container, Mapping, Optional, Tuple

from scr.rules.quiet_hours import QuietHours

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_RULE = re.compile(r"(?P<first>[A-Z][a-z]{2})(?:-(?P<last>[A-Z][a-z]{2}))? (?P<hours>\d\d:\d\d-\d\d:\d\d)")
_LOOKED_AHEAD = 366  # days


@dataclass(frozen=True)
class OpeningHours:
    """By day of the week, Monday being 0, from when until when; nothing on other days, and on bank holidays."""

    by_day: Mapping[int, Tuple[dt.time, dt.time]]

    @classmethod
    def read(cls, text: str) -> OpeningHours:
        """
        Args:
            text: as in "Mon-Fri 09:00-17:00" or "Mon-Thu 08:30-17:00, Fri 08:30-16:00".

        Raises:
            ValueError
        """
        by_day = {}
        for part in filter(None, (part.strip() for part in text.split(","))):
            found = _RULE.fullmatch(part)
            if found is None or not {found["first"], found["last"] or found["first"]} <= set(_DAYS):
                raise ValueError(f"{part!r} should read like: Mon-Fri 09:00-17:00")
            hours = QuietHours.read(found["hours"])
            if hours.start >= hours.end:
                raise ValueError(f"{part!r} should end later on the same day than it begins")
            first, last = _DAYS.index(found["first"]), _DAYS.index(found["last"] or found["first"])
            by_day.update({day % 7: (hours.start, hours.end) for day in range(first, last + (7 if last < first else 0) + 1)})
        return cls(by_day)

    def hold(self, at: dt.datetime, holidays: Container[dt.date]) -> bool:
        """Whether somebody is there; `at` in local time."""
        hours = self._on(at.date(), holidays)
        return hours is not None and hours[0] <= at.time() < hours[1]

    def next_opening(self, after: dt.datetime, holidays: Container[dt.date]) -> Optional[dt.datetime]:
        """When somebody will be there next, in local time; None where there are no hours within a year."""
        for ahead in range(_LOOKED_AHEAD):
            day = after.date() + dt.timedelta(days=ahead)
            hours = self._on(day, holidays)
            if hours and (opening := dt.datetime.combine(day, hours[0], after.tzinfo)) > after:
                return opening
        return None

    def _on(self, day: dt.date, holidays: Container[dt.date]) -> Optional[Tuple[dt.time, dt.time]]:
        return None if day in holidays else self.by_day.get(day.weekday())
