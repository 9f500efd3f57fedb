"""One question, one answer: no conversation, no database, no action server."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Dict, Optional

from scr.assistant import Assistant
from scr.replies import Reply
from scr.rules.conversation import Conversation, Reading, Understanding

_ALTERNATIVES = 3


@dataclass(frozen=True)
class Found:
    understanding: Understanding
    reading: Reading
    reply: Reply


def answer(assistant: Assistant, query: str, area: Optional[str] = None) -> Found:
    """An unknown area counts as none."""
    conversation = Conversation(area=area if area in assistant.content.areas else None)
    understanding = assistant.understander.understand(query, conversation)
    reading = assistant.reader.read(understanding, conversation)
    return Found(understanding, reading, assistant.composer.compose(reading, conversation))


def look_up(assistant: Assistant, query: str, area: Optional[str] = None) -> Dict[str, Any]:
    """For JSON: the reply, the topics by confidence, and how sure the first is."""
    found = answer(assistant, query, area)
    ranking = [pair for question in found.understanding.questions for pair in question.ranking]
    topics = sorted((pair for pair in ranking if pair[0] in assistant.content.topics), key=lambda pair: -pair[1])
    return {
        "query": query,
        "area": found.reading.area,
        "outcome": found.reply.outcome,
        "outcomes": list(found.reply.outcomes),
        "confidence": round(found.reading.confidence, 4),
        "passages": [passage.as_dict() for passage in found.reply.passages],
        "offered": list(found.reading.offered),
        "topics": [
            {"topic": topic, "title": assistant.content.topics[topic].title, "confidence": round(probability, 4)}
            for topic, probability in topics[:_ALTERNATIVES]
        ],
        "buttons": [asdict(button) for button in found.reply.buttons],
    }
