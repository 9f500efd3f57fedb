"""One question, one answer, as JSON: no conversation, no database, no action server."""

from __future__ import annotations

from typing import Any, Dict, Optional

from scr.assistant import Assistant
from scr.rules.conversation import Conversation

_ALTERNATIVES = 3


def look_up(assistant: Assistant, query: str, area: Optional[str] = None) -> Dict[str, Any]:
    """The reply, the topics by confidence, and how sure the first is. An unknown area counts as none."""
    known = area if area in assistant.content.areas else None
    conversation = Conversation(area=known)
    understanding = assistant.understander.understand(query, conversation)
    reading = assistant.reader.read(understanding, conversation)
    reply = assistant.composer.compose(reading, conversation)
    ranking = [pair for question in understanding.questions for pair in question.ranking]
    topics = sorted((pair for pair in ranking if pair[0] in assistant.content.topics), key=lambda pair: -pair[1])
    return {
        "query": query,
        "area": reading.area,
        "outcome": reply.outcome,
        "outcomes": list(reply.outcomes),
        "confidence": round(reading.confidence, 4),
        "passages": [vars(passage) for passage in reply.passages],
        "offered": list(reading.offered),
        "topics": [
            {"topic": topic, "title": assistant.content.topics[topic].title, "confidence": round(probability, 4)}
            for topic, probability in topics[:_ALTERNATIVES]
        ],
        "buttons": list(reply.buttons),
    }
