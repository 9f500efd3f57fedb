"""One question, one answer: no conversation, no database, no action server."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Dict, Mapping, Optional, Sequence

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
    confidence = round(found.reading.confidence, 4)
    ranking = [pair for question in found.understanding.questions for pair in question.ranking]
    topics = sorted((pair for pair in ranking if pair[0] in assistant.content.topics), key=lambda pair: -pair[1])
    likely = [
        {"topic": topic, "title": assistant.content.topics[topic].title, "confidence": round(probability, 4)}
        for topic, probability in topics[:_ALTERNATIVES]
    ]
    return _as_json(query, found.reply, confidence, found.reading.offered, likely)


def unanswered(query: str, reply: Reply) -> Dict[str, Any]:
    """As `look_up`, where a reply stands in place of any answer."""
    return _as_json(query, reply, 1.0, (), [])


def _as_json(
    query: str, reply: Reply, confidence: float, offered: Sequence[str], topics: Sequence[Mapping[str, Any]]
) -> Dict[str, Any]:
    return {
        "query": query,
        "area": reply.conversation.area,
        "outcome": reply.outcome,
        "outcomes": list(reply.outcomes),
        "confidence": confidence,
        "passages": [passage.as_dict() for passage in reply.passages],
        "offered": list(offered),
        "topics": list(topics),
        "buttons": [asdict(button) for button in reply.buttons],
    }
