"""Replies to findings, and what is looked for in them."""

from __future__ import annotations

import datetime as dt
import re
from typing import FrozenSet, List, Optional

from scr.replies import Composer, Reply
from scr.replies.dates import day
from scr.rules.conversation import Asks, Conversation, Reading
from scr.rules.enquiry import Asked, Ending, Finding, Party
from scr.rules.register import Support

TODAY = dt.date(2026, 7, 14)
REFERENCE = "SCR-2026-001"
TEAM = Party("Health", "health visiting")
URL = "https://board.example/summary"

_DATE = re.compile(r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day \d{1,2} [A-Z][a-z]+ \d{4}\b")
_FAULTS = re.compile(r"  | [.,;:]|\.\.|[,;:]\.|\{|\}|\bNone\b(?! has)|^[a-z]")
_ENDS = (".", "?", URL)


def tell(composer: Composer, finding: Finding, just_signed_in: bool = False, asks: Optional[Asks] = None) -> Reply:
    reading = Reading((finding.asked.value,), reference=finding.reference, just_signed_in=just_signed_in)
    return composer.tell(finding, reading, Conversation(asks=asks))


def told(asked: Asked, *supports: Support, parties: tuple[Party, ...] = (TEAM,)) -> Finding:
    """What was arranged for the asker's team, or teams."""
    return Finding(asked, Ending.TOLD, TODAY, REFERENCE, area="rotherham", parties=parties, supports=supports)


def text_of(reply: Reply) -> str:
    return "\n".join(passage.text for passage in reply.passages)


def faults(reply: Reply) -> List[str]:
    """What is wrong with how it is written: no whole sentence, a gap, a button without words."""
    paragraphs = [paragraph for passage in reply.passages for paragraph in passage.text.split("\n\n")]
    wrong = [text for text in paragraphs if _FAULTS.search(text) or not text.endswith(_ENDS)]
    wrong += [f"button {button!r}" for button in reply.buttons if not button.text.strip()]
    return wrong + ["buttons without a label"] * (bool(reply.buttons) and not reply.buttons_label)


def dates_in(text: str) -> FrozenSet[str]:
    return frozenset(_DATE.findall(text))


def in_words(*dates: Optional[dt.date]) -> FrozenSet[str]:
    return frozenset(day(date) for date in dates if date)
