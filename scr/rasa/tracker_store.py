"""Rasa's tracker store on our own table: redacted before it is written, and only the end of a conversation read back."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from typing import Any, Awaitable, Callable, Dict, Iterable, List, Optional, Text, TypeVar

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, Event, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from scr.content import load_content
from scr.exchange import READING
from scr.rasa.turns import REPLY, reply_in
from scr.rasa.unanswered import Unsettled
from scr.replies import Reply, as_text
from scr.rules import codes
from scr.rules.redaction import Redactor
from scr.settings import Settings, get_settings
from scr.storage.access import AccessStore
from scr.storage.conversations import ConversationStore, StoredEvent
from scr.storage.database import DatabaseUnavailable, connect

_Result = TypeVar("_Result")
WITHHELD = "[withheld: identifying details]"


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
        self._redactor = Redactor(content.first_names, content.not_names)
        self._unsettled = Unsettled(content)
        self._not_kept = content.fragments["not_kept"]
        self._conversations: Optional[ConversationStore] = None

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
        await self._in_time(lambda: self.conversations().append(tracker.sender_id, new, questions))
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
        await self._in_time(lambda: self.conversations().ping())

    async def latest(self, conversation_id: str, limit: int) -> List[StoredEvent]:
        """The conversation's last `limit` stored events, the oldest of them first.

        Raises:
            DatabaseUnavailable
        """
        return await self._in_time(lambda: self.conversations().latest(conversation_id, limit))

    async def forget(self, conversation_id: str) -> None:
        """Delete a conversation.

        Raises:
            DatabaseUnavailable
        """
        await self._in_time(lambda: self.conversations().forget(conversation_id))

    def conversations(self) -> ConversationStore:
        """The store below, which blocks."""
        # Not at start: the server must come up, and say what is wrong, while the database is down.
        if self._conversations is None:
            engine = connect(self._settings.sqlalchemy_url, self._settings.database_timeout)
            access = AccessStore(engine, self._settings.idle_minutes * 60.0)
            self._conversations = ConversationStore(engine, access.keep_active)
        return self._conversations

    async def _in_time(self, work: Callable[[], _Result]) -> _Result:
        """Run in a thread, so that a slow database holds up nobody else, and give up in time."""
        done: Awaitable[_Result] = asyncio.get_running_loop().run_in_executor(None, work)
        try:
            return await asyncio.wait_for(done, self._settings.database_timeout)
        except asyncio.TimeoutError as error:
            raise DatabaseUnavailable("The database did not answer in time") from error

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
        text = WITHHELD if withheld else self._redactor.redact(codes.redacted(values.get("text") or ""))
        return {**values, "text": text, "parse_data": {**parse_data, "text": text}}


def _plain(values: Dict[Text, Any]) -> Dict[Text, Any]:
    plain: Dict[Text, Any] = json.loads(json.dumps(values, default=str))
    return plain
