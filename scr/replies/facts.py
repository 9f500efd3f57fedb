"""The sentences that tell what the register says: of how far a review has got, of what was arranged for a team."""

from __future__ import annotations

import datetime as dt
from typing import Callable, Iterator, Optional
from zoneinfo import ZoneInfo

from scr.content import Content
from scr.replies.dates import clock, day
from scr.rules.enquiry import Finding
from scr.rules.register import SUMMARY_IS_PUBLIC, DebriefKind, Imr, Review, Support

_LOCAL = ZoneInfo("Europe/London")

Contact = Callable[[Optional[str]], str]
"""Whom to ask in an area, as a clause."""


class StatusWords:
    """
    Args:
        stale_after_days: a record that has not been changed for longer is said to be old.
    """

    def __init__(self, content: Content, contact: Contact, stale_after_days: int) -> None:
        self._content = content
        self._contact = contact
        self._stale_after_days = stale_after_days

    def lines(self, review: Review, today: dt.date) -> Iterator[str]:
        """The paragraphs: the stage, what comes next and when, and how fresh the record is."""
        words = self._content.stages[review.stage.value]
        area = self._content.areas.get(review.area)
        first = [
            self._fragment(
                "review_status", reference=review.reference, area=area.name if area else review.area, now=words.now
            ),
            self._fragment("stage_since", date=day(review.stage_since))
            if review.stage_since
            else self._content.fragments["stage_since_unknown"],
        ]
        if review.hold:
            first.append(self._content.fragments[f"hold_{review.hold.value}"])
        yield " ".join(first)
        yield " ".join([self._fragment("stage_next", next=words.next), *self._expected(review, today)])
        yield from (self._imr(imr, today) for imr in review.imrs)
        if review.stage in SUMMARY_IS_PUBLIC:
            yield self._summary(review)
        yield self._as_of(review, today)

    def _expected(self, review: Review, today: dt.date) -> Iterator[str]:
        if review.expected_by and review.decided_on:
            name = "overdue" if review.is_overdue(today) else "expected_by"
            yield self._fragment(name, date=day(review.expected_by), decided=day(review.decided_on))
        elif review.report_is_due:
            yield self._content.fragments["expected_unknown"]

    def _imr(self, imr: Imr, today: dt.date) -> str:
        if imr.signed_off:
            return self._fragment("imr_signed_off", agency=imr.agency, date=day(imr.signed_off))
        if imr.due is None:
            return self._fragment("imr_open", agency=imr.agency)
        return self._fragment("imr_overdue" if today > imr.due else "imr_due", agency=imr.agency, date=day(imr.due))

    def _summary(self, review: Review) -> str:
        if review.summary_url:
            return self._fragment("summary_at", url=review.summary_url)
        return self._fragment("summary_unknown", contact=self._contact(review.area))

    def _as_of(self, review: Review, today: dt.date) -> str:
        assert review.as_of is not None
        changed = review.as_of.astimezone(_LOCAL).date()
        days = (today - changed).days
        if days > self._stale_after_days:
            return self._fragment("stale", days=str(days), date=day(changed), contact=self._contact(review.area))
        return self._fragment("as_of", date=day(changed))

    def _fragment(self, name: str, /, **places: Optional[str]) -> str:
        return self._content.fragments[name].format(**places)


class SupportWords:
    """What is told to a team, or that there is nothing to tell yet."""

    def __init__(self, content: Content, contact: Contact) -> None:
        self._content = content
        self._contact = contact

    def lines(self, finding: Finding) -> Iterator[str]:
        """The paragraphs, for each of the asker's own teams."""
        for support in finding.supports:
            yield from self._support_lines(support, finding)
        yield from self._nothing_lines(finding)

    def _nothing_lines(self, finding: Finding) -> Iterator[str]:
        entered = {(support.agency, support.team) for support in finding.supports}
        for party in finding.parties:
            if (party.agency, party.team) not in entered:
                yield self._fragment(
                    "support_none",
                    agency=party.agency,
                    team=party.team,
                    reference=finding.reference,
                    contact=self._contact(finding.area),
                )

    def _support_lines(self, support: Support, finding: Finding) -> Iterator[str]:
        contact = " ".join(self._contact_lines(support, finding.area))
        heading = self._fragment("support_for", agency=support.agency, team=support.team, reference=finding.reference)
        yield f"{heading} {contact}"
        yield " ".join(self._debrief_lines(support, finding.today))
        if support.feedback_date:
            past = support.feedback_date < finding.today
            when = self._when(support.feedback_date, support.feedback_time)
            line = self._fragment("feedback_was" if past else "feedback_session", when=when)
            yield " ".join([line, *self._place(None if past else support.feedback_place)])

    def _contact_lines(self, support: Support, area: Optional[str]) -> Iterator[str]:
        can_be_reached = support.phone or support.email
        if support.contact_name:
            name = "support_contact_role" if support.contact_role else "support_contact"
            yield self._fragment(name, name=support.contact_name, role=support.contact_role)
        elif can_be_reached:
            yield self._content.fragments["support_way_without_name"]
        else:
            yield self._fragment("support_no_contact", contact=self._contact(area))
        if support.phone:
            yield self._fragment("support_phone", phone=support.phone)
        if support.email:
            yield self._fragment("support_email", email=support.email)
        if support.contact_name and not can_be_reached:
            yield self._content.fragments["support_no_way"]

    def _debrief_lines(self, support: Support, today: dt.date) -> Iterator[str]:
        kind = self._kind(support.debrief_kind)
        ask = self._content.fragments["ask_contact" if support.contact_name else "ask_manager"]
        if support.debrief_date is None:
            yield self._fragment("debrief_kind_only" if kind else "debrief_none", kind=kind, ask=ask)
            return
        past = support.debrief_date < today
        name = ("debrief_was" if past else "debrief") + ("" if kind else "_without_kind")
        yield self._fragment(name, kind=kind, when=self._when(support.debrief_date, support.debrief_time), ask=ask)
        yield from self._place(None if past else support.debrief_place)

    def _place(self, place: Optional[str]) -> Iterator[str]:
        if place:
            yield self._fragment("debrief_place", place=place)

    def _kind(self, kind: Optional[DebriefKind]) -> str:
        return self._content.fragments[f"kind_{kind.name.lower()}"] if kind else ""

    def _when(self, date: dt.date, time: Optional[dt.time]) -> str:
        return self._fragment("date_and_time", date=day(date), time=clock(time)) if time else day(date)

    def _fragment(self, name: str, /, **places: Optional[str]) -> str:
        return self._content.fragments[name].format(**places)
