"""What was arranged for a team, in every shape that it can have: whole sentences, its facts, and no others."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace
from itertools import product
from typing import Iterator, Mapping, Optional

import pytest

from scr.content import Content
from scr.replies import Composer, Facts
from scr.replies.dates import clock
from scr.rules.enquiry import Asked, Ending, Finding, Party, SupportRequest
from scr.rules.register import DebriefKind, Review, Stage, Support
from tests.told import REFERENCE, TEAM, TODAY, dates_in, faults, in_words, tell, text_of, told

_TIME = re.compile(r"\b\d{1,2}(?:\.\d\d)? [ap]m\b")
_NUMBER = re.compile(r"01632 960\d{3}")


@pytest.fixture(scope="module")
def composer(content: Content) -> Composer:
    return Composer(content, Facts(stale_after_days=42))


# ---- What was arranged for a team ----


@dataclass(frozen=True)
class Reached:
    """A contact, as far as one was named."""

    contact_name: Optional[str] = None
    contact_role: Optional[str] = None
    phone: Optional[str] = None
    email: Optional[str] = None


CONTACTS: Mapping[str, Reached] = {
    "all of it": Reached("Ann Example", "named nurse", "01632 960111", "ann@board.example"),
    "a name and a number": Reached("Ann Example", phone="01632 960111"),
    "a name and an address": Reached("Ann Example", email="ann@board.example"),
    "a name alone": Reached("Ann Example", "named nurse"),
    "a number alone": Reached(phone="01632 960111"),
    "nobody": Reached(),
}
_PAST, _COMING = dt.date(2026, 7, 13), dt.date(2026, 12, 1)
_HALF_PAST_TWO, _NINE = dt.time(14, 30), dt.time(9)
every_contact = pytest.mark.parametrize("contact", CONTACTS.values(), ids=CONTACTS)


def _supports(contact: Reached) -> Iterator[Support]:
    """Every shape that an arrangement with this contact can have."""
    for date, kind, time, place, feedback, feedback_time in product(
        (None, _PAST, TODAY, _COMING),
        (None, *DebriefKind),
        (None, _HALF_PAST_TWO),
        (None, "room 2, Sample Clinic"),
        (None, dt.date(2026, 6, 2), dt.date(2027, 1, 5)),
        (None, _NINE),
    ):
        hall = "Sample Hall" if feedback and feedback_time else None
        yield Support(
            str(TEAM.agency), str(TEAM.team), **vars(contact), debrief_kind=kind, debrief_date=date, debrief_time=time,
            debrief_place=place, feedback_date=feedback, feedback_time=feedback_time, feedback_place=hall,
        )  # fmt: skip


@every_contact
def test_what_was_arranged_is_told_in_whole_sentences(composer: Composer, contact: Reached) -> None:
    for support in _supports(contact):
        reply = tell(composer, told(Asked.SUPPORT_ARRANGEMENTS, support))

        assert faults(reply) == [], support
        assert reply.outcomes == ("support_arrangements",)
        assert text_of(reply).startswith(f"For Health, health visiting, in {REFERENCE}: ")


@every_contact
def test_what_is_told_of_the_contact_is_what_the_register_has(composer: Composer, contact: Reached) -> None:
    for support in _supports(contact):
        text = text_of(tell(composer, told(Asked.SUPPORT_ARRANGEMENTS, support)))

        assert ("Ann Example" in text) == (contact.contact_name is not None)
        assert ("named nurse" in text) == (contact.contact_role is not None)
        assert _NUMBER.findall(text) == ([contact.phone] if contact.phone else [])
        assert ("ann@board.example" in text) == (contact.email is not None)
        assert ("Nobody has been named as your contact yet" in text) == (contact.contact_name is None)
        assert ("sk your contact" in text) <= (contact.contact_name is not None)
        assert ("no number or address" in text) == (contact == CONTACTS["a name alone"])


@every_contact
def test_what_is_told_of_the_debrief_is_what_the_register_has(composer: Composer, contact: Reached) -> None:
    for support in _supports(contact):
        text = text_of(tell(composer, told(Asked.SUPPORT_ARRANGEMENTS, support)))
        is_coming = support.debrief_date in (TODAY, _COMING)
        is_past = support.debrief_date == _PAST

        times = [
            support.debrief_time if support.debrief_date else None,
            support.feedback_time if support.feedback_date else None,
        ]
        assert dates_in(text) == in_words(support.debrief_date, support.feedback_date)
        assert _TIME.findall(text) == [clock(time) for time in times if time]
        assert ("The debrief is on" in text or re.search(r"The debrief is [a-z ]+, on", text) is not None) == is_coming
        assert ("The debrief was set for" in text) == ("That day has passed" in text) == is_past
        assert ("no date" in text) == (support.debrief_date is None)
        assert ("Sample Clinic" in text) == (is_coming and support.debrief_place is not None)
        assert ("one to one" in text) == (support.debrief_kind is DebriefKind.ONE_TO_ONE)
        assert ("in a group" in text) == (support.debrief_kind is DebriefKind.GROUP)
        assert ("No debrief has been arranged yet" in text) == (support.debrief_date is None and not support.debrief_kind)


@every_contact
def test_what_is_told_of_the_feedback_session_is_what_the_register_has(composer: Composer, contact: Reached) -> None:
    for support in _supports(contact):
        text = text_of(tell(composer, told(Asked.SUPPORT_ARRANGEMENTS, support)))

        assert ("feedback session" in text) == (support.feedback_date is not None)
        assert ("session was on" in text) == (support.feedback_date == dt.date(2026, 6, 2))
        assert ("Sample Hall" in text) == (support.feedback_place is not None and "session was on" not in text)


@every_contact
def test_a_calendar_file_is_offered_only_of_a_debrief_to_come(
    composer: Composer, content: Content, contact: Reached
) -> None:
    for support in _supports(contact):
        reply = tell(composer, told(Asked.SUPPORT_ARRANGEMENTS, support))
        calendar = tell(composer, told(Asked.DEBRIEF_CALENDAR, support))

        is_coming = support.debrief_date in (TODAY, _COMING)
        assert ("debrief_calendar" in [button.name for button in reply.buttons]) == is_coming
        assert len(calendar.attachments) == is_coming
        assert faults(calendar) == []
        assert "support_request" in [button.name for button in reply.buttons]


def test_where_nothing_was_entered_it_is_said_for_each_of_the_askers_teams(composer: Composer) -> None:
    police = Party("Police", "child protection unit")
    finding = told(Asked.SUPPORT_ARRANGEMENTS, Support("Health", "health visiting", "Ann Example"), parties=(TEAM, police))

    reply = tell(composer, finding)

    assert faults(reply) == []
    assert "Nothing has been entered yet for Police, child protection unit" in text_of(reply)
    assert "Nothing has been entered yet for Health" not in text_of(reply)
    assert "That does not mean that nothing is planned" in text_of(reply)


# ---- A request for support ----


@every_contact
@pytest.mark.parametrize("already_open", [False, True])
def test_a_request_is_answered_with_its_number_for_whom_it_is_and_by_when(
    composer: Composer, contact: Reached, already_open: bool
) -> None:
    request = SupportRequest(41, dt.date(2026, 7, 16), already_open)

    reply = tell(composer, replace(told(Asked.SUPPORT_REQUEST, next(_supports(contact))), request=request))

    assert faults(reply) == []
    assert "number 41" in text_of(reply)
    assert dates_in(text_of(reply)) == {"Thursday 16 July 2026"}
    assert ("for Ann Example" in text_of(reply)) == (contact.contact_name is not None)
    assert ("for the board's officer" in text_of(reply)) == (contact.contact_name is None)
    assert ("still open" in text_of(reply)) == already_open


# ---- What is kept ----


def test_nothing_that_the_register_said_is_in_what_is_kept(composer: Composer, content: Content) -> None:
    fullest = list(_supports(CONTACTS["all of it"]))[-1]
    as_of = dt.datetime(2026, 7, 1, 12, 0, tzinfo=dt.timezone.utc)
    review = Review(REFERENCE, "rotherham", Stage.OVERVIEW_REPORT, dt.date(2026, 6, 15), dt.date(2026, 6, 1), as_of=as_of)
    request = SupportRequest(41, dt.date(2026, 7, 16))
    findings = [
        *(replace(told(asked, fullest), request=request) for asked in Asked if asked is not Asked.REVIEW_STATUS),
        Finding(Asked.REVIEW_STATUS, Ending.TOLD, TODAY, REFERENCE, area="rotherham", review=review),
    ]

    for finding in findings:
        reply = tell(composer, finding)
        kept = reply.as_kept(content.fragments["not_kept"])

        assert reply != kept
        assert not dates_in(text_of(kept)) | set(_NUMBER.findall(text_of(kept))) | set(_TIME.findall(text_of(kept)))
        assert not re.search(r"Example|nurse|Clinic|Hall|overview|number 41", text_of(kept))
        assert kept.attachments == ()
