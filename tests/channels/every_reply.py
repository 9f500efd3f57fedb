"""The one table of replies that every channel is tested with: each outcome, and each shape that a reply can have."""

from __future__ import annotations

import datetime as dt
from typing import Dict, Iterator, Tuple

from scr.content import Content
from scr.replies import Composer, Facts, Reply
from scr.replies.helpline import HelplineReplies
from scr.rules.conversation import ABOUT_LAST_ANSWER, Conversation, Reading, Unsure
from scr.rules.enquiry import Asked, Ending, Finding
from scr.rules.handover import Author, Word
from scr.rules.opening_hours import OpeningHours
from scr.rules.register import DebriefKind, Review, Stage, Support
from tests.told import REFERENCE, TEAM, TODAY, tell, told

_AS_OF = dt.datetime(2026, 7, 1, 12, 0, tzinfo=dt.timezone.utc)
_SUPPORT = Support(
    agency=TEAM.agency,
    team=TEAM.team,
    contact_name="Pat Sample",
    contact_role="named nurse",
    phone="01632 960123",
    email="pat@health.example",
    debrief_date=dt.date(2026, 8, 3),
    debrief_time=dt.time(10, 30),
    debrief_place="Sample House",
    debrief_kind=DebriefKind.GROUP,
)
_PLACES = {
    "reference": REFERENCE,
    "known_reference": "",
    "own_team": "",
    "wait": "a minute",
    "number": "7",
    "recipient": "Pat",
    "when": "Somebody will write to you here as soon as they are free.",
}
_AT = dt.datetime(2026, 7, 1, 9, 0, tzinfo=dt.timezone.utc).timestamp()


def every_reply(content: Content) -> Dict[str, Reply]:
    """By what it is, in words."""
    composer = Composer(content, Facts(stale_after_days=42))
    return {
        **dict(_answers(content, composer)),
        **dict(_responses(content, composer)),
        **dict(_told(composer)),
        **dict(_handed(content, composer)),
    }


def _answers(content: Content, composer: Composer) -> Iterator[Tuple[str, Reply]]:
    for topic in content.topics:
        for area in (None, *content.areas):
            asked = Conversation(area=area)
            yield f"{topic} in {area}", composer.compose(Reading((topic,), area=area), asked)
        yield f"{topic} in plain words", composer.compose(Reading((topic,)), Conversation(plain=True))
        for way in sorted(ABOUT_LAST_ANSWER):
            yield f"{topic}, {way}", composer.compose(Reading((way,)), Conversation(topics=(topic,)))
    both = tuple(content.topics)[:2]
    yield "two answers", composer.compose(Reading(both), Conversation())
    offer = Reading(("unsure",), offered=both, unsure=Unsure.SEVERAL_LIKELY)
    yield "an offer", composer.compose(offer, Conversation())


def _responses(content: Content, composer: Composer) -> Iterator[Tuple[str, Reply]]:
    for name in content.responses:
        for area in (None, *content.areas):
            reading = Reading((name[len("utter_") :],), area=area)
            yield (
                f"{name} in {area}",
                composer.respond(name, reading, Conversation(area=area), **_PLACES),
            )


def _handed(content: Content, composer: Composer) -> Iterator[Tuple[str, Reply]]:
    replies = HelplineReplies(content, composer, OpeningHours.read("Mon-Fri 09:00-17:00"))
    yield "handed over", replies.told("utter_handed_over", 7, _AT, "rotherham")
    answer = replies.of(Word(1, _AT, Author.HELPLINE, "Pat Sample", "Hello.\n\n- Ring us\n- or write", 7))
    assert answer is not None
    yield "an answer of the helpline", answer


def _told(composer: Composer) -> Iterator[Tuple[str, Reply]]:
    for stage in Stage:
        review = Review(REFERENCE, "rotherham", stage, dt.date(2026, 6, 15), as_of=_AS_OF)
        finding = Finding(Asked.REVIEW_STATUS, Ending.TOLD, TODAY, REFERENCE, area="rotherham", review=review)
        yield f"status at {stage.value}", tell(composer, finding)
    for asked in (Asked.SUPPORT_ARRANGEMENTS, Asked.DEBRIEF_CALENDAR):
        yield asked.value, tell(composer, told(asked, _SUPPORT))
    yield "nothing arranged", tell(composer, told(Asked.SUPPORT_ARRANGEMENTS))
    for ending in Ending:
        if ending is not Ending.TOLD:
            choices = (REFERENCE, "SCR-2026-002") if ending is Ending.ASK_REFERENCE else ()
            reference = REFERENCE if ending is Ending.UNKNOWN_REFERENCE else None
            finding = Finding(Asked.REVIEW_STATUS, ending, TODAY, reference, choices=choices)
            yield f"status, {ending.value}", tell(composer, finding)
