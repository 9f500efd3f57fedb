"""What somebody thought of a reply."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Optional

LONGEST_COMMENT = 500


class Reason(str, Enum):
    """Why a reply did not help."""

    WRONG = "wrong"
    UNCLEAR = "unclear"
    NOT_MY_QUESTION = "not_my_question"
    INCOMPLETE = "incomplete"


@dataclass(frozen=True)
class Judgement:
    """Whether a reply helped. It names the reply's ending and area, and nobody: neither a person nor a conversation."""

    reply_id: str
    outcome: str
    area: Optional[str]
    helpful: bool
    reason: Optional[Reason] = None
    comment: str = ""
