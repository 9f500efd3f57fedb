"""Values of the desk in the words of `data/`."""

from __future__ import annotations

import datetime as dt
from typing import Optional
from zoneinfo import ZoneInfo

from scr.content import Content
from scr.rules.accounts import Account
from scr.rules.kept_note import KeptNote, Outcome
from scr.rules.triage import CallNote, Route, Urgency

_LOCAL = ZoneInfo("Europe/London")


class Say:
    """For templates, lists and files, so that one thing is called the same in all of them."""

    def __init__(self, content: Content) -> None:
        self._content = content
        self._words = content.desk

    def urgency(self, urgency: Urgency) -> str:
        return self._content.fragments[f"urgency_{urgency.value}"]

    def route(self, route: Route) -> str:
        return self._content.fragments[f"route_{route.value}"]

    def route_alone(self, route: Route) -> str:
        """Where it stands by itself, and not within a sentence."""
        words = self.route(route)
        return words[0].upper() + words[1:]

    def need(self, need: str) -> str:
        if need in self._content.topics:
            return self._content.topics[need].title
        return self._content.fragments[f"need_{need}"]

    def needs(self, note: KeptNote) -> str:
        return "; ".join(map(self.need, note.note.needs))

    def area(self, area: Optional[str]) -> str:
        known = self._content.areas.get(area or "")
        return known.name if known else ""

    def caller(self, note: CallNote) -> str:
        return ", ".join(part for part in (note.role, note.agency) if part)

    def call_back(self, note: KeptNote) -> str:
        """By when, or whether at all."""
        if note.call_back_by is not None:
            return self._words["call_back_by"].format(at=self.at(note.call_back_by))
        wanted = note.note.call_back
        return "" if wanted is None else self._words["said_yes" if wanted else "said_no"]

    def outcome(self, outcome: Optional[Outcome]) -> str:
        return self._words[f"outcome_{outcome.value}"] if outcome else ""

    def state(self, note: KeptNote) -> str:
        if note.waits_for_sign_off:
            return self._words["state_sign_off"]
        return self._words["state_open" if note.is_open else "state_closed"]

    def owner(self, owner: Optional[Account], reader: Account) -> str:
        if owner is None:
            return self._words["nobody"]
        return self._words["you"] if owner.id == reader.id else owner.name

    def why(self, note: KeptNote) -> str:
        """Why the note goes where it goes."""
        ways = (self._content.ways[need] for need in note.note.needs if need in self._content.ways)
        return next((way.because for way in ways if way.route is note.route), "")

    @staticmethod
    def at(moment: Optional[dt.datetime]) -> str:
        """In local time."""
        return f"{moment.astimezone(_LOCAL):%-d %b %Y, %H:%M}" if moment else ""

    @classmethod
    def at_seconds(cls, moment: Optional[float]) -> str:
        """A moment in seconds since 1970."""
        return cls.at(dt.datetime.fromtimestamp(moment, dt.timezone.utc)) if moment else ""

    @staticmethod
    def for_field(moment: Optional[dt.datetime]) -> str:
        """As a browser's field for a moment takes it."""
        return f"{moment.astimezone(_LOCAL):%Y-%m-%dT%H:%M}" if moment else ""
