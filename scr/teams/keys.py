"""The keys by which Microsoft signs what it sends to bots: fetched when first needed, and again when one is unknown."""

from __future__ import annotations

import asyncio
import logging
import time
from dataclasses import dataclass
from typing import Any, Callable, Dict, FrozenSet, Mapping, Optional

import aiohttp
import jwt

from scr.teams.http import Http

logger = logging.getLogger(__name__)

_DAY = 24 * 60 * 60.0
_BETWEEN_FETCHES = 60.0
"""Seconds. Whoever makes up the names of keys must not make us ask Microsoft for each."""
_AFTER_FAILURE = 5.0


class UnknownKey(Exception):
    """Microsoft has no key of this name."""


class KeysUnavailable(Exception):
    """The keys cannot be fetched, and none are known."""


@dataclass(frozen=True)
class SigningKey:
    """A public key, and the channels for which it may sign."""

    key: Any
    endorsements: FrozenSet[str]


class SigningKeys:
    """
    Args:
        url: of the OpenID document that names where the keys are.
        clock: seconds that only ever count up.
    """

    def __init__(self, url: str, http: Http, clock: Callable[[], float] = time.monotonic) -> None:
        self._url = url
        self._http = http
        self._clock = clock
        self._keys: Dict[str, SigningKey] = {}
        self._fetched_at: Optional[float] = None
        self._fetch_again_at: Optional[float] = None
        self._one_at_a_time = asyncio.Lock()

    async def key(self, name: str) -> SigningKey:
        """
        Raises:
            UnknownKey, KeysUnavailable
        """
        if name not in self._keys or self._are_old():
            async with self._one_at_a_time:
                if self._may_fetch() and (name not in self._keys or self._are_old()):
                    await self._fetch()
        if not self._keys:
            raise KeysUnavailable
        if name not in self._keys:
            raise UnknownKey
        return self._keys[name]

    def _are_old(self) -> bool:
        return self._fetched_at is None or self._clock() - self._fetched_at > _DAY

    def _may_fetch(self) -> bool:
        return self._fetch_again_at is None or self._clock() >= self._fetch_again_at

    async def _fetch(self) -> None:
        """Where it fails, the keys that are known stay."""
        try:
            document = await self._get(self._url)
            keys = await self._get(str(document["jwks_uri"]))
            self._keys = {key["kid"]: _signing_key(key) for key in keys["keys"] if key.get("kty") == "RSA"}
        except (aiohttp.ClientError, asyncio.TimeoutError, jwt.PyJWTError, ValueError, KeyError, TypeError) as error:
            logger.error("Microsoft's signing keys could not be fetched: %s", type(error).__name__)
            self._fetch_again_at = self._clock() + _AFTER_FAILURE
        else:
            self._fetched_at = self._clock()
            self._fetch_again_at = self._clock() + _BETWEEN_FETCHES

    async def _get(self, url: str) -> Mapping[str, Any]:
        async with self._http.session.get(url, raise_for_status=True) as response:
            found: Mapping[str, Any] = await response.json(content_type=None)
        return found


def _signing_key(values: Mapping[str, Any]) -> SigningKey:
    return SigningKey(jwt.PyJWK(dict(values), algorithm="RS256").key, frozenset(values.get("endorsements", ())))
