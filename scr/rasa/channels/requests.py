"""What every route does with a request: whether it may come in, what it holds, what is said where it fails."""

from __future__ import annotations

import logging
from typing import Any, Awaitable, Callable, Mapping, Optional

from sanic.exceptions import InvalidUsage
from sanic.request import Request
from sanic.response import HTTPResponse, json

from scr.rasa.channels.failures import described
from scr.rasa.channels.gate import Gate, Refused
from scr.rasa.channels.sessions import SessionExpired, Sessions
from scr.rasa.channels.talking import Talking
from scr.replies import as_text
from scr.settings import Settings
from scr.web.sender import address

logger = logging.getLogger(__name__)


class Requests:
    """Shared by the routes of one channel, so that they share the counts of what came in."""

    def __init__(self, settings: Settings, fragments: Mapping[str, str], talking: Talking) -> None:
        self._origins = frozenset(settings.allowed_origins)
        self._fragments = fragments
        self._talking = talking
        self._sessions = Sessions(settings)
        self.gate = Gate(settings)

    def new_token(self) -> str:
        return self._sessions.issue()

    def conversation(self, request: Request) -> str:
        """The conversation that the request may take part in.

        Raises:
            Refused, SessionExpired
        """
        self.check_origin(request)
        return self._sessions.conversation_id(request.headers.get("authorization", ""))

    def check_origin(self, request: Request) -> None:
        """
        Raises:
            Refused: a page that is neither ours nor in the settings asks.
        """
        origin = request.headers.get("origin")
        own = f"{request.scheme}://{request.host}"
        if origin and origin != own and origin not in self._origins:
            raise Refused("origin_refused", 403)

    def admit(self, request: Request, conversation_id: str = "") -> None:
        """
        Raises:
            Refused: too much came from this address, or in this conversation.
        """
        self.gate.admit_address(address(request))
        if conversation_id:
            self.gate.admit_conversation(conversation_id)

    async def answered(
        self, failure: str, answer: Callable[[], Awaitable[object]], **besides: Any
    ) -> Optional[HTTPResponse]:
        """What `answer` gives, as JSON where it is no response; nothing where it gave the response itself.

        Where it is refused, why; where it fails, `besides` and a reply that says whom to call.
        """
        try:
            answered = await answer()
        except (Refused, SessionExpired) as refusal:
            return self._refusal(refusal)
        except Exception as error:  # noqa: BLE001  # the edge: whatever failed, the person must be told, and the log says what
            return json({**besides, **self.failed(failure, error)}, status=503)
        return answered if answered is None or isinstance(answered, HTTPResponse) else json(answered)

    def failed(self, failure: str, error: BaseException) -> Mapping[str, Any]:
        """Logs what failed; what the person is told, as the words alone and as a reply."""
        logger.error("%s: %s", failure, described(error))
        reply = self._talking.reply("utter_unavailable")
        return {"replies": [reply.as_shown()], "error": as_text(reply), "code": "unavailable"}

    def words_of(self, refusal: Refused) -> str:
        return self._fragments[refusal.code].format(**refusal.places)

    def _refusal(self, refusal: Exception) -> HTTPResponse:
        refused = refusal if isinstance(refusal, Refused) else Refused("session_expired", 401)
        return json({"error": self.words_of(refused), "code": refused.code}, status=refused.status)


def body(request: Request) -> Mapping[str, Any]:
    """
    Raises:
        Refused: it is no JSON.
    """
    try:
        received = request.json
    except InvalidUsage as error:
        raise Refused("not_understood_request", 400, problem="the body should be JSON") from error
    return received if isinstance(received, Mapping) else {}
