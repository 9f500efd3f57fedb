"""An OpenID provider as far as the desk meets it, on loopback and ours. It signs whatever a test would have it sign."""

from __future__ import annotations

import base64
import hashlib
import time
from typing import Any, Callable, Dict, List, Mapping, Optional
from urllib.parse import parse_qs, urlsplit

import jwt
from aiohttp import BasicAuth, web

from tests.loopback import Loopback
from tests.teams.microsoft import KeyPair

CLIENT, SECRET = "the desk", "what the desk and the provider share"
SUBJECT = "8f14e45f-user"

Sign = Callable[[Mapping[str, Any]], str]


class Provider(Loopback):
    """The desk can ask it while a test waits."""

    def __init__(self) -> None:
        self.keys = [KeyPair("first")]
        self.down = False
        self.issuer_said: Optional[str] = None
        self.key_requests = 0
        self.refused: List[str] = []
        self._granted: Dict[str, Dict[str, Any]] = {}
        super().__init__()

    def signs_in(self, address: str, sign: Optional[Sign] = None, **claims: Any) -> Dict[str, str]:
        """What the provider sends somebody back with, who came to `address` and gave their password there.

        `claims` of the token are these otherwise; None leaves one out. `sign` makes the token of them.
        """
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        now = int(time.time())
        usual = {"iss": self.url, "aud": CLIENT, "sub": SUBJECT, "nonce": asked["nonce"], "iat": now, "exp": now + 300}
        said = {name: value for name, value in {**usual, **claims}.items() if value is not None}
        code = f"code-{len(self._granted)}"
        self._granted[code] = {"asked": asked, "token": (sign or self.keys[-1].sign)(said)}
        return {"code": code, "state": asked["state"]}

    # ---- The server ----

    def add_routes(self, router: web.UrlDispatcher) -> None:
        router.add_get("/.well-known/openid-configuration", self._document)
        router.add_get("/keys", self._keys)
        router.add_post("/token", self._token)

    async def _document(self, _request: web.Request) -> web.Response:
        if self.down:
            return web.Response(status=503)
        addresses = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "keys"}
        named = {name: f"{self.url}/{path}" for name, path in addresses.items()}
        return web.json_response({"issuer": self.issuer_said or self.url, **named})

    async def _keys(self, _request: web.Request) -> web.Response:
        self.key_requests += 1
        return web.json_response({"keys": [key.public() for key in self.keys]})

    async def _token(self, request: web.Request) -> web.Response:
        form = {name: str(value) for name, value in (await request.post()).items()}
        granted = self._granted.pop(form.get("code", ""), None)  # each code is good once
        refusal = self._refusal(request, form, granted)
        if granted is None or refusal:
            self.refused.append(refusal)
            return web.json_response({"error": "invalid_grant"}, status=400)
        return web.json_response({"access_token": "any", "token_type": "Bearer", "id_token": granted["token"]})

    def _refusal(self, request: web.Request, form: Mapping[str, str], granted: Optional[Mapping[str, Any]]) -> str:
        if granted is None:
            return "no such code"
        if BasicAuth.decode(request.headers.get("Authorization", "")) != BasicAuth(CLIENT, SECRET):
            return "not the desk"
        challenge = base64.urlsafe_b64encode(hashlib.sha256(form["code_verifier"].encode("ascii")).digest()).rstrip(b"=")
        if granted["asked"]["code_challenge"] != challenge.decode("ascii"):
            return "not who asked"
        return "" if granted["asked"]["redirect_uri"] == form["redirect_uri"] else "somewhere else"


def unsigned(claims: Mapping[str, Any]) -> str:
    return jwt.encode(dict(claims), "", "none")


def signed_with_the_shared_secret(claims: Mapping[str, Any]) -> str:
    return jwt.encode(dict(claims), SECRET.ljust(32, "."), "HS256", {"kid": "first"})
