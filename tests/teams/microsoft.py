"""Microsoft as far as a bot meets it, on loopback and ours: keys, tokens, and a connector that notes what it is sent."""

from __future__ import annotations

import asyncio
import itertools
import json
import threading
import time
from dataclasses import dataclass, field
from typing import Any, Dict, List, Mapping, Optional

import aiohttp
import jwt
from aiohttp import web
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from tests.loopback import Loopback

APP_ID = "0b0b0b0b-1111-2222-3333-444444444444"
PASSWORD = "the client secret of the test's registration"
TENANT = "7e7e7e7e-1111-2222-3333-444444444444"
ISSUER = "https://api.botframework.com"
BOT = f"28:{APP_ID}"


class KeyPair:
    """A key of Microsoft's, or one that says it is."""

    def __init__(self, name: str, endorsements: "tuple[str, ...]" = ("msteams",)) -> None:
        self.name = name
        self.private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self._endorsements = endorsements

    def public(self) -> Dict[str, Any]:
        values: Dict[str, Any] = json.loads(RSAAlgorithm.to_jwk(self.private.public_key()))
        return {**values, "kid": self.name, "use": "sig", "endorsements": list(self._endorsements)}

    def sign(self, claims: Mapping[str, Any], **header: Any) -> str:
        named = {name: value for name, value in {"kid": self.name, **header}.items() if value is not None}
        return jwt.encode(dict(claims), self.private, "RS256", named)


@dataclass(frozen=True)
class Sent:
    """What the bot sent to the connector: to which conversation, what, by which token, and when it arrived."""

    conversation: str
    body: Mapping[str, Any]
    authorization: str
    at: float
    id: str

    @property
    def is_message(self) -> bool:
        return self.body.get("type") == "message"

    @property
    def card(self) -> Mapping[str, Any]:
        card: Mapping[str, Any] = self.body["attachments"][0]["content"]
        return card


@dataclass
class Trouble:
    """How the connector answers in a conversation, one after the other; then as usual. Seconds are how long it hangs."""

    statuses: List[int] = field(default_factory=list)
    headers: Dict[str, str] = field(default_factory=dict)
    hang: float = 0.0


