"""What a browser keeps for us between two steps of signing in: signed, good for five minutes, each for its own step."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any, Mapping

import jwt

from scr.secret import kept_secret
from scr.settings import Settings

LIFETIME = timedelta(minutes=5)

_ALGORITHM = "HS256"


class TicketExpired(Exception):
    """It is missing, forged, for another step, or too old."""


class Tickets:
    """Signed by the key of conversations' tokens; which of them a token is, and for which step, its audience says."""

    def __init__(self, settings: Settings) -> None:
        self._key = settings.secret.get_secret_value() or kept_secret(settings.var_dir / "secret")

    def issue(self, step: str, claims: Mapping[str, str]) -> str:
        expires_at = datetime.now(timezone.utc) + LIFETIME
        return jwt.encode({**claims, "aud": _audience(step), "exp": expires_at}, self._key, _ALGORITHM)

    def read(self, ticket: str, step: str) -> Mapping[str, Any]:
        """
        Raises:
            TicketExpired
        """
        try:
            claims: Mapping[str, Any] = jwt.decode(
                ticket, self._key, algorithms=[_ALGORITHM], audience=_audience(step), options={"require": ["exp", "aud"]}
            )
        except (jwt.InvalidTokenError, ValueError) as error:  # ValueError: characters that no token can hold
            raise TicketExpired from error
        return claims


def _audience(step: str) -> str:
    return f"desk {step}"
