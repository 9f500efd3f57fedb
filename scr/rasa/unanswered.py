"""Finds in a conversation the questions that got no answer, as they are kept: redacted, and leading to nobody."""

from __future__ import annotations

import re
from typing import List, Optional, Sequence

from rasa.shared.core.events import Event, UserUttered

from scr.content import Content
from scr.rasa.turns import how_read, last_reply, place_of, reply_of, said
from scr.replies import Reply
from scr.rules import codes
from scr.rules.conversation import HUMAN
from scr.rules.redaction import Redactor
from scr.rules.unanswered import Unanswered, Why, as_kept, may_be_kept, why_unanswered
from scr.storage.conversations import StoredEvent


class Unsettled:
    """Reads conversations from their end: a reply, and the question before it."""

    def __init__(self, content: Content) -> None:
        self._redactor = Redactor(content.first_names, content.not_names)
        self._agencies = _Agencies(content)
        self._topics = frozenset(content.topics)

    def ended(self, events: Sequence[Event], first: int) -> List[Unanswered]:
        """The questions to which the replies from event number `first` on are no answer."""
        found = (self._ended_with(events[:index], reply_of(events[index])) for index in range(first, len(events)))
        return [question for question in found if question is not None]

    def disliked(self, stored: Sequence[StoredEvent], reply_id: object) -> Optional[Unanswered]:
        """The question whose answer, the reply of that id, somebody thought little of."""
        events = [event for event in (Event.from_parameters(dict(row.event)) for row in stored) if event is not None]
        for index, event in enumerate(events):
            reply = reply_of(event)
            if reply is not None and reply.id == reply_id:
                asked = next(filter(_is_typed, said(events[:index])), None)
                return self._question(asked, reply, Why.THUMBS_DOWN)
        return None

    def _ended_with(self, before: Sequence[Event], reply: Optional[Reply]) -> Optional[Unanswered]:
        asked = next(said(before), None)
        if reply is None or asked is None:
            return None
        gave_up = bool(how_read(asked).get("gave_up"))
        why = why_unanswered(reply.outcomes, gave_up)
        if why is not None:
            return self._question(asked, reply, why)
        return self._left(before[: place_of(before, asked)]) if reply.outcome == HUMAN else None

    def _left(self, before: Sequence[Event]) -> Optional[Unanswered]:
        """The question to whose reply somebody preferred a person: topics were offered, or it was answered."""
        reply = last_reply(before)
        if reply is None:
            return None
        if why_unanswered(reply.outcomes, False) is Why.UNSURE and reply.conversation.offered:
            return self._question(next(said(before), None), reply, Why.REFUSED)
        is_answer = reply.outcome in self._topics
        return self._question(next(said(before), None), reply, Why.PERSON_WANTED) if is_answer else None

    def _question(self, asked: Optional[UserUttered], reply: Optional[Reply], why: Why) -> Optional[Unanswered]:
        if asked is None or reply is None:
            return None
        reading = how_read(asked)
        outcomes = reading.get("outcomes") or [""]
        if not may_be_kept(outcomes[0], bool(reading.get("withheld"))):
            return None
        text = as_kept(self._redactor.redact(codes.redacted(asked.text or "")))
        note = reply.conversation.note
        agency = self._agencies.named(text) or (note.agency if note else None)
        return Unanswered(text, why, reply.conversation.area, agency) if text else None


class _Agencies:
    """Finds the agency that a question names, itself or by a role of its people."""

    def __init__(self, content: Content) -> None:
        roles = content.agency_of_role
        self._of = {name.lower(): agency for agency, names in content.names["agency"].items() for name in names}
        self._of.update(
            {name.lower(): roles[role] for role, names in content.names["role"].items() if role in roles for name in names}
        )
        words = "|".join(map(re.escape, sorted(self._of, key=len, reverse=True)))
        self._names = re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)

    def named(self, text: str) -> Optional[str]:
        """None where it names several, of which nobody knows whose the question is."""
        found = {self._of[match.group().lower()] for match in self._names.finditer(text)}
        return found.pop() if len(found) == 1 else None


def _is_typed(asked: UserUttered) -> bool:
    """And not what stands for an access code, after which an earlier question was answered."""
    return not how_read(asked).get("just_signed_in")
