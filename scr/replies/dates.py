"""Days and times as people in the United Kingdom write them."""

from __future__ import annotations

import datetime as dt


def day(date: dt.date) -> str:
    """``Monday 14 September 2026``."""
    return f"{date:%A} {date.day} {date:%B %Y}"


def clock(time: dt.time) -> str:
    """``2.30 pm``."""
    hour = time.hour % 12 or 12
    minutes = f".{time.minute:02d}" if time.minute else ""
    return f"{hour}{minutes} {'am' if time.hour < 12 else 'pm'}"
