"""How the register is talked about, step by step: what was understood, in which conversation, and what it is read as."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Dict, Optional, Tuple

import pytest

from scr.rules.conversation import (
    ANOTHER_TEAM,
    STAGE_MEANING,
    Asks,
    Conversation,
    Question,
    Reading,
    Thresholds,
    Understanding,
    Unsure,
)
from scr.rules.enquiry import Party
from scr.rules.following import after, resumed
from scr.rules.reader import Reader

TOPICS = frozenset({"interview", "imr", "timescale", "feedback"})
TASKS = frozenset({"review_status", "support_arrangements", "human"})
READER = Reader(TOPICS, TASKS, Thresholds(sure=0.5, offer=0.1, sure_of_part=0.8))
ONE, TWO = "SCR-2026-001", "SCR-2026-002"
POLICE = (Party("Police"),)

START = Conversation()
ASKED_WHICH = Conversation(task="review_status", asks=Asks.REFERENCE)
REQUESTED = Conversation(task="support_request", asks=Asks.REFERENCE)
ASKED_FOR_CODE = Conversation(task="support_arrangements", asks=Asks.ACCESS_CODE, reference=ONE)
TOLD_STATUS = Conversation(task="review_status", reference=ONE, stage_topic="imr")
TOLD_SUPPORT = Conversation(task="support_arrangements", reference=ONE)
REFUSED = Conversation(task="support_arrangements", reference=ONE, refused=True)
IN_DANGER = Conversation(task="support_arrangements", reference=ONE, in_danger=True)
NOT_FOUND = Conversation(task="review_status", reference="SCR-2026-999")


def _heard(label: str, probability: float = 0.9, follow_up: Optional[str] = None, **more: Any) -> Understanding:
    return Understanding((Question(((label, probability),), follow_up=follow_up),), **more)


@dataclass(frozen=True)
class Row:
    """The conversation, what was understood of a message in it, and the reading: its outcome and what it is about."""

    conversation: Conversation
    understood: Understanding
    outcome: str
    reference: Optional[str] = None
    parties: Tuple[Party, ...] = ()
    also: Tuple[str, ...] = ()
    unsure: Optional[Unsure] = None
    offered: Tuple[str, ...] = ()


STATUS, SUPPORT, REQUEST = "review_status", "support_arrangements", "support_request"
TABLE: Dict[str, Row] = {
    # ---- What is asked first ----
    "where has it got to": Row(START, _heard(STATUS), STATUS),
    "where has SCR-2026-001 got to": Row(START, _heard(STATUS, reference=ONE), STATUS, ONE),
    "hardly clear, but it names a review": Row(START, _heard(STATUS, 0.3, reference=ONE), STATUS, ONE),
    "hardly clear, and it names none": Row(
        START, _heard(STATUS, 0.3), "unsure", unsure=Unsure.SEVERAL_LIKELY, offered=(STATUS,)
    ),
    "SCR-2026-001, and not a word more": Row(
        START,
        _heard("unsure", 0.9, reference=ONE),
        "unsure",
        ONE,
        unsure=Unsure.SEVERAL_LIKELY,
        offered=(STATUS, SUPPORT),
    ),
    "what have the police got": Row(START, _heard(SUPPORT, parties=POLICE), SUPPORT, parties=POLICE),
    "what have we got, we are with the police": Row(START, _heard(SUPPORT, parties=POLICE, own=True), SUPPORT),
    "where has it got to, and how long does it take": Row(
        START,
        Understanding((Question(((STATUS, 0.9),)), Question((("timescale", 0.9),)))),
        STATUS,
        also=("timescale",),
    ),
    # ---- A reference was asked for ----
    "it is given": Row(ASKED_WHICH, _heard("unsure", reference=ONE), STATUS, ONE),
    "it is given, and looks like small talk": Row(ASKED_WHICH, _heard("thanks", 0.9, reference=ONE), STATUS, ONE),
    "a bare number is given": Row(ASKED_WHICH, _heard("unsure", reference="002"), STATUS, "002"),
    "it is given alone, and looks like a topic": Row(
        ASKED_WHICH, _heard("timescale", reference=ONE, is_reference=True), STATUS, ONE
    ),
    "a question in between, which names a review": Row(ASKED_WHICH, _heard("timescale", reference=ONE), "timescale"),
    "a question in between": Row(ASKED_WHICH, _heard("interview"), "interview"),
    "they do not have it": Row(ASKED_WHICH, _heard("unsure", follow_up="ask_reference"), "ask_reference"),
    "they would rather not": Row(ASKED_WHICH, _heard("cancel"), "cancel"),
    "they want something else of the register": Row(ASKED_WHICH, _heard(SUPPORT), SUPPORT),
    "it is given to a request that was pressed": Row(REQUESTED, _heard("unsure", reference=ONE), REQUEST, ONE),
    "say that again": Row(ASKED_WHICH, _heard("repeat"), "unsure", unsure=Unsure.NOT_UNDERSTOOD),
    # ---- Something was told ----
    "and the debrief?": Row(TOLD_STATUS, _heard("unsure", follow_up=SUPPORT), SUPPORT, ONE),
    "what does that stage mean": Row(TOLD_STATUS, _heard("unsure", follow_up=STAGE_MEANING), "imr"),
    "no, the other one, SCR-2026-002": Row(TOLD_STATUS, _heard("unsure", reference=TWO), STATUS, TWO),
    "and where is SCR-2026-002": Row(TOLD_SUPPORT, _heard(STATUS, reference=TWO), STATUS, TWO),
    "put it in my calendar": Row(TOLD_SUPPORT, _heard("debrief_calendar"), "debrief_calendar", ONE),
    "please ask for support for me, pressed": Row(TOLD_SUPPORT, _heard(REQUEST, 1.0), REQUEST, ONE),
    "can somebody ring me": Row(
        TOLD_SUPPORT,
        _heard("unsure", follow_up=REQUEST),
        "unsure",
        unsure=Unsure.SEVERAL_LIKELY,
        offered=(REQUEST,),
    ),
    "once more please": Row(TOLD_SUPPORT, _heard("repeat"), SUPPORT, ONE),
    "why is there no debrief": Row(TOLD_SUPPORT, _heard("unsure", follow_up="feedback"), "feedback"),
    "what did the police get": Row(
        TOLD_SUPPORT, _heard("unsure", follow_up=ANOTHER_TEAM, parties=POLICE), SUPPORT, ONE, POLICE
    ),
    "and the others?": Row(TOLD_SUPPORT, _heard("unsure", follow_up=ANOTHER_TEAM), "not_authorised"),
    "cheers": Row(TOLD_SUPPORT, _heard("thanks"), "thanks"),
    # ---- It was declined ----
    "oh go on": Row(REFUSED, _heard("unsure", 0.2), "not_authorised"),
    "who could tell me": Row(REFUSED, _heard("contact", follow_up="not_authorised"), "not_authorised"),
    "tell me all the same": Row(REFUSED, _heard(SUPPORT), "not_authorised"),
    "fine, then ours": Row(REFUSED, _heard(SUPPORT, own=True), SUPPORT, ONE),
    "fine, how long does it take": Row(REFUSED, _heard("timescale"), "timescale"),
    "what have the police got for SCR-2026-002": Row(
        REFUSED, _heard(SUPPORT, reference=TWO, parties=POLICE), SUPPORT, TWO, POLICE
    ),
    # ---- The emergency route was given just before ----
    "when will somebody come": Row(IN_DANGER, _heard(SUPPORT, 0.52, follow_up=ANOTHER_TEAM), "immediate_danger"),
    "who is coming": Row(IN_DANGER, _heard(STATUS, 0.43, follow_up=SUPPORT), "immediate_danger"),
    "what has been arranged for us": Row(IN_DANGER, _heard(SUPPORT), SUPPORT, ONE),
    "it is SCR-2026-002, you asked": Row(IN_DANGER, _heard("unsure", reference=TWO, is_reference=True), SUPPORT, TWO),
    # ---- There is nothing of that reference to tell ----
    "oh, I meant SCR-2026-001": Row(NOT_FOUND, _heard("unsure", reference=ONE), STATUS, ONE),
    "what does that mean, where no stage was told": Row(
        NOT_FOUND, _heard("unsure", 0.2, follow_up=STAGE_MEANING), "unsure", unsure=Unsure.NOT_UNDERSTOOD
    ),
}


@pytest.mark.parametrize("row", TABLE.values(), ids=TABLE)
def test_a_message_is_read_as_the_table_says(row: Row) -> None:
    reading = READER.read(row.understood, row.conversation)

    assert reading.outcomes == (row.outcome,)
    assert (reading.reference, reading.parties, reading.also) == (row.reference, row.parties, row.also)
    assert (reading.unsure, reading.offered) == (row.unsure, row.offered)


@pytest.mark.parametrize("guard", ["immediate_danger", "case_details", "distress"])
@pytest.mark.parametrize("row", TABLE.values(), ids=TABLE)
def test_a_guard_stands_before_every_row_of_it(row: Row, guard: str) -> None:
    guarded = Understanding(
        row.understood.questions,
        frozenset({guard}),
        reference=row.understood.reference,
        is_reference=row.understood.is_reference,
        parties=row.understood.parties,
        own=row.understood.own,
    )

    assert READER.read(guarded, row.conversation).outcomes == (guard,)


# ---- What is remembered ----


@dataclass(frozen=True)
class Kept:
    """A conversation, a reading in it, and of what is remembered after it: the task, what it waits for, and the rest."""

    conversation: Conversation
    reading: Reading
    task: Optional[str]
    asks: Optional[Asks]
    reference: Optional[str]
    stage_topic: Optional[str] = None
    refused: bool = False


REMEMBERED: Dict[str, Kept] = {
    "a question in between leaves the task waiting": Kept(
        ASKED_WHICH, Reading(("interview",)), STATUS, Asks.REFERENCE, None
    ),
    "so does danger": Kept(ASKED_WHICH, Reading(("immediate_danger",)), STATUS, Asks.REFERENCE, None),
    "so does what was not understood": Kept(
        ASKED_WHICH, Reading(("unsure",), misunderstood=1), STATUS, Asks.REFERENCE, None
    ),
    "never mind drops it, and the stage that could be explained": Kept(TOLD_STATUS, Reading(("cancel",)), None, None, ONE),
    "start again drops all": Kept(REFUSED, Reading(("start_again",)), None, None, None),
    "signing out drops all": Kept(TOLD_STATUS, Reading(("sign_out",)), None, None, None),
    "a task is remembered with its review": Kept(START, Reading((STATUS,), reference=ONE), STATUS, None, ONE),
    "another review takes the place of the one before": Kept(
        TOLD_STATUS, Reading((STATUS,), reference=TWO), STATUS, None, TWO, "imr"
    ),
    "a review that was named alone is remembered": Kept(START, Reading(("unsure",), reference=ONE), None, None, ONE),
    "the stage can be explained after a question in between": Kept(
        TOLD_STATUS, Reading(("interview",)), STATUS, None, ONE, "imr"
    ),
    "what was declined once more may be asked for once more": Kept(
        REFUSED, Reading(("not_authorised",)), SUPPORT, None, ONE, refused=True
    ),
    "after another answer nothing is declined any more": Kept(REFUSED, Reading(("interview",)), SUPPORT, None, ONE),
    "whoever signs in anew is not told what a stage means that another was told": Kept(
        TOLD_STATUS, Reading(("signed_in",), just_signed_in=True), STATUS, None, ONE
    ),
}


@pytest.mark.parametrize("kept", REMEMBERED.values(), ids=REMEMBERED)
def test_what_is_remembered_is_as_the_table_says(kept: Kept) -> None:
    following = after(kept.reading, kept.conversation, TOPICS)

    assert (following.task, following.asks, following.reference) == (kept.task, kept.asks, kept.reference)
    assert (following.stage_topic, following.refused) == (kept.stage_topic, kept.refused)


@pytest.mark.parametrize(
    ("conversation", "outcome", "reference"),
    [
        (ASKED_FOR_CODE, SUPPORT, ONE),
        (Conversation(task=STATUS, asks=Asks.ACCESS_CODE), STATUS, None),
        (START, "signed_in", None),
        (ASKED_WHICH, "signed_in", None),
        (TOLD_STATUS, "signed_in", ONE),
    ],
    ids=["it waited for a code", "with no review named", "nothing was asked", "it waits for a reference", "it was told"],
)
def test_what_waited_for_a_code_goes_on_after_it(conversation: Conversation, outcome: str, reference: Optional[str]) -> None:
    reading = resumed(conversation)

    assert (reading.outcomes, reading.reference, reading.just_signed_in) == ((outcome,), reference, True)
