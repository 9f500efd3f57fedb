"""A stored conversation as turns: what was typed, redacted, and the replies to it."""

from __future__ import annotations

from typing import Any, Dict, List, Optional, Sequence

from rasa.shared.core.events import BotUttered, UserUttered

from scr.rasa.turns import reply_in
from scr.replies import Reply
from scr.storage.conversations import StoredEvent


def turns(events: Sequence[StoredEvent]) -> List[Dict[str, Any]]:
    """Oldest first; replies before the first message of the window stand in a turn without text."""
    found: List[Dict[str, Any]] = []
    for stored in events:
        if stored.kind == UserUttered.type_name:
            found.append({"text": stored.event.get("text"), "replies": []})
        else:
            reply = _reply(stored)
            if reply is not None:
                found = found or [{"text": None, "replies": []}]
                found[-1]["replies"].append(reply.as_shown())
    return found


def reply_of(events: Sequence[StoredEvent], reply_id: object) -> Optional[Reply]:
    """The reply of that id; none where the conversation has none."""
    replies = (_reply(stored) for stored in reversed(events))
    return next((reply for reply in replies if reply is not None and reply.id == reply_id), None)


def _reply(stored: StoredEvent) -> Optional[Reply]:
    return reply_in(stored.event.get("metadata") or {}) if stored.kind == BotUttered.type_name else None
