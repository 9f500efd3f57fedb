"""Signing in with an access code, beside the conversation: the code never becomes a message."""

from __future__ import annotations

import asyncio
import time
from typing import Optional

from scr.rasa import current
from scr.rules.codes import Code, find_code, redacted
from scr.rules.conversation import GUARDS, Conversation
from scr.settings import Settings
from scr.storage.access import AccessStore
from scr.storage.database import connect


class SignIn:
    """Checks codes for every channel."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._access: Optional[AccessStore] = None

    @staticmethod
    def code_in(text: str) -> Optional[Code]:
        """The code in what somebody typed, in whatever form."""
        return find_code(text)

    @staticmethod
    def without_codes(text: str) -> str:
        """What goes on as a message: also a code that is short of a character, which opens nothing, does not."""
        return redacted(text)

    @staticmethod
    def must_wait(said: str) -> bool:
        """Signing in has to wait: beside the code stands a danger, distress or details, and these come first.

        Raises:
            NoModel: nothing can be understood.
        """
        return current.current().read(said, Conversation()).outcome in GUARDS

    async def sign_in(self, conversation_id: str, code: Code, address: str) -> None:
        """
        Raises:
            WrongCode, TryLater, DatabaseUnavailable
        """
        # In a thread: checking takes a tenth of a second by design, and meanwhile others are answered.
        await asyncio.get_running_loop().run_in_executor(
            None, lambda: self._store().sign_in(conversation_id, code, address, time.time())
        )

    def _store(self) -> AccessStore:
        # Not at start: the server must come up, and say what is wrong, while the database is down.
        if self._access is None:
            engine = connect(self._settings.sqlalchemy_url, self._settings.database_timeout)
            self._access = AccessStore(engine, self._settings.idle_minutes * 60.0)
        return self._access
