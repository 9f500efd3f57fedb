"""Finds in a conversation the turns that call for a person."""

from __future__ import annotations

from typing import List, Optional, Sequence

from rasa.shared.core.events import Event

from scr.rasa.turns import how_read, last_reply, place_of, reply_of, said
from scr.replies import Reply
from scr.rules.conversation import UNSURE
from scr.rules.handover import Call, call_of


def calls_in(events: Sequence[Event], first: int) -> List[Call]:
    """What the replies from event number `first` on call for."""
    found = (_call(events[:index], reply_of(events[index])) for index in range(first, len(events)))
    return [call for call in found if call is not None]


def _call(before: Sequence[Event], reply: Optional[Reply]) -> Optional[Call]:
    asked = next(said(before), None)
    if reply is None or asked is None:
        return None
    gave_up = bool(how_read(asked).get("gave_up"))
    offer = last_reply(before[: place_of(before, asked)])
    was_offered = offer is not None and offer.outcome == UNSURE and bool(offer.conversation.offered)
    return call_of(str(asked.input_channel), reply.outcome, gave_up, was_offered, reply.conversation.area)
