"""A stored conversation as turns: what was typed, redacted, and the replies to it, with what a person wrote in its place."""

from __future__ import annotations

import heapq
from typing import Any, Callable, Dict, Iterator, List, Optional, Sequence, Tuple

from rasa.shared.core.events import BotUttered, UserUttered

from scr.rasa.turns import reply_in
from scr.replies import Reply
from scr.rules.handover import Word
from scr.storage.conversations import StoredEvent

Piece = Tuple[float, Optional[str], Optional[Reply]]
"""When, and what was typed or replied."""


def turns(
    events: Sequence[StoredEvent], words: Sequence[Word] = (), shown: Callable[[Word], Optional[Reply]] = lambda word: None
) -> List[Dict[str, Any]]:
    """Oldest first; replies before the first message of the window stand in a turn without text.

    Args:
        words: what was said to and by a person, the oldest first.
        shown: how one is shown; None for the person's own.
    """
    found: List[Dict[str, Any]] = []
    # What was said at the same moment stands behind the turn that brought it about.
    for _, text, reply in heapq.merge(_of_events(events), _of_words(words, shown), key=lambda piece: piece[0]):
        if reply is None:
            found.append({"text": text, "replies": []})
        else:
            found = found or [{"text": None, "replies": []}]
            found[-1]["replies"].append(reply.as_shown())
    return found


def reply_of(events: Sequence[StoredEvent], reply_id: object) -> Optional[Reply]:
    """The reply of that id; none where the conversation has none."""
    replies = (reply_stored(stored) for stored in reversed(events))
    return next((reply for reply in replies if reply is not None and reply.id == reply_id), None)


def _of_events(events: Sequence[StoredEvent]) -> Iterator[Piece]:
    at = 0.0
    for stored in events:
        at = max(at, stored.written_at)  # events stand in their order, whatever a clock that was set back says
        reply = reply_stored(stored)
        if stored.kind == UserUttered.type_name or reply is not None:
            yield at, stored.event.get("text"), reply


def _of_words(words: Sequence[Word], shown: Callable[[Word], Optional[Reply]]) -> Iterator[Piece]:
    at = 0.0
    for word in words:
        at = max(at, word.at)
        reply = shown(word)
        yield at, word.text if reply is None else None, reply


def reply_stored(stored: StoredEvent) -> Optional[Reply]:
    """The reply that an event is, if it is one."""
    return reply_in(stored.event.get("metadata") or {}) if stored.kind == BotUttered.type_name else None
