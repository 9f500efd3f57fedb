"""Telling people in Teams what they asked to be told: that a review moved, a debrief was arranged, a request answered."""

from __future__ import annotations

import datetime as dt
import logging
from dataclasses import replace
from typing import Iterator, List
from zoneinfo import ZoneInfo

from sqlalchemy.engine import Engine

from scr.content import Content
from scr.enquiries import Enquiries
from scr.replies import Composer, Passage, Reply
from scr.replies.reply import REGISTER
from scr.rules.conversation import Conversation, Reading
from scr.rules.enquiry import Asked, Ending, Enquiry
from scr.rules.news import News, news_in
from scr.rules.quiet_hours import QuietHours
from scr.storage.followers import Follower, FollowerStore
from scr.storage.history import HistoryStore
from scr.storage.support_requests import SupportRequestStore
from scr.storage.switch import SwitchStore
from scr.teams.connector import NotSent
from scr.teams.places import Place, conversation_in
from scr.teams.sending import Sending

logger = logging.getLogger(__name__)

_LOCAL = ZoneInfo("Europe/London")
_TOLD_BY = {
    News.STAGE_REACHED: Asked.REVIEW_STATUS,
    News.DEBRIEF_ARRANGED: Asked.SUPPORT_ARRANGEMENTS,
    News.DEBRIEF_MOVED: Asked.SUPPORT_ARRANGEMENTS,
}


class NewsTeller:
    """What is told is looked up as if the person had asked at that moment, by the same rules, and is noted in the audit."""

    def __init__(
        self,
        engine: Engine,
        enquiries: Enquiries,
        content: Content,
        composer: Composer,
        sending: Sending,
        quiet_hours: QuietHours,
    ) -> None:
        self._followers = FollowerStore(engine)
        self._switch = SwitchStore(engine)
        self._history = HistoryStore(engine)
        self._requests = SupportRequestStore(engine)
        self._enquiries = enquiries
        self._fragments = content.fragments
        self._composer = composer
        self._sending = sending
        self._quiet_hours = quiet_hours

    async def tell(self, now: dt.datetime) -> int:
        """Tell everybody what has happened since they were told last; how many were.

        In quiet hours, and while the assistant is switched off, it waits.

        Raises:
            DatabaseUnavailable
        """
        if self._quiet_hours.hold(now.astimezone(_LOCAL).time()) or self._switch.state().is_off:
            return 0
        return sum([await self._tell(follower, now) for follower in self._followers.all()])

    async def _tell(self, follower: Follower, now: dt.datetime) -> bool:
        newest = self._followers.newest()
        replies = self._replies(follower, newest, now)
        # Noted first: another process that looks at the same moment must not tell it again.
        noted = self._followers.told(follower, newest, now) if replies else None
        if noted is None:
            return False
        chat = follower.chat
        place = Place(chat.service_url, chat.conversation_id, chat.tenant, chat.bot_id, is_personal=True)
        try:
            await self._sending.send(place, replies, conversation_in(place, str(chat.object_id)))
        except NotSent as error:
            logger.error("News of a review could not be sent to Teams: %s", error)
            if not error.is_unwanted:  # it is told next time
                self._followers.told(noted, follower.told_number, follower.told_at)
            return False
        return True

    def _replies(self, follower: Follower, newest: int, now: dt.datetime) -> List[Reply]:
        told = [*self._of_register(follower, newest, now), *self._of_requests(follower)]
        why = Passage(self._fragments["news_why"])
        return [replace(reply, passages=(*reply.passages, why)) for reply in told]

    def _of_register(self, follower: Follower, newest: int, now: dt.datetime) -> Iterator[Reply]:
        entries = self._history.since(follower.told_number, follower.reference)
        changes = [entry.details for entry in entries if entry.number <= newest]
        if not changes:
            return
        teams = self._enquiries.teams_of(follower.person, follower.reference)
        for news in sorted(news_in(changes, teams)):
            enquiry = Enquiry(_TOLD_BY[news], follower.reference)
            finding = self._enquiries.answer_person(enquiry, follower.person, now)
            if finding.ending is Ending.TOLD:  # what was told to them once may be theirs no more
                reading = Reading((finding.asked.value,), reference=follower.reference)
                yield self._headed(news, self._composer.tell(finding, reading, Conversation()), follower.reference)

    def _of_requests(self, follower: Follower) -> Iterator[Reply]:
        for request in self._requests.answered_since(follower.told_at, follower.person.id, follower.reference):
            nothing_else = Reply((News.REQUEST_ANSWERED.value,), (), Conversation())
            yield self._headed(News.REQUEST_ANSWERED, nothing_else, follower.reference, str(request.number))

    def _headed(self, news: News, reply: Reply, reference: str, number: str = "") -> Reply:
        words = self._fragments[f"news_{news.value}"].format(reference=reference, number=number)
        return replace(reply, passages=(Passage(words, REGISTER), *reply.passages))
