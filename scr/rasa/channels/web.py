"""The web channel: conversations over plain HTTP. Questions outside of a conversation, and pages, are `asking.py`'s."""

from __future__ import annotations

import hashlib
import time
from typing import Any, Dict, Mapping, Optional, Text

from rasa.core.channels.channel import InputChannel
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, empty, json

from scr.content import load_content
from scr.rasa.channels import asking
from scr.rasa.channels.helpline import Helpline, standing
from scr.rasa.channels.history import turns
from scr.rasa.channels.judging import Judging
from scr.rasa.channels.requests import Requests, body
from scr.rasa.channels.sessions import SessionExpired
from scr.rasa.channels.stream import KIND, send_turn
from scr.rasa.channels.talking import Handler, Heard, Replies, Talking
from scr.rasa.health import conversation_store, problems
from scr.rules.handover import Author
from scr.settings import Settings, get_settings
from scr.web.sender import address

_EVENTS_SHOWN = 700  # about a hundred turns, for a page that is opened again


class WebChannel(InputChannel):
    """``scr.rasa.channels.web.WebChannel`` in credentials.yml."""

    @classmethod
    def name(cls) -> Text:
        return "web"

    def url_prefix(self) -> Text:
        return "/"

    @classmethod
    def from_credentials(cls, credentials: Optional[Dict[Text, Any]]) -> WebChannel:
        return cls(get_settings())

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._content = load_content(settings.data_dir)
        self._talking = Talking(self.name(), settings, self._content)
        self._requests = Requests(settings, self._content.fragments, self._talking)
        self._judging = Judging(settings, self._content)
        self._helpline = Helpline(self._requests, self._talking.handing_over)

    def blueprint(self, on_new_message: Handler) -> Blueprint:
        blueprint = Blueprint("web")
        asking.add_routes(blueprint, self._settings, self._content, self._requests, self._talking.switched_off)
        self._helpline.add_routes(blueprint)
        answered = self._requests.answered

        @blueprint.get("/health")
        async def health(request: Request) -> HTTPResponse:
            found = await problems(request.app, self._settings)
            off = await self._talking.switched_off.is_so()
            return json({"ready": not found, "problems": found, "switched_off": off}, status=503 if found else 200)

        @blueprint.post("/chat/session")
        async def start(request: Request) -> Optional[HTTPResponse]:
            return await answered("A conversation could not begin", lambda: self._start(request))

        @blueprint.post("/chat/messages")
        async def message(request: Request) -> Optional[HTTPResponse]:
            return await answered("A turn failed", lambda: self._message(request, on_new_message))

        @blueprint.post("/chat/access")
        async def access(request: Request) -> Optional[HTTPResponse]:
            return await answered("A sign-in failed", lambda: self._access(request, on_new_message))

        @blueprint.get("/chat/messages")
        async def history(request: Request) -> Optional[HTTPResponse]:
            return await answered("A conversation could not be shown", lambda: self._history(request), turns=[])

        @blueprint.delete("/chat/messages")
        async def forget(request: Request) -> Optional[HTTPResponse]:
            return await answered("A conversation could not be deleted", lambda: self._forget(request))

        @blueprint.post("/chat/feedback")
        async def feedback(request: Request) -> Optional[HTTPResponse]:
            return await answered("A judgement could not be kept", lambda: self._judge(request))

        return blueprint

    async def _start(self, request: Request) -> HTTPResponse:
        self._requests.check_origin(request)
        self._requests.admit(request)
        greeting = await self._talking.greeting(self._frame(body(request)))
        return json({"token": self._requests.new_token(), "replies": [greeting.as_shown()]}, status=201)

    async def _message(self, request: Request, handler: Handler) -> Optional[Mapping[Text, Any]]:
        conversation_id = self._requests.conversation(request)
        received = body(request)
        text = self._requests.gate.text(received.get("text"))
        self._requests.admit(request, conversation_id)

        async def turn(heard: Heard = lambda reply: None) -> Replies:
            async def answer() -> Replies:
                frame, sender = self._frame(received), address(request)
                return await self._talking.message(conversation_id, text, sender, frame, handler, heard, known_as)

            return await (self._requests.gate.once(conversation_id, delivery, answer) if delivery else answer())

        given = received.get("id")
        delivery = given if isinstance(given, str) and given else None
        # A page may send whatever it likes for an id, and what it sends is not kept.
        known_as = hashlib.sha256(delivery.encode("utf-8", "replace")).hexdigest() if delivery else None

        if KIND in request.headers.get("accept", ""):
            failed = self._requests.failed
            await send_turn(request, turn, self._talking.shown(text), lambda error: failed("A turn failed", error))
            return None
        return {**_shown(await turn()), **self._talking.shown(text)}

    async def _access(self, request: Request, handler: Handler) -> Mapping[Text, Any]:
        conversation_id = self._requests.conversation(request)
        self._requests.admit(request, conversation_id)
        code = self._requests.gate.text(body(request).get("code"), "code")
        return _shown(await self._talking.code(conversation_id, code, address(request), handler))

    async def _history(self, request: Request) -> Mapping[Text, Any]:
        conversation_id = self._requests.conversation(request)
        events = await conversation_store(request.app).latest(conversation_id, _EVENTS_SHOWN)
        handovers, words, shown = await self._helpline.said_in(conversation_id)
        typed = [word.at for word in words if word.author is Author.PERSON]
        # Whoever finds an unlocked computer finds no conversation on it.
        if events and max([events[-1].written_at, *typed]) < time.time() - self._settings.idle_minutes * 60:
            raise SessionExpired
        helpline = {**standing(handovers), "after": words[-1].number if words else 0}
        return {"turns": turns(events, words, shown), "helpline": helpline}

    async def _forget(self, request: Request) -> HTTPResponse:
        await conversation_store(request.app).forget(self._requests.conversation(request))
        return empty()

    async def _judge(self, request: Request) -> HTTPResponse:
        conversation_id = self._requests.conversation(request)
        self._requests.admit(request, conversation_id)
        events = await conversation_store(request.app).latest(conversation_id, _EVENTS_SHOWN)
        received = body(request)
        await self._judging.judge(events, received.get("reply"), received)
        return empty()

    def _frame(self, received: Mapping[Text, Any]) -> Dict[Text, Any]:
        return self._requests.gate.frame(received, self._content.areas)


def _shown(replies: Replies) -> Dict[Text, Any]:
    return {"replies": [reply.as_shown() for reply in replies]}
