"""One turn of a conversation, for every channel: a message or an access code in, replies out."""

from __future__ import annotations

import math
from types import MappingProxyType
from typing import Any, Awaitable, Callable, Dict, List, Mapping, Optional, Text

from rasa.core.channels.channel import OutputChannel, UserMessage

from scr.assistant import facts
from scr.content import Content
from scr.rasa.channels.handing_over import HandingOver
from scr.rasa.channels.sign_in import SignIn
from scr.rasa.channels.switched_off import SwitchedOff
from scr.rasa.turns import FRAME, REPLY
from scr.replies import Composer, Passage, Reply
from scr.rules.codes import Code
from scr.rules.conversation import SIGNED_IN, Conversation, Reading
from scr.settings import Settings
from scr.storage.access import TryLater, WrongCode
from scr.storage.database import DatabaseUnavailable

Handler = Callable[[UserMessage], Awaitable[Any]]
Replies = List[Reply]
Heard = Callable[[Reply], object]
"""Is told each reply of a turn as it comes."""


def _nobody_hears(_reply: Reply) -> None:
    """For whoever waits for the whole turn."""


class RepliesOut(OutputChannel):
    """Collects the replies of one turn."""

    def __init__(self, heard: Heard = _nobody_hears) -> None:
        self.replies: Replies = []
        self._heard = heard

    async def send_response(self, recipient_id: Text, message: Dict[Text, Any]) -> None:
        values = (message.get("metadata") or {}).get(REPLY)
        # An action may send words of its own, which no composer saw.
        said = Reply(("action",), (Passage(message.get("text") or ""),), Conversation())
        self.replies.append(Reply.from_dict(values) if values else said)
        self._heard(self.replies[-1])


class Talking:
    """Takes turns for a channel.

    Its composer is not the assistant's: a greeting, or word that nothing works, must be possible without a model.
    """

    def __init__(self, channel: str, settings: Settings, content: Content) -> None:
        self._channel = channel
        self._fragments = content.fragments
        self._composer = Composer(content, facts(settings))
        self._sign_ins = SignIn(settings)
        self.switched_off = SwitchedOff(settings, self.reply)
        self.handing_over = HandingOver(settings, content, self._composer)

    async def message(
        self,
        conversation_id: str,
        text: str,
        address: str,
        frame: Mapping[str, Any],
        handler: Handler,
        heard: Heard = _nobody_hears,
        message_id: Optional[str] = None,
    ) -> Replies:
        """The replies to a message. A code that is typed as one after all goes where codes go, and no further.

        Args:
            frame: what the person has set around the chat; empty where the channel has no such thing.
            message_id: the channel's, by which the message can be taken back later, and is known when it comes again.
        """
        code, said = self._sign_ins.code_in(text), self._sign_ins.without_codes(text)
        off = await self.switched_off.reply(text, frame)
        try:
            before = await self.handing_over.standing(conversation_id, message_id)
        except DatabaseUnavailable:
            if off is None:
                raise
            return [off]
        # Whoever is with a person stays so, also while the assistant is switched off.
        passed_on = await self.handing_over.instead(conversation_id, said, before, frame, message_id)
        if passed_on is not None:
            return passed_on
        if off is not None:
            return [off]
        if code is not None and not self._sign_ins.must_wait(said):
            return await self._signed_in(conversation_id, code, address, handler)
        metadata = {FRAME: dict(frame)} if frame else {}
        replies = await self._said(conversation_id, said, metadata, handler, heard, message_id)
        notice = await self.handing_over.notice(conversation_id, before, replies)
        return [*replies, notice] if notice else replies

    async def is_with_a_person(self, conversation_id: str) -> bool:
        """Where that cannot be known, it is taken not to be."""
        try:
            return (await self.handing_over.standing(conversation_id)).is_passed_on
        except DatabaseUnavailable:
            return False

    async def greeting(self, frame: Mapping[str, Any] = MappingProxyType({})) -> Reply:
        """What a conversation begins with."""
        return await self.switched_off.reply(frame=frame) or self.reply("utter_greet", frame)

    async def code(self, conversation_id: str, text: str, address: str, handler: Handler) -> Replies:
        """The replies to what was entered as an access code."""
        off = await self.switched_off.reply()
        if off is not None:
            return [off]
        code = self._sign_ins.code_in(text)
        if code is None:
            return [self.reply("utter_wrong_code")]
        return await self._signed_in(conversation_id, code, address, handler)

    def shown(self, text: str) -> Dict[Text, str]:
        """What to show in place of a message that is better not shown as it was typed, as `shown`; else nothing."""
        return {"shown": self._fragments["code_entered"]} if self._sign_ins.code_in(text) else {}

    def reply(self, name: str, frame: Mapping[str, Any] = MappingProxyType({}), **places: str) -> Reply:
        """A reply of `data/` without a turn: a greeting, a refusal, word that nothing works."""
        conversation = Conversation(**frame)
        reading = Reading((name[len("utter_") :],), area=conversation.area)
        return self._composer.respond(name, reading, conversation, **places)

    async def _signed_in(self, conversation_id: str, code: Code, address: str, handler: Handler) -> Replies:
        """Sign in, and go on with what waited for it."""
        try:
            await self._sign_ins.sign_in(conversation_id, code, address)
        except WrongCode:
            return [self.reply("utter_wrong_code")]
        except TryLater as later:
            return [self.reply("utter_try_later", wait=self._wait(later.seconds))]
        return await self._said(conversation_id, self._fragments["code_entered"], {SIGNED_IN: True}, handler)

    async def _said(
        self,
        conversation_id: str,
        text: str,
        metadata: Mapping[str, Any],
        handler: Handler,
        heard: Heard = _nobody_hears,
        message_id: Optional[str] = None,
    ) -> Replies:
        """One turn of Rasa's."""
        out = RepliesOut(heard)
        message = UserMessage(
            text, out, conversation_id, input_channel=self._channel, message_id=message_id, metadata=dict(metadata)
        )
        await handler(message)
        # Rasa answers many a failure (no model, no rule, an action that broke) with nothing at all.
        return out.replies or [self.reply("utter_unavailable")]

    def _wait(self, seconds: float) -> str:
        minutes = math.ceil(seconds / 60)
        return self._fragments["wait_minute" if minutes == 1 else "wait_minutes"].format(minutes=minutes)
