"""A calendar file as a link that Outlook understands, since a bot cannot hand files over in Teams."""

from __future__ import annotations

import datetime as dt
from typing import Optional
from urllib.parse import urlencode

from scr.replies import Attachment

_OUTLOOK = "https://outlook.office.com/calendar/0/deeplink/compose"


def calendar_link(attachment: Attachment) -> Optional[str]:
    """A link that opens a new appointment with what the file says in it; none where it is no calendar file."""
    if attachment.media_type != "text/calendar":
        return None
    from icalendar import Calendar  # few replies need it

    event = next(iter(Calendar.from_ical(attachment.content).walk("VEVENT")), None)
    if event is None:
        return None
    start, end = event.decoded("dtstart"), event.decoded("dtend")
    all_day = not isinstance(start, dt.datetime)
    query = {
        "path": "/calendar/action/compose",
        "rru": "addevent",
        "subject": str(event.get("summary", "")),
        "startdt": _moment(start),
        "enddt": _moment(end),
        "location": str(event.get("location", "")),
        **({"allday": "true"} if all_day else {}),
    }
    return f"{_OUTLOOK}?{urlencode(query)}"


def _moment(at: dt.date) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ") if isinstance(at, dt.datetime) else at.isoformat()