class Microsoft(Loopback):
    """Notes what comes; a test says what is to go wrong."""

    def __init__(self) -> None:
        self.keys = [KeyPair("first"), KeyPair("for the web chat", ("webchat",))]
        self.down = False
        self.token_lifetime = 3600
        self.key_requests = 0
        self.token_requests: List[Dict[str, str]] = []
        self.trouble: Dict[str, Trouble] = {}
        self.refused_tokens: List[str] = []
        self.stray: List[str] = []
        self.hanging = 0
        self.bot = ""
        self._sent: List[Sent] = []
        self._arrived = threading.Condition()
        self._numbers = itertools.count(1)
        super().__init__()

    # ---- What a test asks for ----

    @property
    def service_url(self) -> str:
        return f"{self.url}/emea/"

    def settings(self) -> Dict[str, str]:
        """What the assistant has to be told, as environment variables."""
        return {
            "SCR_TEAMS_APP_ID": APP_ID,
            "SCR_TEAMS_PASSWORD": PASSWORD,
            "SCR_TEAMS_TENANT": TENANT,
            "SCR_TEAMS_SERVICE_HOSTS": json.dumps([f"127.0.0.1:{self.port}"]),
            "SCR_TEAMS_KEYS_URL": f"{self.url}/openid",
            "SCR_TEAMS_TOKEN_URL": f"{self.url}/token",
        }

    def token(self, key: Optional[KeyPair] = None, header: Optional[Mapping[str, Any]] = None, **claims: Any) -> str:
        """A token as the connector would send it, with these claims otherwise; None leaves one out."""
        now = time.time()
        usual = {"iss": ISSUER, "aud": APP_ID, "nbf": now - 5, "exp": now + 3600, "serviceurl": self.service_url}
        kept = {name: value for name, value in {**usual, **claims}.items() if value is not None}
        return (key or self.keys[0]).sign(kept, **(header or {}))

    def sent(self, conversation: str = "") -> List[Sent]:
        """Messages so far, in the order of their arrival; of one conversation where it is named."""
        with self._arrived:
            return [each for each in self._sent if each.is_message and conversation in ("", each.conversation)]

    def everything(self, conversation: str = "") -> List[Sent]:
        """Also what is no message: that somebody is typing, that a chat is to be opened."""
        with self._arrived:
            return [each for each in self._sent if conversation in ("", each.conversation)]

    def wait_for(self, count: int, conversation: str = "", seconds: float = 15) -> List[Sent]:
        """The messages once there are so many."""
        deadline = time.monotonic() + seconds
        with self._arrived:
            while len(found := self.sent(conversation)) < count:
                left = deadline - time.monotonic()
                assert left > 0, f"{count} messages were expected in {conversation!r}, and {len(found)} came"
                self._arrived.wait(left)
        return found

    # ---- The server ----

    def add_routes(self, router: web.UrlDispatcher) -> None:
        router.add_get("/openid", self._openid)
        router.add_get("/keys", self._jwks)
        router.add_route("*", "/token", self._token)
        router.add_post("/emea/v3/conversations", self._conversation)
        router.add_post("/emea/v3/conversations/{conversation}/activities", self._activity)
        router.add_post("/emea/v3/conversations/{conversation}/activities/{activity}", self._activity)
        router.add_post("/sign", self._sign)
        router.add_route("*", "/{anything:.*}", self._elsewhere)

    async def _openid(self, _request: web.Request) -> web.Response:
        if self.down:
            return web.Response(status=503)
        return web.json_response({"issuer": ISSUER, "jwks_uri": f"{self.url}/keys"})

    async def _jwks(self, _request: web.Request) -> web.Response:
        self.key_requests += 1
        return web.json_response({"keys": [key.public() for key in self.keys]})

    async def _token(self, request: web.Request) -> web.Response:
        form = {name: str(value) for name, value in (await request.post()).items()}
        headers = {name: request.headers[name] for name in ("Metadata", "X-IDENTITY-HEADER") if name in request.headers}
        self.token_requests.append({**form, **request.query, **headers})
        if form and form.get("client_secret") != PASSWORD:
            return web.json_response({"error": "invalid_client"}, status=401)
        token = f"token {len(self.token_requests)}"
        # A managed identity's endpoint gives numbers as text.
        return web.json_response({"access_token": token, "expires_in": str(self.token_lifetime)})

    async def _conversation(self, request: web.Request) -> web.Response:
        body = await request.json()
        self._note(request, "opened", body)
        trouble = self.trouble.get("opening")
        if trouble and trouble.statuses:
            return web.json_response({"error": {"code": "Forbidden"}}, status=trouble.statuses.pop(0))
        return web.json_response({"id": personal_chat(str(body["members"][0]["id"]))}, status=201)

    async def _activity(self, request: web.Request) -> web.Response:
        conversation = request.match_info["conversation"]
        body = await request.json()
        authorization = request.headers.get("Authorization", "")
        if authorization in self.refused_tokens:
            return web.Response(status=401)
        trouble = self.trouble.get(conversation, Trouble())
        if trouble.hang:
            self.hanging += 1
            await asyncio.sleep(trouble.hang)
        if trouble.statuses:
            return web.Response(status=trouble.statuses.pop(0), headers=trouble.headers)
        return web.json_response({"id": self._note(request, conversation, body)}, status=201)

    async def _sign(self, request: web.Request) -> web.Response:
        """For the emulator, which signs nothing itself: passes on what it sends to the bot, signed as Microsoft would."""
        body = await request.read()
        headers = {
            "Authorization": f"Bearer {self.token(serviceurl=json.loads(body)['serviceUrl'])}",
            "Content-Type": "application/json",
        }
        async with (
            aiohttp.ClientSession() as client,
            client.post(self.bot, data=body, headers=headers) as response,
        ):
            return web.Response(status=response.status, body=await response.read(), content_type=response.content_type)

    async def _elsewhere(self, request: web.Request) -> web.Response:
        self.stray.append(f"{request.method} {request.raw_path}")
        return web.Response(status=404)

    def _note(self, request: web.Request, conversation: str, body: Mapping[str, Any]) -> str:
        authorization = request.headers.get("Authorization", "")
        sent = Sent(conversation, body, authorization, time.perf_counter(), f"sent-{next(self._numbers)}")
        with self._arrived:
            self._sent.append(sent)
            self._arrived.notify_all()
        return sent.id


def personal_chat(user: str) -> str:
    """What the connector calls the chat of the bot with a user."""
    return f"a:chat-with-{user}"
