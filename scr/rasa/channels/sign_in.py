"""Signing in with an access code, beside the conversation: the code never becomes a message."""

from __future__ import annotations

import time
from typing import Optional

from scr.rasa import current
from scr.rules.codes import Code, find_code, redacted
from scr.rules.conversation import GUARDS, Conversation
from scr.settings import Settings
from scr.storage.access import AccessStore
from scr.storage.reached import Reached


class SignIn:
    """Checks codes for every channel."""

    def __init__(self, settings: Settings) -> None:
        idle_limit = settings.idle_minutes * 60.0
        self._access = Reached(settings, lambda engine: AccessStore(engine, idle_limit))

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
        # Checking takes a tenth of a second by design, and meanwhile others are answered.
        await self._access.of(lambda access: access.sign_in(conversation_id, code, address, time.time()))
