"""How a reading, a reply and the conversation's state travel in Rasa's own events."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, Dict, Mapping, Optional

from rasa.shared.core.events import BotUttered
from rasa.shared.core.trackers import DialogueStateTracker

from scr.content.phrases import RETRIEVAL_INTENT, label_of
from scr.exchange import READING
from scr.replies import Reply
from scr.rules.conversation import Conversation, Reading, Unsure
from scr.rules.enquiry import Party

REPLY = "reply"


def reply_in(metadata: Mapping[str, Any]) -> Optional[Reply]:
    """The reply in a bot message's metadata; none where the message was not composed by us."""
    values = (metadata.get("metadata") or {}).get(REPLY)
    return Reply.from_dict(values) if values else None


def conversation_of(tracker: Optional[DialogueStateTracker]) -> Conversation:
    """The conversation as the last reply left it."""
    for event in reversed(tracker.events if tracker else ()):
        if isinstance(event, BotUttered):
            reply = reply_in(event.metadata)
            if reply is not None:
                return reply.conversation
    return Conversation()


def reading_to_parse_data(reading: Reading, topics: frozenset[str]) -> Dict[str, Any]:
    """A reading as Rasa's intent, response selection and our own ``reading``."""
    is_topic = reading.outcome in topics
    intent = {"name": RETRIEVAL_INTENT if is_topic else reading.outcome, "confidence": reading.confidence}
    data: Dict[str, Any] = {"intent": intent, READING: asdict(reading)}
    if is_topic:
        chosen = {
            "intent_response_key": f"{RETRIEVAL_INTENT}/{reading.outcome}",
            "utter_action": f"utter_{RETRIEVAL_INTENT}/{reading.outcome}",
            "confidence": reading.confidence,
        }
        data["response_selector"] = {
            "all_retrieval_intents": [RETRIEVAL_INTENT],
            RETRIEVAL_INTENT: {"response": chosen, "ranking": [chosen]},
        }
    return data


def reading_from_dict(values: Mapping[str, Any]) -> Reading:
    """A reading out of JSON."""
    return Reading(
        **{
            **values,
            "outcomes": tuple(values["outcomes"]),
            "offered": tuple(values["offered"]),
            "unsure": Unsure(values["unsure"]) if values["unsure"] else None,
            "also": tuple(values.get("also", ())),
            "parties": tuple(Party(**party) for party in values.get("parties", ())),
        }
    )


def reading_of(parse_data: Mapping[str, Any]) -> Reading:
    """The reading of a message; of one that was never understood here (a story in a test), what its intent says."""
    values = parse_data.get(READING)
    if values:
        return reading_from_dict(values)
    intent = parse_data.get("intent") or {}
    name = intent.get("full_retrieval_intent_name") or intent.get("name") or "unsure"
    return Reading((label_of(name),))
