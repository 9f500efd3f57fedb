"""Turns that call for a person, and the changes that came of them."""

from __future__ import annotations

from typing import List

from sqlalchemy.engine import Engine

from scr.rules.handover import Call, WhyHanded
from scr.rules.triage import Urgency
from scr.storage.conversations import ConversationStore, StoredEvent
from scr.storage.desk_changes import DeskChangeStore, Item

NOW = 1_800_000_000.0
DAY = 24 * 60 * 60.0
ASKED = Call("web", WhyHanded.ASKED, Urgency.THIS_WEEK, "human", "rotherham")
DISTRESS = Call("web", WhyHanded.DISTRESS, Urgency.TODAY, "distress")
DANGER = Call("web", None, Urgency.EMERGENCY, "immediate_danger")
IN_TEAMS = Call("teams", WhyHanded.ASKED, Urgency.THIS_WEEK, "human")


def turn(engine: Engine, *calls: Call, conversation: str = "one", at: float = NOW) -> None:
    """A turn that is stored, with what it calls for."""
    store = ConversationStore(engine)
    number = len(store.latest(conversation, 100))
    store.append(conversation, [StoredEvent(number, at, "user", None, {"text": "as typed"})], calls=calls)


def changes(engine: Engine, number: int) -> List[str]:
    return [change.change for change in DeskChangeStore(engine).of(Item.HANDOVER, number)]
