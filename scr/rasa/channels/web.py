"""The web channel: the page, the chat behind it, the look-up and the health of the server, over plain HTTP."""

from __future__ import annotations

import logging
import math
from typing import Any, Awaitable, Callable, Dict, List, Mapping, Optional, Text

from rasa.core.channels.channel import InputChannel, OutputChannel, UserMessage
from rasa.core.lock_store import LockError
from sanic import Blueprint
from sanic.exceptions import InvalidUsage
from sanic.request import Request
from sanic.response import HTTPResponse, empty, json

from scr.assistant import facts
from scr.content import load_content
from scr.rasa import current
from scr.rasa.channels.gate import Gate, Refused
from scr.rasa.channels.history import turns
from scr.rasa.channels.sessions import SessionExpired, Sessions
from scr.rasa.channels.sign_in import SignIn, TryLater, WrongCode
from scr.rasa.health import conversation_store, problems
from scr.rasa.turns import REPLY
from scr.replies import Composer, Passage, Reply, as_text
from scr.rules.codes import Code
from scr.rules.conversation import SIGNED_IN, Conversation, Reading
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
        self._sign_ins = SignIn(settings)
        # Not the assistant's: a refusal, or word that nothing works, must be possible without a model.
        self._content = load_content(settings.data_dir)
        self._composer = Composer(self._content, facts(settings))

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
                return json(await self._turn(request, on_new_message))
            except (Refused, SessionExpired) as refusal:
                return self._refusal(refusal)
            except Exception as error:  # noqa: BLE001  # the last edge before a person
                # The edge of a turn: whatever failed in it, the person is told so and whom to call.
                logger.error("A turn failed: %s", _description(error))
                return json({"replies": [self._unavailable()]}, status=503)

        @blueprint.post("/chat/access")
        async def access(request: Request) -> HTTPResponse:
            try:
                return json({"replies": await self._sign_in(request, on_new_message)})
            except (Refused, SessionExpired) as refusal:
                return self._refusal(refusal)
            except Exception as error:  # noqa: BLE001  # the last edge before a person
                logger.error("A sign-in failed: %s", _description(error))
                return json({"replies": [self._unavailable()]}, status=503)

        @blueprint.get("/chat/messages")
        async def history(request: Request) -> HTTPResponse:
            try:
                conversation_id = self._conversation(request)
                events = await conversation_store(request.app).latest(conversation_id, _EVENTS_SHOWN)
                return json({"turns": turns(events)})
            except (Refused, SessionExpired) as refusal:
                return self._refusal(refusal)
            except DatabaseUnavailable as error:
                logger.error("A conversation could not be shown: %s", error)
                return json({"turns": [], "replies": [self._unavailable()]}, status=503)

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
        greeting = self._composer.respond("utter_greet", Reading(("greet",)), Conversation())
        return json({"token": self._sessions.issue(), "replies": [greeting.as_dict()]}, status=201)

    async def _turn(self, request: Request, on_new_message: Handler) -> Dict[Text, Any]:
        """The replies; and what to show in place of the message, where it is better not shown as it was typed."""
        conversation_id = self._conversation(request)
        body = _body(request)
        text = self._gate.text(body.get("text"))
        self._gate.admit_address(_address(request))
        self._gate.admit_conversation(conversation_id)
        # A code that is typed as a message after all goes where codes go, and no further.
        code, said = self._sign_ins.code_in(text), self._sign_ins.without_codes(text)

        async def answer() -> List[Dict[Text, Any]]:
            if code is not None and not self._sign_ins.must_wait(said):
                return await self._signed_in(conversation_id, code, _address(request), on_new_message)
            return await self._said(conversation_id, said, self._gate.metadata(body), on_new_message)

        delivery = body.get("id")
        once = isinstance(delivery, str) and delivery
        replies = await (self._gate.once(conversation_id, str(delivery), answer) if once else answer())
        return {"replies": replies, **({"shown": self._content.fragments["code_entered"]} if code else {})}

    async def _sign_in(self, request: Request, on_new_message: Handler) -> List[Dict[Text, Any]]:
        conversation_id = self._conversation(request)
        self._gate.admit_address(_address(request))
        self._gate.admit_conversation(conversation_id)
        code = self._sign_ins.code_in(self._gate.text(_body(request).get("code"), "code"))
        if code is None:
            return [self._reply("utter_wrong_code")]
        return await self._signed_in(conversation_id, code, _address(request), on_new_message)

    async def _signed_in(
        self, conversation_id: str, code: Code, address: str, on_new_message: Handler
    ) -> List[Dict[Text, Any]]:
        """Sign in, and go on with what waited for it."""
        try:
            await self._sign_ins.sign_in(conversation_id, code, address)
        except WrongCode:
            return [self._reply("utter_wrong_code")]
        except TryLater as later:
            return [self._reply("utter_try_later", wait=self._wait(later.seconds))]
        return await self._said(conversation_id, self._content.fragments["code_entered"], {SIGNED_IN: True}, on_new_message)

    async def _said(
        self, conversation_id: str, text: str, metadata: Dict[Text, Any], on_new_message: Handler
    ) -> List[Dict[Text, Any]]:
        """One turn of Rasa's."""
        out = RepliesOut()
        await on_new_message(UserMessage(text, out, conversation_id, input_channel=self.name(), metadata=metadata))
        # Rasa answers many a failure (no model, no rule, an action that broke) with nothing at all.
        return out.replies or [self._unavailable()]

    def _wait(self, seconds: float) -> str:
        minutes = math.ceil(seconds / 60)
        return self._content.fragments["wait_minute" if minutes == 1 else "wait_minutes"].format(minutes=minutes)

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
            return self._refusal(refusal)
        except current.NoModel as error:
            logger.error("A look-up failed: %s", error)
            return json({"error": as_text(self._unavailable_reply()), "code": "unavailable"}, status=503)

    def _refusal(self, refusal: Exception) -> HTTPResponse:
        refused = refusal if isinstance(refusal, Refused) else Refused("session_expired", 401)
        words = self._content.fragments[refused.code].format(**refused.places)
        return json({"error": words, "code": refused.code}, status=refused.status)

    def _reply(self, name: str, **places: str) -> Dict[Text, Any]:
        return self._composer.respond(name, Reading((name,)), Conversation(), **places).as_dict()

    def _unavailable(self) -> Dict[Text, Any]:
        return self._unavailable_reply().as_dict()

    def _unavailable_reply(self) -> Reply:
        return self._composer.respond("utter_unavailable", Reading(("unavailable",)), Conversation())


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
