"""A stored conversation as turns: what was typed, redacted, and the replies to it."""

from __future__ import annotations

from typing import Any, Dict, List, Sequence

from rasa.shared.core.events import BotUttered, UserUttered

from scr.rasa.turns import REPLY
from scr.storage.conversations import StoredEvent


def turns(events: Sequence[StoredEvent]) -> List[Dict[str, Any]]:
    """Oldest first; replies before the first message of the window stand in a turn without text."""
    found: List[Dict[str, Any]] = []
    for stored in events:
        if stored.kind == UserUttered.type_name:
            found.append({"text": stored.event.get("text"), "replies": []})
        elif stored.kind == BotUttered.type_name:
            reply = ((stored.event.get("metadata") or {}).get("metadata") or {}).get(REPLY)
            if reply:
                found = found or [{"text": None, "replies": []}]
                found[-1]["replies"].append(reply)
    return found
