"""The hours in which nobody is told news."""

from __future__ import annotations

import datetime as dt

import pytest

from scr.rules.quiet_hours import QuietHours


@pytest.mark.parametrize(
    ("hours", "at", "quiet"),
    [
        ("20:00-07:00", "19:59", False),
        ("20:00-07:00", "20:00", True),
        ("20:00-07:00", "23:59", True),
        ("20:00-07:00", "00:00", True),
        ("20:00-07:00", "06:59", True),
        ("20:00-07:00", "07:00", False),
        ("12:00-13:00", "12:30", True),
        ("12:00-13:00", "13:00", False),
        ("12:00-13:00", "11:59", False),
        ("00:00-00:00", "00:00", False),
        ("00:00-00:00", "12:00", False),
    ],
)
def test_whether_it_is_quiet(hours: str, at: str, quiet: bool) -> None:
    assert QuietHours.read(hours).hold(dt.time.fromisoformat(at)) is quiet


@pytest.mark.parametrize("text", ["", "20:00", "at night", "20:00-25:00", "20-07", "20:00-07:00-08:00"])
def test_what_is_no_hours_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        QuietHours.read(text)
