"""The web channel: the page, the chat behind it, the look-up and the health of the server, over plain HTTP."""

from __future__ import annotations

import logging
from typing import Any, Awaitable, Callable, Dict, List, Mapping, Optional, Text

from rasa.core.channels.channel import InputChannel, OutputChannel, UserMessage
from rasa.core.lock_store import LockError
from sanic import Blueprint
from sanic.exceptions import InvalidUsage
from sanic.request import Request
from sanic.response import HTTPResponse, json

from scr.assistant import Assistant
from scr.rasa import current
from scr.rasa.channels.gate import Gate, Refused
from scr.rasa.channels.history import turns
from scr.rasa.channels.sessions import SessionExpired, Sessions
from scr.rasa.health import conversation_store, problems
from scr.rasa.turns import REPLY
from scr.replies import Passage, Reply
from scr.rules.conversation import Conversation, Reading
from scr.settings import Settings, get_settings
from scr.storage.database import DatabaseUnavailable
from scr.web import lookup, pages

logger = logging.getLogger(__name__)

_EVENTS_SHOWN = 700  # about a hundred turns, for a page that is opened again

Handler = Callable[[UserMessage], Awaitable[Any]]


class RepliesOut(OutputChannel):
    """Collects the replies of one turn."""

    def __init__(self) -> None:
        self.replies: List[Dict[Text, Any]] = []

    @classmethod
    def name(cls) -> Text:
        return WebChannel.name()

    async def send_response(self, recipient_id: Text, message: Dict[Text, Any]) -> None:
        reply = (message.get("metadata") or {}).get(REPLY)
        # An action may send words of its own, which no composer saw.
        self.replies.append(reply or Reply(("action",), (Passage(message.get("text") or ""),), Conversation()).as_dict())


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
            try:
                return json({"replies": await self._turn(request, on_new_message)})
            except (Refused, SessionExpired) as refusal:
                return _refusal(refusal)
            except Exception as error:  # noqa: BLE001
                # The edge of a turn: whatever failed in it, the person is told so and whom to call.
                logger.error("A turn failed: %s", _description(error))
                return json({"replies": [_unavailable()]}, status=503)

        @blueprint.get("/chat/messages")
        async def history(request: Request) -> HTTPResponse:
            try:
                conversation_id = self._conversation(request)
                store = conversation_store(request.app).conversations()
                return json({"turns": turns(store.latest(conversation_id, _EVENTS_SHOWN))})
            except (Refused, SessionExpired) as refusal:
                return _refusal(refusal)
            except DatabaseUnavailable as error:
                logger.error("A conversation could not be shown: %s", error)
                return json({"turns": [], "replies": [_unavailable()]}, status=503)

        return blueprint

    def _look_up(self, request: Request) -> HTTPResponse:
        self._gate.admit_address(request.ip)
        query = self._gate.text(request.args.get("q", ""))
        return json(lookup.look_up(current.current(), query, request.args.get("area")))

    def _start(self, request: Request) -> HTTPResponse:
        self._check_origin(request)
        self._gate.admit_address(request.ip)
        assistant = current.current()
        greeting = assistant.composer.respond("utter_greet", Reading(("greet",)), Conversation())
        return json({"token": self._sessions.issue(), "replies": [greeting.as_dict()]}, status=201)

    async def _turn(self, request: Request, on_new_message: Handler) -> List[Dict[Text, Any]]:
        conversation_id = self._conversation(request)
        body = request.json if isinstance(_json(request), Mapping) else {}
        text = self._gate.text(body.get("text"))
        self._gate.admit_address(request.ip)
        self._gate.admit_conversation(conversation_id)

        async def answer() -> List[Dict[Text, Any]]:
            out = RepliesOut()
            await on_new_message(
                UserMessage(text, out, conversation_id, input_channel=self.name(), metadata=self._gate.metadata(body))
            )
            # Rasa answers many a failure (no model, no rule, an action that broke) with nothing at all.
            return out.replies or [_unavailable()]

        delivery = body.get("id")
        if isinstance(delivery, str) and delivery:
            return await self._gate.once(conversation_id, delivery, answer)
        return await answer()

    def _conversation(self, request: Request) -> str:
        self._check_origin(request)
        return self._sessions.conversation_id(request.headers.get("authorization", ""))

    def _check_origin(self, request: Request) -> None:
        origin = request.headers.get("origin")
        own = f"{request.scheme}://{request.host}"
        if origin and origin != own and origin not in self._settings.allowed_origins:
            raise Refused("origin_refused", 403)

    def _answered_or_refused(self, answer: Callable[[], HTTPResponse]) -> HTTPResponse:
        try:
            return answer()
        except (Refused, SessionExpired) as refusal:
            return _refusal(refusal)
        except current.NoModel as error:
            return json({"error": str(error), "code": "no_model"}, status=503)


def _json(request: Request) -> Any:
    try:
        return request.json
    except InvalidUsage as error:
        raise Refused("not_understood_request", 400, problem="the body should be JSON") from error


def _refusal(refusal: Exception) -> HTTPResponse:
    refused = refusal if isinstance(refusal, Refused) else Refused("session_expired", 401)
    fragments = current.current().content.fragments
    return json({"error": fragments[refused.code].format(**refused.places), "code": refused.code}, status=refused.status)


def _unavailable() -> Dict[Text, Any]:
    assistant: Assistant = current.current()
    return assistant.composer.respond("utter_unavailable", Reading(("unavailable",)), Conversation()).as_dict()


def _description(error: Exception) -> str:
    """What may be logged: our own errors say what happened, those of others might quote what was typed."""
    own = isinstance(error, (DatabaseUnavailable, LockError, current.NoModel))
    return str(error) if own else type(error).__name__
