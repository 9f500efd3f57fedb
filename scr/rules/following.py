"""What follows on a message: the conversation as it stands after it, and what goes on once somebody has signed in."""

from __future__ import annotations

from dataclasses import replace
from typing import FrozenSet

from scr.rules.conversation import (
    ALSO_OF_REGISTER,
    CANCEL,
    IMMEDIATE_DANGER,
    NOT_AUTHORISED,
    REGISTER_TASKS,
    SIGN_OUT,
    SIGNED_IN,
    Asks,
    Conversation,
    Reading,
)


def after(reading: Reading, conversation: Conversation, topics: FrozenSet[str]) -> Conversation:
    """The conversation as it stands once the reading has been answered."""
    if reading.outcome in {"start_again", SIGN_OUT}:
        return Conversation(area=reading.area, plain=conversation.plain)
    answered = tuple(outcome for outcome in reading.outcomes if outcome in topics)
    following = replace(
        conversation,
        topics=answered or conversation.topics,
        area=reading.area,
        offered=reading.offered,
        misunderstood=reading.misunderstood,
        in_danger=reading.outcome == IMMEDIATE_DANGER,
        reference=reading.reference or conversation.reference,
        refused=reading.outcome == NOT_AUTHORISED,
        # What was told to whoever was signed in before is not explained to whoever is now.
        stage_topic=None if reading.just_signed_in else conversation.stage_topic,
        note=reading.note or conversation.note,
    )
    if reading.outcome == CANCEL and conversation.note is not None:
        return replace(following, note=None)
    if reading.outcome in REGISTER_TASKS | ALSO_OF_REGISTER:
        return replace(following, task=reading.outcome)
    if reading.outcome == CANCEL:
        return replace(following, task=None, asks=None, stage_topic=None)
    return following


def resumed(conversation: Conversation) -> Reading:
    """What happens once somebody has signed in: the task that waited for it goes on."""
    waited = conversation.asks is Asks.ACCESS_CODE and conversation.task is not None
    return Reading(
        (conversation.task if waited and conversation.task else SIGNED_IN,),
        area=conversation.area,
        reference=conversation.reference,
        just_signed_in=True,
    )
