"""What is kept of Teams, for code that must not block."""

from __future__ import annotations

import logging
import time
from typing import NamedTuple, Optional, Sequence

from sqlalchemy.engine import Engine

from scr.settings import Settings
from scr.storage.access import AccessStore, Person
from scr.storage.conversations import ConversationStore, StoredEvent
from scr.storage.database import DatabaseUnavailable
from scr.storage.reached import Reached
from scr.storage.teams import SentReply, TeamsConversation, TeamsStore
from scr.teams.activity import Activity, fingerprint
from scr.teams.places import Place, conversation_in

logger = logging.getLogger(__name__)

_EVENTS = 700  # about a hundred turns, among which a message or a reply is looked for


class _Stores(NamedTuple):
    teams: TeamsStore
    conversations: ConversationStore
    access: AccessStore


class Keeping:
    """Every method but `is_first` raises DatabaseUnavailable."""

    def __init__(self, settings: Settings) -> None:
        idle_limit = settings.idle_minutes * 60.0

        def stores(engine: Engine) -> _Stores:
            return _Stores(TeamsStore(engine), ConversationStore(engine), AccessStore(engine, idle_limit))

        self._stores = Reached(settings, stores)

    async def is_first(self, delivery: Optional[str]) -> bool:
        """Whether this was not delivered before. Where that cannot be known it is taken in: its reply says what is down."""
        if delivery is None:
            return True
        known = delivery
        try:
            return await self._stores.of(lambda stores: stores.teams.is_first(known, time.time()))
        except DatabaseUnavailable as error:
            logger.error("%s", error)
            return True

    async def keep(self, place: Place, activity: Activity) -> bool:
        """Whether the place was not known before. Of a chat with one person it is kept whose it is."""
        object_id = activity.sender.object_id if place.is_personal else None
        talk_id = conversation_in(place, activity.person) if place.is_personal else None
        where = (place.conversation_id, place.service_url, place.bot_id)
        row = TeamsConversation(place.key, place.tenant, object_id, *where, talk_id)
        return await self._stores.of(lambda stores: stores.teams.keep(row))

    async def chat_of(self, tenant: str, object_id: str) -> Optional[Place]:
        """A person's own chat with the bot."""
        row = await self._stores.of(lambda stores: stores.teams.personal(tenant, object_id))
        return Place(row.service_url, row.conversation_id, row.tenant, row.bot_id, is_personal=True) if row else None

    async def forget(self, place: Place, conversation: str) -> None:
        """Delete a place, and what was said there."""

        def forget(stores: _Stores) -> None:
            stores.teams.forget(place.key)
            stores.conversations.forget(conversation)

        await self._stores.of(forget)

    async def sign_in(self, conversation: str, tenant: str, object_id: str) -> Optional[Person]:
        """The person that somebody in Teams is, signed in to the conversation."""
        return await self._stores.of(
            lambda stores: stores.access.sign_in_teams(conversation, tenant, object_id, time.time())
        )

    async def take_back(self, conversation: str, message_id: str) -> None:
        """Delete the words of a message."""
        await self._stores.of(lambda stores: stores.conversations.take_back(conversation, message_id, _EVENTS))

    async def sent(self, place: Place, activity_id: str, reply: SentReply) -> None:
        """Note which activity shows a reply."""
        activity = fingerprint(place.key, activity_id)
        await self._stores.of(lambda stores: stores.teams.sent(activity, reply, time.time()))

    async def reply(self, place: Place, activity_id: str) -> Optional[SentReply]:
        """The reply that an activity shows; none where it is none of ours, or too old."""
        return await self._stores.of(lambda stores: stores.teams.reply(fingerprint(place.key, activity_id)))

    async def events(self, conversation: str) -> Sequence[StoredEvent]:
        """A conversation's last events."""
        return await self._stores.of(lambda stores: stores.conversations.latest(conversation, _EVENTS))
