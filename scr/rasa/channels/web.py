"""The web channel: the page, the chat behind it, the look-up and the health of the server, over plain HTTP."""

from __future__ import annotations

import logging
from typing import Any, Awaitable, Callable, Dict, Mapping, Optional, Text

from rasa.core.channels.channel import InputChannel
from rasa.core.lock_store import LockError
from sanic import Blueprint
from sanic.exceptions import InvalidUsage
from sanic.request import Request
from sanic.response import HTTPResponse, empty, json

from scr.content import load_content
from scr.rasa import current
from scr.rasa.channels.gate import Gate, Refused
from scr.rasa.channels.history import turns
from scr.rasa.channels.sessions import SessionExpired, Sessions
from scr.rasa.channels.talking import Handler, Replies, Talking
from scr.rasa.health import conversation_store, problems
from scr.replies import as_text
from scr.settings import Settings, get_settings
from scr.storage.database import DatabaseUnavailable
from scr.web import lookup, pages

logger = logging.getLogger(__name__)

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
        self._gate = Gate(settings)
        self._sessions = Sessions(settings)
        self._content = load_content(settings.data_dir)
        self._talking = Talking(self.name(), settings, self._content)

    def blueprint(self, on_new_message: Handler) -> Blueprint:
        blueprint = Blueprint("web")
        pages.add_routes(blueprint)

        @blueprint.get("/health")
        async def health(request: Request) -> HTTPResponse:
            found = await problems(request.app, self._settings)
            return json({"ready": not found, "problems": found}, status=503 if found else 200)

        @blueprint.get("/lookup")
        async def look_up(request: Request) -> HTTPResponse:
            return self._answered_or_refused(lambda: self._look_up(request))

        @blueprint.post("/chat/session")
        async def start(request: Request) -> HTTPResponse:
            return self._answered_or_refused(lambda: self._start(request))

        @blueprint.post("/chat/messages")
        async def message(request: Request) -> HTTPResponse:
            return await self._answered("A turn failed", lambda: self._message(request, on_new_message))

        @blueprint.post("/chat/access")
        async def access(request: Request) -> HTTPResponse:
            return await self._answered("A sign-in failed", lambda: self._access(request, on_new_message))

        @blueprint.get("/chat/messages")
        async def history(request: Request) -> HTTPResponse:
            return await self._answered("A conversation could not be shown", lambda: self._history(request), turns=[])

        @blueprint.get("/favicon.ico")
        async def no_icon(request: Request) -> HTTPResponse:
            return empty()

        return blueprint

    def _look_up(self, request: Request) -> HTTPResponse:
        self._gate.admit_address(_address(request))
        query = self._gate.text(request.args.get("q", ""))
        return json(lookup.look_up(current.current(), query, request.args.get("area")))

    def _start(self, request: Request) -> HTTPResponse:
        self._check_origin(request)
        self._gate.admit_address(_address(request))
        greeting = self._talking.reply("utter_greet")
        return json({"token": self._sessions.issue(), "replies": [greeting.as_dict()]}, status=201)

    async def _message(self, request: Request, handler: Handler) -> Dict[Text, Any]:
        conversation_id = self._conversation(request)
        body = _body(request)
        text = self._gate.text(body.get("text"))
        self._admit(request, conversation_id)

        async def answer() -> Replies:
            metadata = self._gate.metadata(body)
            return await self._talking.message(conversation_id, text, _address(request), metadata, handler)

        delivery = body.get("id")
        once = isinstance(delivery, str) and delivery
        replies = await (self._gate.once(conversation_id, str(delivery), answer) if once else answer())
        return {"replies": replies, **self._talking.shown(text)}

    async def _access(self, request: Request, handler: Handler) -> Dict[Text, Any]:
        conversation_id = self._conversation(request)
        self._admit(request, conversation_id)
        code = self._gate.text(_body(request).get("code"), "code")
        return {"replies": await self._talking.code(conversation_id, code, _address(request), handler)}

    async def _history(self, request: Request) -> Dict[Text, Any]:
        conversation_id = self._conversation(request)
        return {"turns": turns(await conversation_store(request.app).latest(conversation_id, _EVENTS_SHOWN))}

    def _admit(self, request: Request, conversation_id: str) -> None:
        self._gate.admit_address(_address(request))
        self._gate.admit_conversation(conversation_id)

    def _conversation(self, request: Request) -> str:
        self._check_origin(request)
        return self._sessions.conversation_id(request.headers.get("authorization", ""))

    def _check_origin(self, request: Request) -> None:
        origin = request.headers.get("origin")
        own = f"{request.scheme}://{request.host}"
        if origin and origin != own and origin not in self._settings.allowed_origins:
            raise Refused("origin_refused", 403)

    async def _answered(
        self, failure: str, answer: Callable[[], Awaitable[Mapping[str, Any]]], **besides: Any
    ) -> HTTPResponse:
        """The answer as JSON, or why it is refused; where it fails, `besides` and a reply that says whom to call."""
        try:
            return json(await answer())
        except (Refused, SessionExpired) as refusal:
            return self._refusal(refusal)
        except Exception as error:  # noqa: BLE001  # the edge: whatever failed, the person must be told, and the log says what
            logger.error("%s: %s", failure, _description(error))
            return json({**besides, "replies": [self._talking.reply("utter_unavailable").as_dict()]}, status=503)

    def _answered_or_refused(self, answer: Callable[[], HTTPResponse]) -> HTTPResponse:
        try:
            return answer()
        except (Refused, SessionExpired) as refusal:
            return self._refusal(refusal)
        except current.NoModel as error:
            logger.error("A look-up failed: %s", error)
            words = as_text(self._talking.reply("utter_unavailable"))
            return json({"error": words, "code": "unavailable"}, status=503)

    def _refusal(self, refusal: Exception) -> HTTPResponse:
        refused = refusal if isinstance(refusal, Refused) else Refused("session_expired", 401)
        words = self._content.fragments[refused.code].format(**refused.places)
        return json({"error": words, "code": refused.code}, status=refused.status)


def _address(request: Request) -> str:
    """Where the request comes from: as trusted proxies say, else who connected."""
    return str(request.remote_addr or request.ip)


def _body(request: Request) -> Mapping[str, Any]:
    body = _json(request)
    return body if isinstance(body, Mapping) else {}


def _json(request: Request) -> Any:
    try:
        return request.json
    except InvalidUsage as error:
        raise Refused("not_understood_request", 400, problem="the body should be JSON") from error


def _description(error: Exception) -> str:
    """What may be logged: our own errors say what happened, those of others might quote what was typed."""
    own = isinstance(error, (DatabaseUnavailable, LockError, current.NoModel))
    return str(error) if own else type(error).__name__
