"""The action server: Rasa's SDK, for callers who know the shared secret, and silent about what it was sent."""

from __future__ import annotations

import hmac
import logging
from typing import Optional

from rasa_sdk.endpoint import create_app
from sanic import Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, json

from scr.secret import actions_secret
from scr.settings import Settings

logger = logging.getLogger(__name__)

PROOF_HEADER = "X-Actions-Secret"
_OPEN = "/health"


def app(settings: Settings) -> Sanic:
    """The SDK's own application, closed to strangers.

    Whoever could call it might name any conversation and so be told what its person may know.
    """
    server = create_app("actions", cors_origins="")
    expected = actions_secret(settings).encode()

    @server.on_request
    async def admit(request: Request) -> Optional[HTTPResponse]:
        given = request.headers.get(PROOF_HEADER, "").encode(errors="surrogateescape")  # a stranger may send any bytes
        if request.path == _OPEN or hmac.compare_digest(given, expected):
            return None
        return json({"error": "The call does not carry the shared secret"}, status=403)

    # The SDK's own handler sends back and logs the request, and with it the conversation.
    @server.exception(Exception)
    async def failed(request: Request, exception: Exception) -> HTTPResponse:
        logger.error("An action failed: %s", type(exception).__name__)
        return json({"error": "The action failed"}, status=getattr(exception, "status_code", 500))

    return server


def run(settings: Settings) -> None:
    """Serve until stopped."""
    app(settings).run(settings.actions_host, settings.actions_port, workers=1, access_log=False)
