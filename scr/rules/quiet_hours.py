"""The hours in which nobody is told news."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class QuietHours:
    """From one time of the day until another, over midnight too; none where the two are the same."""

    start: dt.time
    end: dt.time

    @classmethod
    def read(cls, text: str) -> QuietHours:
        """
        Args:
            text: as in "20:00-07:00".

        Raises:
            ValueError
        """
        start, end = (dt.datetime.strptime(part, "%H:%M").time() for part in text.split("-"))
        return cls(start, end)

    def hold(self, at: dt.time) -> bool:
        if self.start <= self.end:
            return self.start <= at < self.end
        return at >= self.start or at < self.end
