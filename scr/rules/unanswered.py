"""Questions that got no answer: which are kept, and as what. Nobody who asked one, and no moment, has a field here."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from typing import Mapping, Optional, Sequence

from scr.rules.conversation import GUARDS, HUMAN, NOT_COVERED, UNSURE
from scr.rules.redaction import REFERENCE
from scr.rules.reference import mentions

_PLACE = re.compile(r"\[[\w -]*\]")
_WORD = re.compile(r"[^\W_]")


class Why(str, Enum):
    """How a question ended. Each is a name of `docs/outcomes.md`, or what the person made of the reply."""

    UNSURE = "unsure"
    REFUSED = "refused"
    """Topics were offered, and none of them was meant."""
    NOT_COVERED = "not_covered"
    HUMAN = "human"
    """The last of several messages that were not understood."""
    PERSON_WANTED = "person_wanted"
    """It was answered, and a person was asked for next."""
    THUMBS_DOWN = "thumbs_down"
    """It was answered, and the answer did not help."""


@dataclass(frozen=True)
class Unanswered:
    """A question as it is kept: redacted, with the area in force and the agency that it or its call note names."""

    text: str
    why: Why
    area: Optional[str] = None
    agency: Optional[str] = None


_ENDINGS: Mapping[str, Why] = {UNSURE: Why.UNSURE, NOT_COVERED: Why.NOT_COVERED, HUMAN: Why.HUMAN}


def why_unanswered(outcomes: Sequence[str], gave_up: bool) -> Optional[Why]:
    """Why a message whose reply ended so is kept; None where it is not. One question of several without an answer is enough.

    Args:
        gave_up: a person was offered because nothing was understood, and not because one was asked for.
    """
    ends = (_ENDINGS.get(outcome) for outcome in outcomes if outcome != HUMAN or gave_up)
    return next((why for why in ends if why is not None), None)


def may_be_kept(outcome: str, withheld: bool) -> bool:
    """Nothing is kept of a message that set off a guard, or that holds identifying details."""
    return outcome not in GUARDS and not withheld


def as_kept(redacted: str) -> str:
    """What is kept of a redacted text: not which review it is about, and nothing where it says nothing besides details."""
    text = REFERENCE.sub("[reference]", redacted)
    for mention in reversed(mentions(text)):
        text = f"{text[: mention.start]}[reference]{text[mention.end :]}"
    text = " ".join(text.split())
    return text if _WORD.search(_PLACE.sub("", text)) else ""
