"""A debrief as a calendar file (iCalendar, RFC 5545)."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Optional, Union
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from scr.replies.reply import Attachment
from scr.rules.register import Support

_LOCAL = ZoneInfo("Europe/London")
_LENGTH = dt.timedelta(hours=1)  # the register holds no end; calendars show an event without one as an instant


def debrief_file(
    reference: str, title: str, support: Support, made_at: dt.datetime, number: Optional[int] = None
) -> Attachment:
    """One event; of the whole day where no time is known. It names no child, no family and no contact.

    Args:
        support: with a debrief date.
        number: tells the files of several teams apart.
    """
    date, time, place = support.debrief_date, support.debrief_time, support.debrief_place
    assert date is not None
    # The same debrief has the same id in each file, so that a calendar shows it once; another team's has another.
    which = hashlib.sha256(f"{support.agency}\n{support.team}".encode()).hexdigest()[:12]
    event = Event()
    event.add("uid", f"{reference}-{which}-{date:%Y%m%d}@debrief.scr")
    event.add("summary", title)
    event.add("dtstamp", made_at)
    # In UTC, which needs no description of a time zone beside it.
    start: Union[dt.date, dt.datetime] = (
        dt.datetime.combine(date, time, _LOCAL).astimezone(dt.timezone.utc) if time else date
    )
    event.add("dtstart", start)
    event.add("dtend", start + (_LENGTH if time else dt.timedelta(days=1)))
    if place:
        event.add("location", place)
    calendar = Calendar()
    calendar.add("prodid", "-//Serious case review assistant//EN")
    calendar.add("version", "2.0")
    calendar.add_component(event)
    name = f"debrief-{reference}-{number}.ics" if number else f"debrief-{reference}.ics"
    return Attachment(name, "text/calendar", calendar.to_ical().decode("utf-8"))
