"""Session tokens: made by the server, signed, expiring; the only way to a conversation."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta, timezone

import jwt

from scr.secret import kept_secret
from scr.settings import Settings

_ALGORITHM = "HS256"
_AUDIENCE = "conversation"


class SessionExpired(Exception):
    """The token is missing, forged, or older than it may be."""


class Sessions:
    """Makes and checks tokens. The conversation's id is inside the token and comes from nowhere else."""

    def __init__(self, settings: Settings) -> None:
        self._key = settings.secret.get_secret_value() or kept_secret(settings.var_dir / "secret")
        self._lifetime = timedelta(hours=settings.session_hours)

    def issue(self) -> str:
        """A token for a new conversation."""
        claims = {
            "sub": secrets.token_urlsafe(24),
            "aud": _AUDIENCE,
            "exp": datetime.now(timezone.utc) + self._lifetime,
        }
        return jwt.encode(claims, self._key, _ALGORITHM)

    def conversation_id(self, authorization: str) -> str:
        """The conversation that an ``Authorization`` header opens.

        Raises:
            SessionExpired
        """
        scheme, _, token = authorization.partition(" ")
        if scheme.lower() != "bearer":
            raise SessionExpired
        try:
            claims = jwt.decode(
                token,
                self._key,
                algorithms=[_ALGORITHM],
                audience=_AUDIENCE,
                options={"require": ["exp", "sub", "aud"]},
            )
        except (jwt.InvalidTokenError, ValueError) as error:  # ValueError: characters that no token can hold
            raise SessionExpired from error
        return str(claims["sub"])
