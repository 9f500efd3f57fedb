"""What is kept of Teams, for code that must not block: in threads, and connected when it is first needed."""

from __future__ import annotations

import asyncio
import logging
import time
from typing import Callable, NamedTuple, Optional, Sequence, TypeVar

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


class _Stores(NamedTuple):
    teams: TeamsStore
    conversations: ConversationStore
    access: AccessStore


class Keeping:
    """Every method but `is_first` raises DatabaseUnavailable."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._stores: Optional[_Stores] = None

    async def is_first(self, delivery: Optional[str]) -> bool:
        """Whether this was not delivered before. Where that cannot be known it is taken in: its reply says what is down."""
        if delivery is None:
            return True
        known = delivery
        try:
            return await self._in_thread(lambda: self._connected().teams.is_first(known, time.time()))
        except DatabaseUnavailable as error:
            logger.error("%s", error)
            return True

    async def keep(self, place: Place, object_id: Optional[str]) -> bool:
        """Whether the place was not known before. `object_id`: whose chat with the bot it is."""
        row = TeamsConversation(place.key, place.tenant, object_id, place.conversation_id, place.service_url, place.bot_id)
        return await self._in_thread(lambda: self._connected().teams.keep(row))

    async def chat_of(self, tenant: str, object_id: str) -> Optional[Place]:
        """A person's own chat with the bot."""
        row = await self._in_thread(lambda: self._connected().teams.personal(tenant, object_id))
        return Place(row.service_url, row.conversation_id, row.tenant, row.bot_id, is_personal=True) if row else None

    async def forget(self, place: Place, conversation: str) -> None:
        """Delete a place, and what was said there."""

        def forget() -> None:
            self._connected().teams.forget(place.key)
            self._connected().conversations.forget(conversation)

        await self._in_thread(forget)

    async def sign_in(self, conversation: str, tenant: str, object_id: str) -> Optional[Person]:
        """The person that somebody in Teams is, signed in to the conversation."""
        return await self._in_thread(
            lambda: self._connected().access.sign_in_teams(conversation, tenant, object_id, time.time())
        )

    async def take_back(self, conversation: str, message_id: str) -> None:
        """Delete the words of a message."""
        await self._in_thread(lambda: self._connected().conversations.take_back(conversation, message_id, _EVENTS))

    async def sent(self, place: Place, activity_id: str, reply: SentReply) -> None:
        """Note which activity shows a reply."""
        activity = fingerprint(place.key, activity_id)
        await self._in_thread(lambda: self._connected().teams.sent(activity, reply, time.time()))

    async def reply(self, place: Place, activity_id: str) -> Optional[SentReply]:
        """The reply that an activity shows; none where it is none of ours, or too old."""
        return await self._in_thread(lambda: self._connected().teams.reply(fingerprint(place.key, activity_id)))

    async def events(self, conversation: str) -> Sequence[StoredEvent]:
        """A conversation's last events."""
        return await self._in_thread(lambda: self._connected().conversations.latest(conversation, _EVENTS))

    def _connected(self) -> _Stores:
        # Not at start: the server must come up, and say what is wrong, while the database is down.
        if self._stores is None:
            engine = connect(self._settings.sqlalchemy_url, self._settings.database_timeout)
            access = AccessStore(engine, self._settings.idle_minutes * 60.0)
            self._stores = _Stores(TeamsStore(engine), ConversationStore(engine), access)
        return self._stores

    @staticmethod
    async def _in_thread(work: Callable[[], _Result]) -> _Result:
        return await asyncio.get_running_loop().run_in_executor(None, work)
