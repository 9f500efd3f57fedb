"""How a reading, a reply and the conversation's state travel in Rasa's own events."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any, Dict, Iterator, Mapping, Optional, Sequence

from rasa.shared.core.events import BotUttered, Event, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from scr.content.phrases import RETRIEVAL_INTENT, label_of
from scr.exchange import READING
from scr.replies import Reply
from scr.rules.conversation import Conversation, Reading, Unsure
from scr.rules.enquiry import Party
from scr.rules.triage import note_from_dict

REPLY = "reply"
FRAME = "frame"
"""In a message's metadata: what the person has set around the chat, ``area`` and ``plain``, as `Conversation` names it."""


def reply_in(metadata: Mapping[str, Any]) -> Optional[Reply]:
    """The reply in a bot message's metadata; none where the message was not composed by us."""
    values = (metadata.get("metadata") or {}).get(REPLY)
    return Reply.from_dict(values) if values else None


def reply_of(event: Event) -> Optional[Reply]:
    """The reply that an event is, if it is one of ours."""
    return reply_in(event.metadata) if isinstance(event, BotUttered) else None


def last_reply(events: Sequence[Event]) -> Optional[Reply]:
    return next((reply for reply in map(reply_of, reversed(events)) if reply is not None), None)


def said(events: Sequence[Event]) -> Iterator[UserUttered]:
    """What somebody said, the last of it first."""
    return (event for event in reversed(events) if isinstance(event, UserUttered))


def place_of(events: Sequence[Event], wanted: Event) -> int:
    return next(index for index, event in enumerate(events) if event is wanted)


def how_read(asked: UserUttered) -> Mapping[str, Any]:
    """The reading of a message as it travels, with no more than what the message was read as."""
    return (asked.parse_data or {}).get(READING) or {}


def conversation_of(tracker: Optional[DialogueStateTracker], metadata: Optional[Mapping[str, Any]] = None) -> Conversation:
    """The conversation as the last reply left it, and as the person has set it since.

    Args:
        metadata: that of the message which is read now; the tracker's latest message's where it is there already.
    """
    if metadata is None:
        metadata = tracker.latest_message.metadata if tracker and tracker.latest_message else {}
    return replace(_left_by_last_reply(tracker), **((metadata or {}).get(FRAME) or {}))


def _left_by_last_reply(tracker: Optional[DialogueStateTracker]) -> Conversation:
    reply = last_reply(list(tracker.events) if tracker else [])
    return reply.conversation if reply else Conversation()


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
            "note": note_from_dict(values["note"]) if values.get("note") else None,
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
