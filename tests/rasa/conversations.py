"""Messages, replies and conversations as Rasa keeps them."""

from __future__ import annotations

from typing import Any, Mapping

from rasa.shared.core.events import BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from scr.rasa.replies import as_rasa_message
from scr.rasa.turns import READING
from scr.replies import Passage, Reply
from scr.rules.conversation import Conversation


def said(text: str, *outcomes: str, **parse_data: Any) -> UserUttered:
    """What somebody typed, as Rasa keeps it once it has been read."""
    intent = {"name": outcomes[0] if outcomes else "greet", "confidence": 1.0}
    understood = {"intent": intent, "entities": [], "text": text, READING: {"outcomes": list(outcomes)}, **parse_data}
    return UserUttered(text, intent, [], understood, input_channel="web")


def replied(outcome: str, text: str = "Quite possibly.", **conversation: Any) -> BotUttered:
    """A reply of ours, as Rasa keeps it."""
    reply = Reply((outcome,), (Passage(text),), Conversation(**conversation))
    message: Mapping[str, Any] = as_rasa_message(reply)
    return BotUttered(reply.passages[0].text, {"buttons": message["buttons"]}, {"metadata": message["metadata"]})


def tracker_after(*events: Any) -> DialogueStateTracker:
    return DialogueStateTracker.from_events("one", list(events))
