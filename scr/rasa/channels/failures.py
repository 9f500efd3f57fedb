"""What may be logged of a failure: never words that somebody typed."""

from __future__ import annotations

from rasa.core.lock_store import LockError

from scr.rasa import current
from scr.storage.database import DatabaseUnavailable
from scr.teams.connector import NotSent

_OURS = (DatabaseUnavailable, LockError, NotSent, current.NoModel)


def described(error: BaseException) -> str:
    """Our own errors say what happened; those of others might quote what was typed, so only their kind is named."""
    return str(error) if isinstance(error, _OURS) else type(error).__name__
