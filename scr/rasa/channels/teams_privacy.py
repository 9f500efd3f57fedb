"""Who is told what in Teams: what is personal in a person's own chat alone, to whoever their account says they are."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace
from typing import Optional

from scr.content import Content
from scr.rasa import current
from scr.rasa.channels.talking import Handler, Replies, Talking
from scr.replies import Button, Reply
from scr.replies.reply import REGISTER
from scr.rules import codes
from scr.rules.conversation import GUARDS, NEEDS_REGISTER, NOT_AUTHORISED, REVIEW_STATUS, SIGN_OUT, Conversation
from scr.storage.access import Person
from scr.teams.activity import Activity
from scr.teams.connector import Connector, NotSent
from scr.teams.keeping import Keeping
from scr.teams.order import InOrder
from scr.teams.places import Place, conversation_in
from scr.teams.sending import Sending

logger = logging.getLogger(__name__)

_ACCESS_CODE = "access_code"
_PRIVATE = NEEDS_REGISTER | {NOT_AUTHORISED, "ask_reference", "unknown_reference", "register_unavailable"}


class TeamsPrivacy:
    """Takes turns with regard to who reads along."""

    def __init__(
        self,
        content: Content,
        talking: Talking,
        connector: Connector,
        keeping: Keeping,
        sending: Sending,
        order: InOrder,
        handler: Handler,
    ) -> None:
        self._talking = talking
        self._connector = connector
        self._keeping = keeping
        self._sending = sending
        self._order = order
        self._handler = handler
        # Only here, since nobody can be told of themselves elsewhere.
        self._tell_me = Button("follow_review", content.title("follow_review"))

    async def answer(self, activity: Activity, place: Place, conversation: str, text: str) -> Replies:
        """The replies for the place; where others read along and one is personal, it goes to the person's own chat."""
        if place.is_personal:
            return await self._in_private(activity, conversation, text)
        replies = await self._turn(activity, conversation, text)
        if not any(is_private(reply) for reply in replies):
            return replies
        written = await self._written_in_private(activity, place, text)
        return [self._talking.reply("utter_teams_in_private" if written else "utter_teams_ask_in_private")]

    async def _in_private(self, activity: Activity, conversation: str, text: str) -> Replies:
        # Each time anew: access may have been given or taken away since the last message.
        object_id = activity.sender.object_id
        person = await self._keeping.sign_in(conversation, activity.tenant, object_id) if object_id else None
        return [self._in_teams(reply, person) for reply in await self._turn(activity, conversation, text)]

    async def _turn(self, activity: Activity, conversation: str, text: str) -> Replies:
        """One turn. An access code is for elsewhere: here the account is who somebody is, and nothing that they type."""
        said = codes.redacted(text)
        # Danger, distress and details stand before everything.
        if codes.find_code(text) and current.current().read(said, Conversation()).outcome not in GUARDS:
            return [self._talking.reply("utter_teams_no_code")]
        return await self._talking.message(conversation, said, "", {}, self._handler, message_id=activity.id)

    def _in_teams(self, reply: Reply, person: Optional[Person]) -> Reply:
        """The reply, or what is said in Teams in its place: nobody signs in or out here."""
        if reply.form == _ACCESS_CODE:
            return self._talking.reply("utter_teams_known_person" if person else "utter_teams_unknown_person")
        if reply.outcome == SIGN_OUT:
            return self._talking.reply("utter_teams_sign_out")
        if reply.outcome == REVIEW_STATUS and is_private(reply):
            return replace(reply, buttons=(*reply.buttons, self._tell_me))
        return reply

    async def _written_in_private(self, activity: Activity, place: Place, text: str) -> bool:
        """Whether the answer has gone to the person's own chat."""
        object_id = activity.sender.object_id
        if not object_id:
            return False
        try:
            chat = await self._keeping.chat_of(activity.tenant, object_id)
            chat = chat or await self._connector.open_chat(place, activity.sender.id)
        except NotSent as error:
            logger.warning("A chat with one person could not be opened in Teams: %s", error)
            return False
        written: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        taken = self._order.add(chat.key, lambda: self._write(chat, activity, text, written))
        return taken and await written

    async def _write(self, chat: Place, activity: Activity, text: str, written: asyncio.Future[bool]) -> None:
        try:
            conversation = conversation_in(chat, activity.person)
            # Before the turn: only what is known to be a person's own chat can be handed to a person.
            await self._keeping.keep(chat, activity)
            replies = await self._in_private(activity, conversation, text)
            await self._sending.send(chat, replies, conversation)
            written.set_result(True)
        except NotSent as error:
            logger.warning("An answer could not be sent to a chat with one person in Teams: %s", error)
        finally:
            if not written.done():
                written.set_result(False)


def is_private(reply: Reply) -> bool:
    """It says something of who asks, or would ask them for it: nothing for others to read."""
    return (
        reply.form == _ACCESS_CODE
        or bool(reply.attachments)
        or not _PRIVATE.isdisjoint(reply.outcomes)
        or any(passage.kind == REGISTER or passage.facts for passage in reply.passages)
    )
