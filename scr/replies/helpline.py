"""What is shown of a conversation that is with a person: the helpline's words, and what the assistant says beside them."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Container, Optional
from zoneinfo import ZoneInfo

from scr.content import Content
from scr.replies.compose import Composer
from scr.replies.dates import clock, day
from scr.replies.reply import HELPLINE, Button, Passage, Reply
from scr.rules.conversation import Conversation, Reading
from scr.rules.handover import Author, Word
from scr.rules.opening_hours import OpeningHours

_LOCAL = ZoneInfo("Europe/London")
_CAN_BE_TAKEN_BACK = frozenset({"utter_handed_over", "utter_already_handed"})


class HelplineReplies:
    """
    Args:
        hours: when somebody answers.
        holidays: the days on which nobody does.
    """

    def __init__(
        self, content: Content, composer: Composer, hours: OpeningHours, holidays: Container[dt.date] = frozenset()
    ) -> None:
        self._fragments = content.fragments
        self._composer = composer
        self._hours = hours
        self._holidays = holidays

    def of(self, word: Word, area: Optional[str] = None) -> Optional[Reply]:
        """A word as it is shown beside what was typed; none where it is the person's own."""
        if word.author is Author.PERSON:
            return None
        if word.author is Author.ASSISTANT:
            return self.told(word.text, word.handover, word.at, area)
        shown = Passage(word.text, HELPLINE)
        return Reply((HELPLINE,), (shown,), Conversation(area=area), handover=word.handover)

    def told(self, name: str, number: int, at: float, area: Optional[str] = None) -> Reply:
        """A reply of `data/` that stands beside a hand-over, as it was given at a moment (seconds since 1970)."""
        reading = Reading((name[len("utter_") :],), area=area)
        places = {"number": str(number), "when": self._when(at)}
        reply = replace(self._composer.respond(name, reading, Conversation(area=area), **places), handover=number)
        if name not in _CAN_BE_TAKEN_BACK:
            return reply
        button = Button("withdraw", self._fragments["withdraw"])
        return replace(reply, buttons=(button,), buttons_label=self._fragments["withdraw_label"])

    def _when(self, at: float) -> str:
        now = dt.datetime.fromtimestamp(at, _LOCAL)
        if self._hours.hold(now, self._holidays):
            return self._fragments["handed_soon"]
        opening = self._hours.next_opening(now, self._holidays)
        if opening is None:
            return self._fragments["handed_some_day"]
        return self._fragments["handed_from"].format(day=day(opening.date()), time=clock(opening.time()))
