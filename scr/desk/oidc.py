"""The board's OpenID provider: it asks people for their password and second factor, and tells us who they are.

Everything here waits for the network, so it is called in threads.
"""

from __future__ import annotations

import secrets
import threading
import time
from dataclasses import dataclass
from typing import Any, Callable, Dict, Mapping, Optional, Tuple

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.common.security import is_secure_transport
from authlib.integrations.requests_client import OAuth2Session
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet
from joserfc.jwt import JWTClaimsRegistry

from scr.settings import Settings, SettingsError

_ALGORITHMS = ("RS256", "PS256", "ES256", "ES384")
"""Signed with a key that the provider alone has. What it shares with us, or "none", proves nothing."""

_TYPES_OF_KEYS = ("RSA", "EC")
_TIMEOUT = (3.0, 10.0)  # seconds to connect, and to wait for each piece of the answer
_LEEWAY = 60  # seconds by which clocks may differ
_DAY = 24 * 60 * 60.0
_BETWEEN_FETCHES = 60.0  # seconds: whoever makes up names of keys must not have us ask for each
_ADDRESSES = ("authorization_endpoint", "token_endpoint", "jwks_uri")


class NotProven(Exception):
    """What came back does not prove who somebody is. The message says why, for the log, and holds nothing that came."""


class ProviderUnavailable(Exception):
    """The provider cannot be reached, or what it answers cannot be used."""


@dataclass(frozen=True)
class Asked:
    """What the answer to one asking must fit: `state` is sent back beside it, `nonce` in it, and `verifier` fetches it."""

    state: str
    nonce: str
    verifier: str


class Provider:
    """`clock`: seconds that only ever count up."""

    def __init__(self, settings: Settings, clock: Callable[[], float] = time.monotonic) -> None:
        if not is_secure_transport(settings.oidc_issuer):
            raise SettingsError("SCR_OIDC_ISSUER should begin with https://, or anybody could say who somebody is")
        if not settings.oidc_client_id:
            raise SettingsError("SCR_OIDC_CLIENT_ID is missing: the OpenID provider has to know who asks")
        self._issuer = settings.oidc_issuer.rstrip("/")
        self._id = settings.oidc_client_id
        self._secret = settings.oidc_client_secret.get_secret_value()
        self._clock = clock
        self._document: Optional[Mapping[str, Any]] = None
        self._keys: Optional[KeySet] = None
        self._read_at = self._keys_at = 0.0
        self._one_at_a_time = threading.Lock()

    def ask(self, back: str) -> Tuple[str, Asked]:
        """Where to send somebody who wants to sign in; `back` is where the provider sends them then.

        Raises:
            ProviderUnavailable
        """
        asked = Asked(*(secrets.token_urlsafe(32) for _ in range(3)))
        with self._client(back) as client:
            url, _ = client.create_authorization_url(
                self._known()["authorization_endpoint"], state=asked.state, nonce=asked.nonce, code_verifier=asked.verifier
            )
        return str(url), asked

    def subject(self, code: str, asked: Asked, back: str) -> str:
        """Who signed in, by the id that the provider gives nobody else.

        Raises:
            NotProven, ProviderUnavailable
        """
        token = self._fetch(code, asked, back)
        try:
            claims = self._signed(token)
            self._registry(asked).validate(claims)
        except (JoseError, ValueError, TypeError) as error:
            raise NotProven(f"the token does not hold: {type(error).__name__}") from error
        others = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
        if claims.get("azp", None if others else self._id) != self._id:
            raise NotProven("the token was made out to another application")
        return str(claims["sub"])

    def _client(self, back: str) -> OAuth2Session:
        return OAuth2Session(self._id, self._secret, scope="openid", redirect_uri=back, code_challenge_method="S256")

    def _fetch(self, code: str, asked: Asked, back: str) -> str:
        address = self._known()["token_endpoint"]
        try:
            with self._client(back) as client:
                tokens = client.fetch_token(address, code=code, code_verifier=asked.verifier, timeout=_TIMEOUT)
        except AuthlibBaseError as error:  # the provider knows no such code, or not for us
            raise NotProven(f"the code was refused: {error.error}") from error
        except (requests.RequestException, ValueError) as error:
            raise ProviderUnavailable(f"The OpenID provider gives no token: {type(error).__name__}") from error
        token = tokens.get("id_token")
        if not isinstance(token, str):
            raise NotProven("there is no token in the answer")
        return token

    def _signed(self, token: str) -> Dict[str, Any]:
        """What a token says that the provider has signed.

        Raises:
            JoseError, ValueError, ProviderUnavailable
        """
        try:
            return jwt.decode(token, self._known_keys(), _ALGORITHMS).claims
        except InvalidKeyIdError:
            return jwt.decode(token, self._known_keys(anew=True), _ALGORITHMS).claims

    def _registry(self, asked: Asked) -> JWTClaimsRegistry:
        return JWTClaimsRegistry(
            leeway=_LEEWAY,
            iss={"essential": True, "value": str(self._known()["issuer"])},
            aud={"essential": True, "value": self._id},
            nonce={"essential": True, "value": asked.nonce},
            sub={"essential": True},
            exp={"essential": True},
            iat={"essential": True},
        )

    def _known(self) -> Mapping[str, Any]:
        """What the provider says of itself.

        Raises:
            ProviderUnavailable
        """
        with self._one_at_a_time:
            if self._document is None or self._clock() - self._read_at > _DAY:
                self._document = self._read_document()
                self._read_at = self._clock()
            return self._document

    def _read_document(self) -> Mapping[str, Any]:
        document = _get(f"{self._issuer}/.well-known/openid-configuration")
        if str(document.get("issuer", "")).rstrip("/") != self._issuer:
            raise ProviderUnavailable("The OpenID provider calls itself otherwise than SCR_OIDC_ISSUER says")
        if not all(is_secure_transport(str(document.get(name, ""))) for name in _ADDRESSES):
            raise ProviderUnavailable("The OpenID provider names addresses that are missing or not https")
        return document

    def _known_keys(self, anew: bool = False) -> KeySet:
        address = str(self._known()["jwks_uri"])
        with self._one_at_a_time:
            age = self._clock() - self._keys_at
            if self._keys is None or age > (_BETWEEN_FETCHES if anew else _DAY):
                self._keys = _key_set(_get(address))
                self._keys_at = self._clock()
            return self._keys


def _get(url: str) -> Mapping[str, Any]:
    """
    Raises:
        ProviderUnavailable
    """
    try:
        response = requests.get(url, timeout=_TIMEOUT)
        response.raise_for_status()
        found = response.json()
    except (requests.RequestException, ValueError) as error:
        raise ProviderUnavailable(f"The OpenID provider cannot be asked: {type(error).__name__}") from error
    if not isinstance(found, dict):
        raise ProviderUnavailable("The OpenID provider answers something else")
    return found


def _key_set(document: Mapping[str, Any]) -> KeySet:
    try:
        signing = [key for key in document["keys"] if key.get("kty") in _TYPES_OF_KEYS and key.get("use", "sig") == "sig"]
        return KeySet.import_key_set({"keys": signing})
    except (JoseError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ProviderUnavailable(f"The OpenID provider's keys cannot be read: {type(error).__name__}") from error
