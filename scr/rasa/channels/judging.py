"""Judgements of replies, as they come in from a channel: checked, redacted, kept."""

from __future__ import annotations

import time
from typing import Any, Mapping, Optional, Sequence

from scr.content import Content
from scr.rasa.channels.gate import Refused
from scr.rasa.channels.history import reply_of
from scr.rasa.unanswered import Unsettled
from scr.replies import Reply
from scr.rules import codes
from scr.rules.feedback import LONGEST_COMMENT, Judgement, Reason
from scr.rules.redaction import Redactor
from scr.settings import Settings
from scr.storage.conversations import StoredEvent
from scr.storage.feedback import FeedbackStore
from scr.storage.reached import Reached


class Judging:
    """Keeps what people thought of replies, for every channel."""

    def __init__(self, settings: Settings, content: Content) -> None:
        self._redactor = Redactor(content.first_names, content.not_names)
        self._unsettled = Unsettled(content)
        self._feedback = Reached(settings, FeedbackStore)

    async def judge(self, events: Sequence[StoredEvent], reply_id: object, received: Mapping[str, Any]) -> None:
        """
        Args:
            events: of the conversation in which the reply that is judged should stand.
            received: ``helpful``, and with it ``reason`` and ``comment`` where somebody gave them.

        Raises:
            Refused: it judges nothing, or cannot be read.
            DatabaseUnavailable
        """
        judgement = self._judgement(reply_of(events, reply_id), received)
        question = self._unsettled.disliked(events, reply_id)
        await self._feedback.of(lambda feedback: feedback.judge(judgement, time.time(), question))

    def _judgement(self, reply: Optional[Reply], received: Mapping[str, Any]) -> Judgement:
        helpful, comment = received.get("helpful"), received.get("comment") or ""
        if reply is None or not reply.can_be_judged:
            raise _refused("there is no such reply in this conversation")
        if not isinstance(helpful, bool):
            raise _refused("`helpful` should be true or false")
        if not isinstance(comment, str) or len(comment) > LONGEST_COMMENT:
            raise _refused(f"`comment` should be a string of at most {LONGEST_COMMENT} characters")
        return Judgement(
            reply_id=reply.id,
            outcome=reply.outcome,
            area=reply.conversation.area,
            helpful=helpful,
            reason=_reason(received.get("reason")),
            comment=self._redactor.redact(codes.redacted(comment))[: LONGEST_COMMENT + 100],
        )


def _reason(received: object) -> Optional[Reason]:
    if received is None:
        return None
    try:
        return Reason(received)
    except ValueError as error:
        known = ", ".join(reason.value for reason in Reason)
        raise _refused(f"`reason` should be one of {known}") from error


def _refused(problem: str) -> Refused:
    return Refused("not_understood_request", 400, problem=problem)
