"""What every channel asks before a message goes in: one place, so that no door is wider than another."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from typing import Any, Awaitable, Callable, Container, Dict, List, Mapping, Tuple

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from scr.replies import Reply
from scr.settings import Settings
from scr.understanding.text import clean

_REMEMBERED_DELIVERIES = 2000


class Refused(Exception):
    """A message is not let in. `code` names a fragment of `data/doors.yml`, `status` is HTTP's."""

    def __init__(self, code: str, status: int, **places: Any) -> None:
        super().__init__(code)
        self.code = code
        self.status = status
        self.places = places


class Gate:
    """Length, commands, rate, repeated deliveries, metadata."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._counts = MemoryStorage()  # the limiter itself holds it weakly
        self._limiter = MovingWindowRateLimiter(self._counts)
        self._conversation_rate = RateLimitItemPerMinute(settings.messages_per_minute)
        self._address_rate = RateLimitItemPerMinute(settings.address_messages_per_minute)
        self._answered: OrderedDict[Tuple[str, str], asyncio.Future[List[Reply]]] = OrderedDict()

    def text(self, received: object, field: str = "text") -> str:
        """The message as it may go in; `field` is what it is called where it came in.

        Raises:
            Refused: it is no text, empty, or too long.
        """
        if not isinstance(received, str):
            raise Refused("not_understood_request", 400, problem=f"`{field}` should be a string")
        limit = self._settings.max_message_length
        if len(received) > limit:
            raise Refused("too_long", 413, limit=limit)
        # Rasa takes a leading slash for a command that sets intents and slots; what is left is read as words.
        text = clean(received).lstrip("/ \n")
        if len(text) > limit:  # one character can become eighteen when Unicode is put into one form
            raise Refused("too_long", 413, limit=limit)
        if not text:
            raise Refused("empty", 400)
        return text

    def admit_conversation(self, conversation_id: str) -> None:
        """
        Raises:
            Refused: too much came in this conversation.
        """
        if not self._limiter.hit(self._conversation_rate, "conversation", conversation_id):
            raise Refused("too_many", 429)

    def admit_address(self, address: str) -> None:
        """
        Raises:
            Refused: too much came from this network address.
        """
        if not self._limiter.hit(self._address_rate, "address", address):
            raise Refused("too_many", 429)

    @staticmethod
    def frame(received: Mapping[str, Any], areas: Container[str]) -> Dict[str, Any]:
        """What the person has set around the chat; of all that a client sends with a message, this alone is kept."""
        if "area" not in received and "plain" not in received:
            return {}
        area = received.get("area")
        return {"area": area if isinstance(area, str) and area in areas else None, "plain": received.get("plain") is True}

    async def once(self, conversation_id: str, delivery: str, answer: Callable[[], Awaitable[List[Reply]]]) -> List[Reply]:
        """The answer to this delivery; the same again, without another turn, if it was delivered before."""
        key = (conversation_id, delivery)
        if key not in self._answered:
            turn = asyncio.ensure_future(answer())
            turn.add_done_callback(lambda done: self._forget_if_failed(key, done))
            self._answered[key] = turn
            while len(self._answered) > _REMEMBERED_DELIVERIES:
                self._answered.popitem(last=False)
        # Shielded: a person who loses the connection and sends again gets the answer to the turn that is under way.
        return await asyncio.shield(self._answered[key])

    def _forget_if_failed(self, key: Tuple[str, str], turn: asyncio.Future[List[Reply]]) -> None:
        """A turn that failed may be tried again, also where nobody waited for it any more."""
        if turn.cancelled() or turn.exception() is not None:
            self._answered.pop(key, None)
