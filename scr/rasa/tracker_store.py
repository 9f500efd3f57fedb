"""Rasa's tracker store on our own table: redacted before it is written, and only the end of a conversation read back."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Dict, Iterable, List, Optional, Text

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, Event, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy.engine import Engine

from scr.content import load_content
from scr.exchange import READING
from scr.rasa.calls import calls_in
from scr.rasa.redacting import Redacting
from scr.rasa.turns import REPLY, reply_in
from scr.rasa.unanswered import Unsettled
from scr.replies import Reply, as_text
from scr.settings import Settings, get_settings
from scr.storage.access import AccessStore
from scr.storage.conversations import ConversationStore, StoredEvent
from scr.storage.reached import Reached


@dataclass(frozen=True)
class _Stored:
    """How much of a tracker is stored: the number, in its conversation, of the first event it holds, and how many."""

    first_number: int = 0
    count: int = 0


class ConversationTrackerStore(TrackerStore):
    """``tracker_store: type:`` in endpoints.yml.

    Unlike Rasa's own it does not read a whole conversation for each message, writes no typed detail of a person, and
    fails where the database does, so that nobody is answered out of an empty memory (see `scr.rasa.patches`).
    """

    def __init__(
        self,
        host: Optional[Text] = None,
        domain: Optional[Domain] = None,
        event_broker: Optional[EventBroker] = None,
        **kwargs: Any,
    ) -> None:
        """Rasa's signature; the address of the database is a setting."""
        super().__init__(domain, event_broker)
        self._settings: Settings = get_settings()
        content = load_content(self._settings.data_dir)
        self._redacting = Redacting(content)
        self._unsettled = Unsettled(content)
        self._not_kept = content.fragments["not_kept"]
        idle_limit = self._settings.idle_minutes * 60.0

        def conversations(engine: Engine) -> ConversationStore:
            return ConversationStore(engine, AccessStore(engine, idle_limit).keep_active)

        self._conversations = Reached(self._settings, conversations, self._settings.database_timeout)

    async def retrieve(self, sender_id: Text) -> Optional[DialogueStateTracker]:
        limit = self._settings.conversation_window
        stored = await self.latest(sender_id, limit)
        if not stored:
            return None
        tracker = self.init_tracker(sender_id)
        for row in stored:
            event = Event.from_parameters(dict(row.event))
            if event is not None:
                event.apply_to(tracker)
                tracker.events.append(event)
        tracker.stored = _Stored(stored[0].number, len(tracker.events))
        return tracker

    async def save(self, tracker: DialogueStateTracker) -> None:
        # Rasa makes the trackers of new conversations itself; those carry no note yet.
        stored: _Stored = getattr(tracker, "stored", _Stored())
        events = list(tracker.events)
        first = stored.first_number + stored.count
        new = [self._as_stored(number, event) for number, event in enumerate(events[stored.count :], first)]
        questions = self._unsettled.ended(events, stored.count)
        calls = calls_in(events, stored.count)
        await self._conversations.of(lambda kept: kept.append(tracker.sender_id, new, questions, calls))
        tracker.stored = _Stored(stored.first_number, len(events))

    async def keys(self) -> Iterable[Text]:
        """
        Raises:
            PermissionError: always; a list of everybody's conversations is nothing that a part of the server needs.
        """
        raise PermissionError("Conversations are not listed")

    async def ping(self) -> None:
        """
        Raises:
            DatabaseUnavailable
        """
        await self._conversations.of(lambda kept: kept.ping())

    async def latest(self, conversation_id: str, limit: int) -> List[StoredEvent]:
        """The conversation's last `limit` stored events, the oldest of them first.

        Raises:
            DatabaseUnavailable
        """
        return await self._conversations.of(lambda kept: kept.latest(conversation_id, limit))

    async def forget(self, conversation_id: str) -> None:
        """Delete a conversation.

        Raises:
            DatabaseUnavailable
        """
        await self._conversations.of(lambda kept: kept.forget(conversation_id))

    def conversations(self) -> ConversationStore:
        """The store below, which blocks."""
        return self._conversations.stores()

    def _as_stored(self, number: int, event: Event) -> StoredEvent:
        outcome = None
        values = event.as_dict()
        if isinstance(event, UserUttered):
            values = self._redacted(values)
        elif isinstance(event, BotUttered):
            reply = reply_in(event.metadata)
            outcome = reply.outcome if reply else None
            values = self._as_kept(values, reply)
        return StoredEvent(number, event.timestamp, event.type_name, outcome, _plain(values))

    def _as_kept(self, values: Dict[Text, Any], reply: Optional[Reply]) -> Dict[Text, Any]:
        """A bot message less what the register said: the register has it, and who may read it can change."""
        if reply is None:
            return values
        kept = reply.as_kept(self._not_kept)
        return {**values, "text": as_text(kept), "metadata": {"metadata": {REPLY: kept.as_dict()}}}

    def _redacted(self, values: Dict[Text, Any]) -> Dict[Text, Any]:
        parse_data = dict(values.get("parse_data") or {})
        withheld = (parse_data.get(READING) or {}).get("withheld", False)
        text = self._redacting.kept(values.get("text") or "", withheld)
        return {**values, "text": text, "parse_data": {**parse_data, "text": text}}


def _plain(values: Dict[Text, Any]) -> Dict[Text, Any]:
    plain: Dict[Text, Any] = json.loads(json.dumps(values, default=str))
    return plain
