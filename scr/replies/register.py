"""Replies out of the register: a finding in plain words. What may not be told is not in the finding to begin with."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Callable, Mapping, Optional, Sequence, Tuple
from zoneinfo import ZoneInfo

from scr.content import Content
from scr.replies.dates import day
from scr.replies.facts import StatusWords, SupportWords
from scr.replies.reply import REGISTER, Attachment, Button, Passage, Reply
from scr.rules.conversation import Asks, Conversation, Reading
from scr.rules.enquiry import Asked, Ending, Finding
from scr.rules.register import Support

Respond = Callable[..., Reply]
"""`Composer.respond`, which fills a response of `data/` in."""

_ASKS = {
    Ending.SIGN_IN_NEEDED: Asks.ACCESS_CODE,
    Ending.ASK_REFERENCE: Asks.REFERENCE,
    Ending.UNKNOWN_REFERENCE: Asks.REFERENCE,
}
_BUTTONS = 6
_LOCAL = ZoneInfo("Europe/London")


class RegisterReplies:
    """
    Args:
        contact: whom to ask in an area, as a clause.
        stale_after_days: a record that has not been changed for longer is said to be old.
    """

    def __init__(
        self, content: Content, respond: Respond, contact: Callable[[Optional[str]], str], stale_after_days: int
    ) -> None:
        self._content = content
        self._respond = respond
        self._status_words = StatusWords(content, contact, stale_after_days)
        self._support_words = SupportWords(content, contact)

    def tell(self, finding: Finding, reading: Reading, following: Conversation) -> Reply:
        """The reply to an enquiry, and the conversation as it stands after it."""
        asked_before = following.asks is Asks.REFERENCE
        following = replace(
            following,
            task=finding.asked.value,
            asks=_ASKS.get(finding.ending),
            reference=self._kept_reference(finding, reading, following),
            stage_topic=None,
            refused=finding.ending is Ending.NOT_AUTHORISED and finding.asked is not Asked.REVIEW_STATUS,
            topics=(),
        )
        if finding.ending is Ending.TOLD:
            return _TOLD[finding.asked](self, finding, reading, following)
        return self._not_told(finding, reading, following, asked_before)

    @staticmethod
    def _kept_reference(finding: Finding, reading: Reading, following: Conversation) -> Optional[str]:
        if finding.ending is Ending.UNKNOWN_REFERENCE:  # the review spoken of before is still the one
            return following.reference
        # The only review that somebody has is theirs, not the conversation's: somebody else may sign in to it.
        return finding.reference if reading.reference else None

    # ---- Nothing is told ----

    def _not_told(self, finding: Finding, reading: Reading, following: Conversation, asked_before: bool) -> Reply:
        name, outcomes = {
            # What the task asks for first of somebody it does not know is a step of the task itself.
            Ending.SIGN_IN_NEEDED: ("utter_sign_in_needed", (finding.asked.value, "not_authorised")),
            Ending.ASK_REFERENCE: ("utter_ask_reference", ("ask_reference", finding.asked.value)),
            # One reply for "no such review" and "not yours", so it has both names.
            Ending.UNKNOWN_REFERENCE: (
                "utter_unknown_reference",
                ("unknown_reference", "not_authorised", finding.asked.value),
            ),
            Ending.NOT_AUTHORISED: (self._not_authorised(finding), ("not_authorised", finding.asked.value)),
        }[finding.ending]
        if finding.ending is Ending.ASK_REFERENCE and asked_before:
            name += "_again"
        reply = self._respond(
            name,
            reading,
            following,
            reference=finding.reference or "",
            known_reference=self._fragment("known_reference", reference=finding.reference) if finding.reference else "",
            own_team=self._own_team(finding),
        )
        reply = replace(reply, outcomes=outcomes)
        if finding.ending is Ending.NOT_AUTHORISED and finding.parties:
            return replace(reply, buttons=self._named("support_arrangements"), buttons_label=self._next)
        if finding.choices:
            offered = (*(Button("reference", choice) for choice in finding.choices[:_BUTTONS]), *reply.buttons)
            return replace(reply, buttons=offered, buttons_label=self._content.fragments["offer_label"])
        return reply

    @staticmethod
    def _not_authorised(finding: Finding) -> str:
        return "utter_status_not_authorised" if finding.asked is Asked.REVIEW_STATUS else "utter_not_authorised"

    def _own_team(self, finding: Finding) -> str:
        teams = [self._fragment("team", agency=party.agency, team=party.team) for party in finding.parties]
        return self._fragment("own_team", teams="; ".join(teams)) if teams else ""

    # ---- Where a review has got to ----

    def _status(self, finding: Finding, reading: Reading, following: Conversation) -> Reply:
        review = finding.review
        assert review is not None
        words = self._content.stages[review.stage.value]
        return Reply(
            outcomes=(finding.asked.value,),
            passages=(
                *self._greeting(reading),
                *self._status_words.passages(review, finding.today),
            ),
            conversation=replace(following, stage_topic=words.topic),
            buttons=self._named(words.topic, "support_arrangements"),
            buttons_label=self._next,
        )

    # ---- What was arranged for a team ----

    def _support(self, finding: Finding, reading: Reading, following: Conversation) -> Reply:
        buttons = ["support_request", "review_status"]
        if any(_has_coming_debrief(support, finding.today) for support in finding.supports):
            buttons.insert(1, "debrief_calendar")
        return Reply(
            outcomes=(finding.asked.value,),
            passages=(*self._greeting(reading), *self._support_words.passages(finding)),
            conversation=following,
            buttons=self._named(*buttons),
            buttons_label=self._next,
        )

    # ---- What follows from it ----

    def _request(self, finding: Finding, reading: Reading, following: Conversation) -> Reply:
        request = finding.request
        assert request is not None
        contact = finding.supports[0].contact_name if finding.supports else None
        return self._respond(
            "utter_support_already_requested" if request.already_open else "utter_support_requested",
            reading,
            following,
            kind=REGISTER,
            number=str(request.number),
            recipient=contact or self._content.fragments["recipient_officer"],
            answer_by=day(request.answer_by),
        )

    def _calendar(self, finding: Finding, reading: Reading, following: Conversation) -> Reply:
        coming = [support for support in finding.supports if _has_coming_debrief(support, finding.today)]
        reply = self._respond("utter_calendar_ready" if coming else "utter_calendar_none", reading, following)
        return replace(reply, attachments=self._files(finding, coming))

    def _files(self, finding: Finding, coming: Sequence[Support]) -> Tuple[Attachment, ...]:
        if not coming:
            return ()
        # Imported here: few replies need it, and every start of `scr ask` would pay for it.
        from scr.replies.calendar import debrief_file

        title = self._content.fragments["calendar_title"]
        made_at = dt.datetime.combine(finding.today, dt.time(), dt.timezone.utc)
        return tuple(
            debrief_file(str(finding.reference), title, support, made_at, number if len(coming) > 1 else None)
            for number, support in enumerate(coming, 1)
        )

    def _follow(self, finding: Finding, reading: Reading, following: Conversation) -> Reply:
        name = "utter_follow_review" if finding.reachable else "utter_follow_in_teams"
        return self._respond(name, reading, following, kind=REGISTER, reference=str(finding.reference))

    def _unfollow(self, finding: Finding, reading: Reading, following: Conversation) -> Reply:
        name = "utter_unfollow_review" if finding.reference else "utter_unfollow_all"
        return self._respond(name, reading, following, kind=REGISTER, reference=finding.reference or "")

    # ---- Pieces ----

    def _named(self, *names: str) -> Tuple[Button, ...]:
        return tuple(Button(name, self._content.title(name)) for name in names)

    @property
    def _next(self) -> str:
        return self._content.fragments["next_label"]

    def _greeting(self, reading: Reading) -> Tuple[Passage, ...]:
        return (Passage(self._content.fragments["now_signed_in"]),) if reading.just_signed_in else ()

    def _fragment(self, name: str, /, **places: Optional[str]) -> str:
        return self._content.fragments[name].format(**places)


def _has_coming_debrief(support: Support, today: dt.date) -> bool:
    return support.debrief_date is not None and support.debrief_date >= today


_TOLD: Mapping[Asked, Callable[[RegisterReplies, Finding, Reading, Conversation], Reply]] = {
    Asked.REVIEW_STATUS: RegisterReplies._status,
    Asked.SUPPORT_ARRANGEMENTS: RegisterReplies._support,
    Asked.SUPPORT_REQUEST: RegisterReplies._request,
    Asked.DEBRIEF_CALENDAR: RegisterReplies._calendar,
    Asked.FOLLOW_REVIEW: RegisterReplies._follow,
    Asked.UNFOLLOW_REVIEW: RegisterReplies._unfollow,
}
