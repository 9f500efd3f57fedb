"""What the register says, as sentences and as facts: of how far a review has got, of what was arranged for a team."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Callable, Iterable, Iterator, Optional, Tuple
from zoneinfo import ZoneInfo

from scr.content import Content
from scr.replies.dates import clock, day
from scr.replies.reply import REGISTER, Fact, Passage
from scr.rules.enquiry import Finding
from scr.rules.register import SUMMARY_IS_PUBLIC, DebriefKind, Imr, Review, Support

_LOCAL = ZoneInfo("Europe/London")

Contact = Callable[[Optional[str]], str]
"""Whom to ask in an area, as a clause."""

Piece = Tuple[str, Fact]
"""A sentence, and the fact in it."""


def _passage(pieces: Iterable[Piece]) -> Passage:
    told = list(pieces)
    return Passage(" ".join(text for text, _ in told), REGISTER, facts=tuple(fact for _, fact in told))


class _Words:
    """Pieces of `data/`."""

    def __init__(self, content: Content, contact: Contact) -> None:
        self._content = content
        self._contact = contact

    def _fragment(self, name: str, /, **places: Optional[str]) -> str:
        return self._content.fragments[name].format(**places)

    def _piece(self, label: str, text: str, value: str = "", **places: str) -> Piece:
        """`value`: where a table says it more shortly than the sentence does."""
        return text, Fact(self._fragment(f"fact_{label}", **places), value or text)


class StatusWords(_Words):
    """
    Args:
        stale_after_days: a record that has not been changed for longer is said to be old.
    """

    def __init__(self, content: Content, contact: Contact, stale_after_days: int) -> None:
        super().__init__(content, contact)
        self._stale_after_days = stale_after_days

    def passages(self, review: Review, today: dt.date) -> Iterator[Passage]:
        """The stage, what comes next and when, and how fresh the record is."""
        yield _passage(self._stage(review))
        yield _passage(self._next(review, today))
        yield from (_passage([self._imr(imr, today)]) for imr in review.imrs)
        if review.stage in SUMMARY_IS_PUBLIC:
            yield _passage([self._piece("summary", self._summary(review))])
        yield _passage([self._as_of(review, today)])

    def _stage(self, review: Review) -> Iterator[Piece]:
        now = self._content.stages[review.stage.value].now
        area = self._content.areas.get(review.area)
        where = area.name if area else review.area
        text = self._fragment("review_status", reference=review.reference, area=where, now=now)
        yield text, Fact(self._fragment("fact_stage", reference=review.reference, area=where), now)
        if review.stage_since:
            since = day(review.stage_since)
            yield self._piece("since", self._fragment("stage_since", date=since), since)
        else:
            yield self._piece("since", self._content.fragments["stage_since_unknown"])
        if review.hold:
            yield self._piece("hold", self._content.fragments[f"hold_{review.hold.value}"])

    def _next(self, review: Review, today: dt.date) -> Iterator[Piece]:
        coming = self._content.stages[review.stage.value].next
        yield self._piece("next", self._fragment("stage_next", next=coming), coming)
        if review.expected_by and review.decided_on:
            name = "overdue" if review.is_overdue(today) else "expected_by"
            text = self._fragment(name, date=day(review.expected_by), decided=day(review.decided_on))
            yield self._piece("expected", text)
        elif review.report_is_due:
            yield self._piece("expected", self._content.fragments["expected_unknown"])

    def _imr(self, imr: Imr, today: dt.date) -> Piece:
        return self._piece("imr", self._imr_text(imr, today), agency=imr.agency)

    def _imr_text(self, imr: Imr, today: dt.date) -> str:
        if imr.signed_off:
            return self._fragment("imr_signed_off", agency=imr.agency, date=day(imr.signed_off))
        if imr.due is None:
            return self._fragment("imr_open", agency=imr.agency)
        return self._fragment("imr_overdue" if today > imr.due else "imr_due", agency=imr.agency, date=day(imr.due))

    def _summary(self, review: Review) -> str:
        if review.summary_url:
            return self._fragment("summary_at", url=review.summary_url)
        return self._fragment("summary_unknown", contact=self._contact(review.area))

    def _as_of(self, review: Review, today: dt.date) -> Piece:
        assert review.as_of is not None
        changed = review.as_of.astimezone(_LOCAL).date()
        days = (today - changed).days
        if days > self._stale_after_days:
            contact = self._contact(review.area)
            return self._piece("as_of", self._fragment("stale", days=str(days), date=day(changed), contact=contact))
        return self._piece("as_of", self._fragment("as_of", date=day(changed)), day(changed))


class SupportWords(_Words):
    """What is told to a team, or that there is nothing to tell yet."""

    def passages(self, finding: Finding) -> Iterator[Passage]:
        """For each of the asker's own teams."""
        for support in finding.supports:
            yield from self._support(support, finding)
        yield from (Passage(text, REGISTER) for text in self._nothing_lines(finding))

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

    def _support(self, support: Support, finding: Finding) -> Iterator[Passage]:
        told = _passage(self._contact_pieces(support, finding.area))
        heading = self._fragment("support_for", agency=support.agency, team=support.team, reference=finding.reference)
        team = self._fragment("team", agency=support.agency, team=support.team)
        of_whom = Fact(self._fragment("fact_team", reference=finding.reference), team)
        yield replace(told, text=f"{heading} {told.text}", facts=(of_whom, *told.facts))
        yield _passage(self._debrief_pieces(support, finding.today))
        if support.feedback_date:
            past = support.feedback_date < finding.today
            when = self._when(support.feedback_date, support.feedback_time)
            first = self._piece("feedback", self._fragment("feedback_was" if past else "feedback_session", when=when))
            yield _passage([first, *self._place(None if past else support.feedback_place)])

    def _contact_pieces(self, support: Support, area: Optional[str]) -> Iterator[Piece]:
        can_be_reached = support.phone or support.email
        if support.contact_name:
            name = "support_contact_role" if support.contact_role else "support_contact"
            text = self._fragment(name, name=support.contact_name, role=support.contact_role)
            yield self._piece("contact", text, ", ".join(filter(None, (support.contact_name, support.contact_role))))
        elif can_be_reached:
            yield self._piece("contact", self._content.fragments["support_way_without_name"])
        else:
            yield self._piece("contact", self._fragment("support_no_contact", contact=self._contact(area)))
        if support.phone:
            yield self._piece("phone", self._fragment("support_phone", phone=support.phone), support.phone)
        if support.email:
            yield self._piece("email", self._fragment("support_email", email=support.email), support.email)
        if support.contact_name and not can_be_reached:
            yield self._piece("phone", self._content.fragments["support_no_way"])

    def _debrief_pieces(self, support: Support, today: dt.date) -> Iterator[Piece]:
        kind = self._kind(support.debrief_kind)
        ask = self._content.fragments["ask_contact" if support.contact_name else "ask_manager"]
        if support.debrief_date is None:
            yield self._piece("debrief", self._fragment("debrief_kind_only" if kind else "debrief_none", kind=kind, ask=ask))
            return
        past = support.debrief_date < today
        name = ("debrief_was" if past else "debrief") + ("" if kind else "_without_kind")
        when = self._when(support.debrief_date, support.debrief_time)
        yield self._piece("debrief", self._fragment(name, kind=kind, when=when, ask=ask))
        yield from self._place(None if past else support.debrief_place)

    def _place(self, place: Optional[str]) -> Iterator[Piece]:
        if place:
            yield self._piece("place", self._fragment("debrief_place", place=place), place)

    def _kind(self, kind: Optional[DebriefKind]) -> str:
        return self._content.fragments[f"kind_{kind.name.lower()}"] if kind else ""

    def _when(self, date: dt.date, time: Optional[dt.time]) -> str:
        return self._fragment("date_and_time", date=day(date), time=clock(time)) if time else day(date)
