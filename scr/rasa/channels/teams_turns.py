"""What each kind of activity from Teams is answered with, or that it is answered with nothing."""

from __future__ import annotations

import logging
from typing import Any, Awaitable, Callable, Mapping, Optional

from scr.content import Content
from scr.rasa.channels.failures import described
from scr.rasa.channels.gate import Gate, Refused
from scr.rasa.channels.judging import Judging
from scr.rasa.channels.talking import Handler, Replies, Talking
from scr.rasa.channels.teams_judging import TeamsJudging
from scr.rasa.channels.teams_privacy import TeamsPrivacy
from scr.replies import Passage, Reply
from scr.rules.conversation import Conversation
from scr.settings import Settings
from scr.storage.database import DatabaseUnavailable
from scr.teams.activity import Activity
from scr.teams.cards import SAY
from scr.teams.connector import Connector, NotSent
from scr.teams.keeping import Keeping
from scr.teams.order import InOrder
from scr.teams.places import Place, conversation_in, place_of
from scr.teams.sending import Sending

logger = logging.getLogger(__name__)

CARD_ACTION = "adaptiveCard/action"
FEEDBACK = "message/submitAction"


class TeamsTurns:
    """Takes activities that have been let in. Replies go to where an activity came from, and nowhere else."""

    def __init__(
        self,
        settings: Settings,
        content: Content,
        handler: Handler,
        connector: Connector,
        keeping: Keeping,
        sending: Sending,
        order: InOrder,
    ) -> None:
        self._fragments = content.fragments
        self._handler = handler
        self._keeping = keeping
        self._sending = sending
        self._gate = Gate(settings)
        self._talking = Talking("teams", settings, content)
        self._privacy = TeamsPrivacy(content, self._talking, connector, keeping, sending, order, handler)
        self._judging = TeamsJudging(Judging(settings, content), keeping)
        self._by_type: Mapping[str, Callable[[Activity, Place], Awaitable[None]]] = {
            "message": self._message,
            "invoke": self._invoke,
            "messageUpdate": self._edited,
            "messageDelete": self._deleted,
            "messageReaction": self._judging.reaction,
            "conversationUpdate": self._members,
            "installationUpdate": self._installation,
        }

    @staticmethod
    def answer_to_invoke(activity: Activity, working: Mapping[str, Any]) -> Optional[Mapping[str, Any]]:
        """What the one who waits is told at once; None where it is no invoke that we know."""
        if activity.name == FEEDBACK:
            return {}
        return working if activity.name == CARD_ACTION and _chosen(activity) else None

    async def take(self, activity: Activity) -> None:
        """Nobody waits for it, so the log is told what failed."""
        work = self._by_type.get(activity.type)
        try:
            if work is not None and await self._keeping.is_first(activity.delivery):
                await work(activity, place_of(activity))
        except (NotSent, DatabaseUnavailable) as error:
            logger.error("An activity from Teams (%s) could not be dealt with: %s", activity.type, error)

    # ---- What people say ----

    async def _message(self, activity: Activity, place: Place) -> None:
        # Apps with wider rights are sent all that is said in a channel; only what is said to the bot is for it.
        if place.is_personal or activity.mentions_bot or activity.value is not None:
            await self._said(activity, place, activity.said or _chosen(activity))

    async def _edited(self, activity: Activity, place: Place) -> None:
        """What was said before is gone, and what stands there now is answered."""
        if activity.event == "editMessage":
            await self._deleted(activity, place)
            await self._message(activity, place)

    async def _deleted(self, activity: Activity, place: Place) -> None:
        if activity.id and activity.event != "undeleteMessage":
            await self._keeping.take_back(conversation_in(place, activity.person), activity.id)

    async def _invoke(self, activity: Activity, place: Place) -> None:
        if activity.name == FEEDBACK:
            await self._judging.feedback(activity, place)
        else:
            await self._said(activity, place, _chosen(activity))

    async def _said(self, activity: Activity, place: Place, text: str) -> None:
        if not text and activity.value is not None:
            return  # a card that is none of ours
        conversation = conversation_in(place, activity.person)
        async with self._sending.typing(place):
            replies = await self._replies(activity, place, conversation, text)
        await self._sending.send(place, replies, conversation, activity.id)

    async def _replies(self, activity: Activity, place: Place, conversation: str, text: str) -> Replies:
        try:
            self._gate.admit_conversation(conversation)
            said = self._gate.text(text)
            off = await self._talking.switched_off.reply(said)
            if off is not None and not await self._talking.is_with_a_person(conversation):
                return [off]
            if place.is_personal:
                await self._keeping.keep(place, activity)
            return await self._privacy.answer(activity, place, conversation, said)
        except Refused as refusal:
            words = self._fragments[refusal.code].format(**refusal.places)
            return [Reply((refusal.code,), (Passage(words),), Conversation())]
        except Exception as error:  # noqa: BLE001  # whatever failed, the person is told so and whom to call
            logger.error("A turn in Teams failed: %s", described(error))
            return [self._talking.reply("utter_unavailable")]

    # ---- The bot comes and goes ----

    async def _members(self, activity: Activity, place: Place) -> None:
        if activity.concerns_bot(activity.members_added):
            await self._welcome(activity, place)
        elif activity.concerns_bot(activity.members_removed):
            await self._forget(activity, place)

    async def _installation(self, activity: Activity, place: Place) -> None:
        if activity.action in ("add", "add-upgrade"):
            await self._welcome(activity, place)
        elif activity.action in ("remove", "remove-upgrade"):
            await self._forget(activity, place)

    async def _welcome(self, activity: Activity, place: Place) -> None:
        """Once: Teams says in two ways that a bot was added, and one that is there already has nothing to say."""
        if await self._keeping.keep(place, activity):
            await self._sending.send(place, [await self._talking.greeting()], "")

    async def _forget(self, activity: Activity, place: Place) -> None:
        await self._keeping.forget(place, conversation_in(place, activity.person))


def _chosen(activity: Activity) -> str:
    """The message that a button of ours stands for, let in like one that is typed; nothing where it is none of ours."""
    value = activity.value
    if activity.name == CARD_ACTION and isinstance(value, dict):
        value = value.get("action")
        value = value.get("data") if isinstance(value, dict) else None
    said = value.get(SAY) if isinstance(value, dict) else None
    return said if isinstance(said, str) else ""
