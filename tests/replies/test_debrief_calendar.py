"""Days and times as replies say them, and the calendar file of a debrief."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from scr.content import Content
from scr.replies import Composer, Facts
from scr.replies.dates import clock, day
from scr.replies.reply import Attachment
from scr.rules.enquiry import Asked
from scr.rules.register import DebriefKind, Support
from tests.told import REFERENCE, tell, told

LONDON = ZoneInfo("Europe/London")
_COMING, _HALF_PAST_TWO, _NINE = dt.date(2026, 12, 1), dt.time(14, 30), dt.time(9)


@pytest.fixture(scope="module")
def composer(content: Content) -> Composer:
    return Composer(content, Facts(stale_after_days=42))


def test_days_and_months_are_english_whatever_the_computer_is_set_to() -> None:
    first_of_each_month = [dt.date(2026, month, 1) for month in range(1, 13)]

    assert [day(date) for date in first_of_each_month] == [
        "Thursday 1 January 2026",
        "Sunday 1 February 2026",
        "Sunday 1 March 2026",
        "Wednesday 1 April 2026",
        "Friday 1 May 2026",
        "Monday 1 June 2026",
        "Wednesday 1 July 2026",
        "Saturday 1 August 2026",
        "Tuesday 1 September 2026",
        "Thursday 1 October 2026",
        "Sunday 1 November 2026",
        "Tuesday 1 December 2026",
    ]


@pytest.mark.parametrize(
    ("time", "said"),
    [
        (dt.time(0, 15), "12.15 am"),
        (dt.time(9), "9 am"),
        (dt.time(11, 59), "11.59 am"),
        (dt.time(12, 5), "12.05 pm"),
        (dt.time(14, 30), "2.30 pm"),
        (dt.time(23), "11 pm"),
    ],
    ids=str,
)
def test_times_are_said_as_people_say_them(time: dt.time, said: str) -> None:
    assert clock(time) == said


_BOOKED = Support("Health", "health visiting", "Ann Example", "named nurse", "01632 960111", "ann@board.example")


def _file(composer: Composer, **debrief: Any) -> Attachment:
    support = replace(_BOOKED, **debrief)
    reply = tell(composer, told(Asked.DEBRIEF_CALENDAR, support))
    assert reply.outcomes == ("debrief_calendar",)
    return reply.attachments[0]


def _event(file: Attachment) -> Any:
    """The one in it, as whatever reads such files finds it."""
    (event,) = Calendar.from_ical(file.content).walk("VEVENT")
    return event


@pytest.mark.parametrize(
    ("date", "offset"), [(dt.date(2026, 8, 3), 1), (dt.date(2026, 12, 1), 0)], ids=["in summer", "in winter"]
)
def test_the_calendar_file_holds_the_local_time(composer: Composer, date: dt.date, offset: int) -> None:
    file = _file(composer, debrief_date=date, debrief_time=_HALF_PAST_TWO, debrief_place="room 2, Sample Clinic; ring twice")

    event = _event(file)
    start, end = event["DTSTART"].dt, event["DTEND"].dt
    assert start.astimezone(LONDON) == dt.datetime.combine(date, _HALF_PAST_TWO, LONDON)
    assert start.astimezone(dt.timezone.utc).hour == 14 - offset
    assert end - start == dt.timedelta(hours=1)
    assert str(event["LOCATION"]) == "room 2, Sample Clinic; ring twice"
    assert (file.name, file.media_type) == (f"debrief-{REFERENCE}.ics", "text/calendar")


def test_a_debrief_without_a_time_takes_the_whole_day(composer: Composer) -> None:
    event = _event(_file(composer, debrief_date=_COMING))

    assert (event["DTSTART"].dt, event["DTEND"].dt) == (_COMING, _COMING + dt.timedelta(days=1))
    assert "LOCATION" not in event


def test_the_calendar_file_names_nobody_and_no_team(composer: Composer) -> None:
    content = _file(composer, debrief_date=_COMING, debrief_time=_NINE, debrief_kind=DebriefKind.ONE_TO_ONE).content

    for name in ("Ann", "Example", "nurse", "01632", "@board", "Health", "visiting", "child"):
        assert name not in content
    assert "SUMMARY:Debrief\r\n" in content
