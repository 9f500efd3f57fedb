"""What is kept of Teams, for code that must not block: in threads, and connected when it is first needed."""

from __future__ import annotations

import asyncio
import logging
import time
from typing import Callable, Optional, Sequence, TypeVar

from sqlalchemy.engine import Engine

from scr.settings import Settings
from scr.storage.access import AccessStore, Person
from scr.storage.conversations import ConversationStore, StoredEvent
from scr.storage.database import DatabaseUnavailable, connect
from scr.storage.teams import SentReply, TeamsConversation, TeamsStore
from scr.teams.activity import fingerprint
from scr.teams.places import Place

logger = logging.getLogger(__name__)

_Result = TypeVar("_Result")
_EVENTS = 700  # about a hundred turns, among which a message or a reply is looked for


class Keeping:
    """Every method but `is_first` raises DatabaseUnavailable."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._engine: Optional[Engine] = None

    async def is_first(self, delivery: Optional[str]) -> bool:
        """Whether this was not delivered before. Where that cannot be known it is taken in: its reply says what is down."""
        if delivery is None:
            return True
        known = delivery
        try:
            return await self._in_thread(lambda: TeamsStore(self._connected()).is_first(known, time.time()))
        except DatabaseUnavailable as error:
            logger.error("%s", error)
            return True

    async def keep(self, place: Place, object_id: Optional[str]) -> bool:
        """Whether the place was not known before. `object_id`: whose chat with the bot it is."""
        row = TeamsConversation(place.key, place.tenant, object_id, place.conversation_id, place.service_url, place.bot_id)
        return await self._in_thread(lambda: TeamsStore(self._connected()).keep(row))

    async def chat_of(self, tenant: str, object_id: str) -> Optional[Place]:
        """A person's own chat with the bot."""
        row = await self._in_thread(lambda: TeamsStore(self._connected()).personal(tenant, object_id))
        return Place(row.service_url, row.conversation_id, row.tenant, row.bot_id, is_personal=True) if row else None

    async def forget(self, place: Place, conversation: str) -> None:
        """Delete a place, and what was said there."""

        def forget() -> None:
            TeamsStore(self._connected()).forget(place.key)
            ConversationStore(self._connected()).forget(conversation)

        await self._in_thread(forget)

    async def sign_in(self, conversation: str, tenant: str, object_id: str) -> Optional[Person]:
        """The person that somebody in Teams is, signed in to the conversation."""
        idle_limit = self._settings.idle_minutes * 60.0
        return await self._in_thread(
            lambda: AccessStore(self._connected(), idle_limit).sign_in_teams(conversation, tenant, object_id, time.time())
        )

    async def take_back(self, conversation: str, message_id: str) -> None:
        """Delete the words of a message."""
        await self._in_thread(lambda: ConversationStore(self._connected()).take_back(conversation, message_id, _EVENTS))

    async def sent(self, place: Place, activity_id: str, reply: SentReply) -> None:
        """Note which activity shows a reply."""
        activity = fingerprint(place.key, activity_id)
        await self._in_thread(lambda: TeamsStore(self._connected()).sent(activity, reply, time.time()))

    async def reply(self, place: Place, activity_id: str) -> Optional[SentReply]:
        """The reply that an activity shows; none where it is none of ours, or too old."""
        return await self._in_thread(lambda: TeamsStore(self._connected()).reply(fingerprint(place.key, activity_id)))

    async def events(self, conversation: str) -> Sequence[StoredEvent]:
        """A conversation's last events."""
        return await self._in_thread(lambda: ConversationStore(self._connected()).latest(conversation, _EVENTS))

    def _connected(self) -> Engine:
        # Not at start: the server must come up, and say what is wrong, while the database is down.
        if self._engine is None:
            self._engine = connect(self._settings.sqlalchemy_url, self._settings.database_timeout)
        return self._engine

    @staticmethod
    async def _in_thread(work: Callable[[], _Result]) -> _Result:
        return await asyncio.get_running_loop().run_in_executor(None, work)
