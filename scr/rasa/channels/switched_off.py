"""What every door says while the assistant is switched off: whom to ask instead, and of a danger what it always says."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any, Callable, Mapping, Optional

from scr.rasa import current
from scr.rasa.switch import Switch
from scr.replies import Reply
from scr.rules import codes
from scr.rules.conversation import IMMEDIATE_DANGER, Conversation
from scr.settings import Settings

Say = Callable[[str, Mapping[str, Any]], Reply]
"""Makes the reply of a response of `data/`, in a frame."""

_NO_FRAME: Mapping[str, Any] = MappingProxyType({})


class SwitchedOff:
    def __init__(self, settings: Settings, say: Say) -> None:
        self._switch = Switch(settings)
        self._say = say

    async def is_so(self) -> bool:
        return await self._switch.is_off()

    async def reply(self, text: str = "", frame: Mapping[str, Any] = _NO_FRAME) -> Optional[Reply]:
        """What is said in place of whatever would have been; none while the assistant is on.

        Args:
            text: the message, which is read for a danger alone. Nothing of it is kept.
        """
        if not await self.is_so():
            return None
        return (_emergency(text, Conversation(**frame)) if text else None) or self._say("utter_switched_off", frame)


def _emergency(text: str, conversation: Conversation) -> Optional[Reply]:
    """The emergency route, where the message asks for it; without a model the words for "switched off" name it too."""
    try:
        assistant = current.current()
    except current.NoModel:
        return None
    reading = assistant.read(codes.redacted(text), conversation)
    return assistant.composer.compose(reading, conversation) if reading.outcome == IMMEDIATE_DANGER else None
