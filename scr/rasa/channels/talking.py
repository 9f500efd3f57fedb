"""One turn of a conversation, for every channel: a message or an access code in, replies out."""

from __future__ import annotations

import math
from typing import Any, Awaitable, Callable, Dict, List, Mapping, Text

from rasa.core.channels.channel import OutputChannel, UserMessage

from scr.assistant import facts
from scr.content import Content
from scr.rasa.channels.sign_in import SignIn
from scr.rasa.turns import REPLY
from scr.replies import Composer, Passage, Reply
from scr.rules.codes import Code
from scr.rules.conversation import SIGNED_IN, Conversation, Reading
from scr.settings import Settings
from scr.storage.access import TryLater, WrongCode

Handler = Callable[[UserMessage], Awaitable[Any]]
Replies = List[Dict[Text, Any]]


class RepliesOut(OutputChannel):
    """Collects the replies of one turn."""

    def __init__(self) -> None:
        self.replies: Replies = []

    async def send_response(self, recipient_id: Text, message: Dict[Text, Any]) -> None:
        reply = (message.get("metadata") or {}).get(REPLY)
        # An action may send words of its own, which no composer saw.
        self.replies.append(reply or Reply(("action",), (Passage(message.get("text") or ""),), Conversation()).as_dict())


class Talking:
    """Takes turns for a channel.

    Its composer is not the assistant's: a greeting, or word that nothing works, must be possible without a model.
    """

    def __init__(self, channel: str, settings: Settings, content: Content) -> None:
        self._channel = channel
        self._fragments = content.fragments
        self._composer = Composer(content, facts(settings))
        self._sign_ins = SignIn(settings)

    async def message(
        self, conversation_id: str, text: str, address: str, metadata: Mapping[str, Any], handler: Handler
    ) -> Replies:
        """The replies to a message. A code that is typed as one after all goes where codes go, and no further."""
        code, said = self._sign_ins.code_in(text), self._sign_ins.without_codes(text)
        if code is not None and not self._sign_ins.must_wait(said):
            return await self._signed_in(conversation_id, code, address, handler)
        return await self._said(conversation_id, said, metadata, handler)

    async def code(self, conversation_id: str, text: str, address: str, handler: Handler) -> Replies:
        """The replies to what was entered as an access code."""
        code = self._sign_ins.code_in(text)
        if code is None:
            return [self.reply("utter_wrong_code").as_dict()]
        return await self._signed_in(conversation_id, code, address, handler)

    def shown(self, text: str) -> Dict[Text, str]:
        """What to show in place of a message that is better not shown as it was typed, as `shown`; else nothing."""
        return {"shown": self._fragments["code_entered"]} if self._sign_ins.code_in(text) else {}

    def reply(self, name: str, **places: str) -> Reply:
        """A reply of `data/` without a turn: a greeting, a refusal, word that nothing works."""
        return self._composer.respond(name, Reading((name[len("utter_") :],)), Conversation(), **places)

    async def _signed_in(self, conversation_id: str, code: Code, address: str, handler: Handler) -> Replies:
        """Sign in, and go on with what waited for it."""
        try:
            await self._sign_ins.sign_in(conversation_id, code, address)
        except WrongCode:
            return [self.reply("utter_wrong_code").as_dict()]
        except TryLater as later:
            return [self.reply("utter_try_later", wait=self._wait(later.seconds)).as_dict()]
        return await self._said(conversation_id, self._fragments["code_entered"], {SIGNED_IN: True}, handler)

    async def _said(self, conversation_id: str, text: str, metadata: Mapping[str, Any], handler: Handler) -> Replies:
        """One turn of Rasa's."""
        out = RepliesOut()
        await handler(UserMessage(text, out, conversation_id, input_channel=self._channel, metadata=dict(metadata)))
        # Rasa answers many a failure (no model, no rule, an action that broke) with nothing at all.
        return out.replies or [self.reply("utter_unavailable").as_dict()]

    def _wait(self, seconds: float) -> str:
        minutes = math.ceil(seconds / 60)
        return self._fragments["wait_minute" if minutes == 1 else "wait_minutes"].format(minutes=minutes)
