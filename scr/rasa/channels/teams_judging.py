"""What people in Teams thought of replies: the thumbs below a message, and reactions to it."""

from __future__ import annotations

import json
import logging
from typing import Any, Mapping, Optional

from scr.rasa.channels.gate import Refused
from scr.rasa.channels.judging import Judging
from scr.rules.feedback import LONGEST_COMMENT
from scr.teams.activity import Activity
from scr.teams.keeping import Keeping
from scr.teams.places import Place

logger = logging.getLogger(__name__)

_HELPFUL = {"like": True, "heart": True, "1f44d_thumbsup": True, "dislike": False, "angry": False, "1f44e_thumbsdown": False}
"""Others, such as a sad face, may be meant for what the reply tells of."""


class TeamsJudging:
    def __init__(self, judging: Judging, keeping: Keeping) -> None:
        self._judging = judging
        self._keeping = keeping

    async def reaction(self, activity: Activity, place: Place) -> None:
        for reaction in activity.reactions_added or ():
            await self._judge(activity, place, _HELPFUL.get(reaction.type), "")

    async def feedback(self, activity: Activity, place: Place) -> None:
        """The thumbs, with what was written beside them."""
        value = activity.value if isinstance(activity.value, dict) else {}
        given = value.get("actionValue")
        if value.get("actionName") == "feedback" and isinstance(given, dict):
            await self._judge(activity, place, _HELPFUL.get(str(given.get("reaction"))), _comment(given))

    async def _judge(self, activity: Activity, place: Place, helpful: Optional[bool], comment: str) -> None:
        sent = await self._keeping.reply(place, activity.reply_to or "")
        if sent is None or helpful is None:
            return
        events = await self._keeping.events(sent.conversation_id)
        try:
            await self._judging.judge(events, sent.reply_id, {"helpful": helpful, "comment": comment})
        except Refused as refusal:
            logger.warning("A judgement from Teams was not kept: %s", refusal.places.get("problem"))


def _comment(given: Mapping[str, Any]) -> str:
    """Teams puts what was written into JSON within the JSON."""
    try:
        written = json.loads(given.get("feedback") or "{}")
    except (TypeError, ValueError):
        return ""
    text = written.get("feedbackText") if isinstance(written, dict) else ""
    return text[:LONGEST_COMMENT] if isinstance(text, str) else ""
