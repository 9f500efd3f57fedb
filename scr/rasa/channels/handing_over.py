"""Turns of conversations that are with a person of the helpline, or wait for one."""

from __future__ import annotations

import time
from typing import Any, List, Mapping, NamedTuple, Optional, Sequence, Tuple

from scr.content import Content
from scr.rasa import current
from scr.rasa.channels.history import reply_stored
from scr.rasa.handovers import Stores, handovers
from scr.rasa.redacting import Redacting
from scr.register.calendar import bank_holidays
from scr.replies import Composer, Reply
from scr.replies.helpline import HelplineReplies
from scr.rules.conversation import DISTRESS, HUMAN, IMMEDIATE_DANGER, Conversation, Reading
from scr.rules.handover import Handover, State
from scr.rules.opening_hours import OpeningHours
from scr.settings import Settings

_MAY_HAND_OVER = frozenset({HUMAN, DISTRESS})
_EMERGENCY = f"utter_{IMMEDIATE_DANGER}"
_NOTHING = "utter_nothing_to_withdraw"


class Standing(NamedTuple):
    """How a conversation stands as a message comes in."""

    present: Optional[Handover] = None
    """The hand-over that is open."""
    is_passed_on: bool = False
    """The message is for whoever took it, or was passed on when it came before."""
    answered: Tuple[Reply, ...] = ()
    """What the assistant replied when the message came before, where it is not to be answered or passed on once more."""


class HandingOver:
    """For every channel. Each method may raise DatabaseUnavailable."""

    def __init__(self, settings: Settings, content: Content, composer: Composer) -> None:
        self._settings = settings
        self._withdraw = content.fragments["withdraw"]
        self._redacting = Redacting(content)
        self._composer = composer
        self.handovers = handovers(settings)
        self.replies = helpline_replies(settings, content, composer)

    async def standing(self, conversation_id: str, message_id: Optional[str] = None) -> Standing:
        """
        Args:
            message_id: by which a message is known that comes again because its replies were lost on the way.
        """

        def stand(stores: Stores) -> Standing:
            store, among = stores.handovers, self._settings.conversation_window
            if not store.all_in(conversation_id):
                return Standing()
            present = store.current(conversation_id)
            is_taken = present is not None and present.state is State.TAKEN
            before = stores.conversations.replies_to(conversation_id, message_id, among) if message_id else []
            answered = tuple(filter(None, map(reply_stored, before)))
            is_of_hand_over = is_taken or not _MAY_HAND_OVER.isdisjoint(reply.outcome for reply in answered)
            passed_on = is_taken or store.has_been_said(conversation_id, message_id)
            return Standing(present, passed_on, answered if is_of_hand_over else ())

        return await self.handovers.of(stand)

    async def instead(
        self,
        conversation_id: str,
        said: str,
        standing: Standing,
        frame: Mapping[str, Any],
        message_id: Optional[str] = None,
    ) -> Optional[List[Reply]]:
        """The replies to a message that the assistant is not asked; none where it is to answer.

        Args:
            said: less any access code.
        """
        if said.strip() == self._withdraw:
            return [await self.withdrawn(conversation_id)]
        if standing.answered:
            notice = await self.notice(conversation_id, Standing(), standing.answered)
            return [*standing.answered, *([notice] if notice else [])]
        if not standing.is_passed_on:
            return None
        return await self._passed_on(conversation_id, said, Conversation(**frame), message_id)

    async def notice(self, conversation_id: str, before: Standing, replies: Sequence[Reply]) -> Optional[Reply]:
        """What follows the replies of a turn that called for a person, where one can come.

        Args:
            before: how it stood before the turn.
        """
        if _MAY_HAND_OVER.isdisjoint(reply.outcome for reply in replies):
            return None
        present = (await self.standing(conversation_id)).present
        if present is None:
            return None
        is_new = before.present is None or before.present.number != present.number
        name = "utter_handed_over" if is_new else "utter_already_handed"
        return self.replies.told(name, present.number, time.time(), present.area)

    async def withdrawn(self, conversation_id: str) -> Reply:
        """The person wants nobody after all."""
        ended = await self.handovers.of(lambda stores: stores.handovers.withdraw(conversation_id, time.time()))
        if ended is not None:
            return self.replies.told("utter_withdrawn", ended.number, time.time(), ended.area)
        return self._composer.respond(_NOTHING, Reading((_NOTHING[len("utter_") :],)), Conversation())

    async def _passed_on(
        self, conversation_id: str, said: str, conversation: Conversation, message_id: Optional[str]
    ) -> Optional[List[Reply]]:
        assistant = current.current()
        reading = assistant.read(said, conversation)
        text = self._redacting.kept(said, reading.withheld)
        is_danger = reading.outcome == IMMEDIATE_DANGER
        shown = _EMERGENCY if is_danger else None
        about = await self.handovers.of(
            lambda stores: stores.handovers.say(conversation_id, text, time.time(), message_id, shown)
        )
        if about is None:  # it was handed back a moment ago
            return None
        name = "utter_passed_on_withheld" if reading.withheld else "utter_passed_on"
        passed_on = self.replies.told(name, about.number, time.time(), about.area)
        return [*([assistant.composer.compose(reading, conversation)] if is_danger else []), passed_on]


def helpline_replies(settings: Settings, content: Content, composer: Composer) -> HelplineReplies:
    return HelplineReplies(content, composer, OpeningHours.read(settings.desk_hours), bank_holidays())
