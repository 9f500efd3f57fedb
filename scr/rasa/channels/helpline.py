"""What a page asks about the conversation's person: whether one is there, and whether there is word from them."""

from __future__ import annotations

import time
from typing import Any, Callable, Dict, List, Mapping, Optional, Text, Tuple

from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse

from scr.rasa.channels.handing_over import HandingOver
from scr.rasa.channels.requests import Requests
from scr.rasa.handovers import Stores
from scr.replies import Reply
from scr.rules.handover import Author, Handover, Word

Shown = Callable[[Word], Optional[Reply]]
"""How a word is shown; None for the person's own."""


class Helpline:
    """Nothing here counts as a message: a page that asks prolongs nothing."""

    def __init__(self, requests: Requests, handing_over: HandingOver) -> None:
        self._requests = requests
        self._handing_over = handing_over

    def add_routes(self, blueprint: Blueprint) -> None:
        answered = self._requests.answered

        @blueprint.get("/chat/helpline")
        async def words(request: Request) -> Optional[HTTPResponse]:
            return await answered("Word from the helpline could not be read", lambda: self._new(request))

        @blueprint.delete("/chat/helpline")
        async def withdraw(request: Request) -> Optional[HTTPResponse]:
            return await answered("A hand-over could not be withdrawn", lambda: self._withdraw(request))

    async def said_in(self, conversation_id: str, after: int = 0) -> Tuple[List[Handover], List[Word], Shown]:
        """What was said to and by a person, the hand-overs in which it was, and how it is shown."""

        def read(stores: Stores) -> Tuple[List[Handover], List[Word]]:
            handovers = stores.handovers.all_in(conversation_id)
            return handovers, stores.handovers.words_in(conversation_id, after) if handovers else []

        handovers, words = await self._handing_over.handovers.of(read)
        areas = {handover.number: handover.area for handover in handovers}
        return handovers, words, lambda word: self._handing_over.replies.of(word, areas.get(word.handover))

    async def _new(self, request: Request) -> Mapping[Text, Any]:
        """What the page has not had, after the word of that number."""
        conversation_id = self._requests.conversation(request)
        handovers, words, shown = await self.said_in(conversation_id, _number(request.args.get("after")))
        await self._handing_over.handovers.of(lambda stores: stores.handovers.seen(conversation_id, time.time()))
        new = [_entry(word, shown(word)) for word in words if word.author is not Author.PERSON and not word.was_shown]
        return {**standing(handovers), "words": new}

    async def _withdraw(self, request: Request) -> Mapping[Text, Any]:
        reply = await self._handing_over.withdrawn(self._requests.conversation(request))
        return {"replies": [reply.as_shown()]}


def standing(handovers: List[Handover]) -> Dict[Text, Any]:
    """How the latest of them stands."""
    latest = handovers[-1] if handovers else None
    return {"state": latest.state.value if latest else None, "number": latest.number if latest else None}


def _entry(word: Word, reply: Optional[Reply]) -> Dict[Text, Any]:
    shown = reply.as_shown() if reply else None
    return {"number": word.number, "at": word.at, "author": word.author.value, "reply": shown}


def _number(given: Optional[str]) -> int:
    return int(given) if given and given.isdecimal() and len(given) < 10 else 0
