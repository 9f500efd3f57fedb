"""Whether a request comes from Microsoft and is meant for this bot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import FrozenSet

import jwt

from scr.teams.keys import SigningKeys, UnknownKey

ISSUER = "https://api.botframework.com"
_LEEWAY = 5 * 60  # seconds by which Microsoft lets clocks differ


class NotSigned(Exception):
    """The request carries no token of Microsoft's for this bot that holds now."""


@dataclass(frozen=True)
class Signature:
    """What a token says of the request that carries it."""

    service_url: str
    endorsements: FrozenSet[str]


class Signatures:
    """Checks the ``Authorization`` header that Microsoft's connector sends."""

    def __init__(self, app_id: str, keys: SigningKeys) -> None:
        self._app_id = app_id
        self._keys = keys

    async def check(self, authorization: str) -> Signature:
        """
        Raises:
            NotSigned, KeysUnavailable
        """
        scheme, _, token = authorization.partition(" ")
        if scheme.lower() != "bearer":
            raise NotSigned
        try:
            header = jwt.get_unverified_header(token)
            key = await self._keys.key(str(header.get("kid")))
            claims = jwt.decode(
                token,
                key.key,
                algorithms=["RS256"],
                audience=self._app_id,
                issuer=ISSUER,
                leeway=_LEEWAY,
                options={"require": ["exp", "iss", "aud", "serviceurl"]},
            )
        except (jwt.PyJWTError, UnknownKey, ValueError) as error:  # ValueError: characters that no token can hold
            raise NotSigned from error
        return Signature(str(claims["serviceurl"]), key.endorsements)
