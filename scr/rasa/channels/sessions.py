"""Session tokens: made by the server, signed, expiring; the only way to a conversation."""

from __future__ import annotations

import contextlib
import os
import secrets
import tempfile
from datetime import datetime, timedelta, timezone
from pathlib import Path

import jwt

from scr.settings import Settings

_ALGORITHM = "HS256"
_AUDIENCE = "conversation"
_KEY_BYTES = 32


class SessionExpired(Exception):
    """The token is missing, forged, or older than it may be."""


class Sessions:
    """Makes and checks tokens. The conversation's id is inside the token and comes from nowhere else."""

    def __init__(self, settings: Settings) -> None:
        self._key = settings.secret.get_secret_value() or _kept_key(settings.var_dir / "secret")
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


def _kept_key(path: Path) -> str:
    """The key in the file; made and kept there, readable by its owner alone, where there is none yet."""
    path.parent.mkdir(parents=True, exist_ok=True)
    kept = path.read_text(encoding="ascii").strip() if path.exists() else ""
    if kept:
        return kept
    # Written aside and linked into place, so that of two processes that start at once both read the same whole key.
    with tempfile.NamedTemporaryFile("w", encoding="ascii", dir=path.parent, delete=False) as file:
        file.write(secrets.token_hex(_KEY_BYTES))
    if path.exists():
        path.unlink()  # an empty file, which holds no key
    with contextlib.suppress(FileExistsError):
        os.link(file.name, path)
    os.unlink(file.name)
    return path.read_text(encoding="ascii").strip()
