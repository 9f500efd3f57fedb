"""Sends what the helpline writes to the people in Teams whom it is for, each in their own chat."""

from __future__ import annotations

import asyncio
import logging
import time
from typing import Callable, Optional, Set

from scr.replies.helpline import HelplineReplies
from scr.settings import Settings
from scr.storage.database import DatabaseUnavailable
from scr.storage.helpline_post import HelplinePost, Letter
from scr.storage.reached import Reached
from scr.teams.connector import NotSent
from scr.teams.places import Place
from scr.teams.sending import Sending

logger = logging.getLogger(__name__)

_LOOK_SECONDS = 1.0
_CLAIMED_SECONDS = 180.0
"""Longer than the connector tries by itself. Where a process dies meanwhile, another sends the word after that."""

_SHORTEST_WAIT, _LONGEST_WAIT = 2.0, 300.0
_AT_ONCE = 20


class TeamsHelpline:
    """Looks every second, in every process; the database says whose a word is to send."""

    def __init__(self, settings: Settings, replies: HelplineReplies, sending: Sending) -> None:
        self._replies = replies
        self._sending = sending
        self._post = Reached(settings, HelplinePost)
        self._under_way: Set[asyncio.Task[None]] = set()
        self._looking: Optional[asyncio.Task[None]] = None
        self._lost = False

    def start(self) -> None:
        self._looking = asyncio.ensure_future(self._look_always())

    async def stop(self, seconds: float) -> None:
        """What is under way goes on for so long; what has not gone then is sent by the next process."""
        if self._looking is not None:
            self._looking.cancel()
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=seconds)

    async def look(self) -> None:
        """Send all that can be sent now."""
        while len(self._under_way) < _AT_ONCE:
            letter = await self._post.of(_claimed)
            if letter is None:
                return
            task = asyncio.ensure_future(self._send(letter))
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)

    async def _look_always(self) -> None:
        while True:
            try:
                await self.look()
                self._lost = False
            except DatabaseUnavailable as error:
                if not self._lost:
                    logger.error("%s, so nothing from the helpline is sent to Teams", error)
                self._lost = True
            await asyncio.sleep(_LOOK_SECONDS)

    async def _send(self, letter: Letter) -> None:
        chat = letter.chat
        place = Place(chat.service_url, chat.conversation_id, chat.tenant, chat.bot_id, is_personal=True)
        reply = self._replies.of(letter.word, letter.area)
        try:
            await self._sending.send(place, [reply] if reply else [], letter.conversation_id)
        except NotSent as error:
            logger.error("A word from the helpline could not be sent to Teams yet: %s", error)
            await self._note(lambda post: post.later(letter, next_try(letter.word.at, time.time())))
        else:
            await self._note(lambda post: post.sent(letter, time.time()))

    async def _note(self, work: Callable[[HelplinePost], None]) -> None:
        try:
            await self._post.of(work)
        except DatabaseUnavailable as error:
            logger.error("%s, so a word from the helpline may be sent to Teams once more", error)


def _claimed(post: HelplinePost) -> Optional[Letter]:
    now = time.time()
    return post.claim(now, now + _CLAIMED_SECONDS)


def next_try(written_at: float, now: float) -> float:
    """After as long again as it has waited, so that each wait is longer than the one before."""
    return now + min(_LONGEST_WAIT, max(_SHORTEST_WAIT, now - written_at))
