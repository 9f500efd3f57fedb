"""Replies on their way to Teams: as cards, else as words; and word that one is being worked on."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from typing import AsyncIterator, Optional, Sequence

from scr.replies import Reply
from scr.storage.database import DatabaseUnavailable
from scr.storage.teams import SentReply
from scr.teams.cards import Activity, Cards
from scr.teams.connector import Connector, NotSent
from scr.teams.keeping import Keeping
from scr.teams.places import Place

logger = logging.getLogger(__name__)

_PATIENCE = 0.5  # seconds; most replies take less, and one that takes longer is likely to take more than a second
_TYPING_LASTS = 3.0


class Sending:
    def __init__(self, connector: Connector, cards: Cards, keeping: Keeping) -> None:
        self._connector = connector
        self._cards = cards
        self._keeping = keeping

    async def send(self, place: Place, replies: Sequence[Reply], conversation: str, answers: Optional[str] = None) -> None:
        """
        Args:
            conversation: ours, in which the replies stand.
            answers: the activity that they answer.

        Raises:
            NotSent
        """
        for reply in replies:
            shown_by = await self._send(place, reply, answers)
            if reply.can_be_judged and shown_by:
                await self._note(place, shown_by, SentReply(conversation, reply.id))

    @contextlib.asynccontextmanager
    async def typing(self, place: Place) -> AsyncIterator[None]:
        """Shows that somebody is at work, for as long as the block takes, where that is not over in a moment."""
        showing = asyncio.ensure_future(self._show_typing(place))
        try:
            yield
        finally:
            showing.cancel()

    async def _send(self, place: Place, reply: Reply, answers: Optional[str]) -> str:
        try:
            return await self._send_all(place, self._cards.activities(reply), answers)
        except NotSent as error:
            if not error.is_about_the_form:
                raise
            logger.error("Teams did not take a card, so its words are sent: %s", error)
            return await self._send_all(place, self._cards.plain(reply), answers)

    async def _send_all(self, place: Place, activities: Sequence[Activity], answers: Optional[str]) -> str:
        """The id of the last, below which a reply is judged."""
        sent = ""
        for activity in activities:
            sent = await self._connector.send(place, activity, answers)
        return sent

    async def _note(self, place: Place, activity_id: str, reply: SentReply) -> None:
        try:
            await self._keeping.sent(place, activity_id, reply)
        except DatabaseUnavailable as error:
            logger.error("%s, so a reply in Teams cannot be judged", error)

    async def _show_typing(self, place: Place) -> None:
        await asyncio.sleep(_PATIENCE)
        with contextlib.suppress(NotSent):
            while True:
                await self._connector.send(place, {"type": "typing"})
                await asyncio.sleep(_TYPING_LASTS)
