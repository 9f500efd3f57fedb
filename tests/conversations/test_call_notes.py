"""A call handler takes a note: in any order, corrected, interrupted, read back, dropped, finished."""

from __future__ import annotations

from typing import Dict, List, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scr.assistant import Assistant
from scr.replies import Reply, as_text
from scr.rules.conversation import FINISH_NOTE, Conversation
from scr.rules.triage import CallNote, Urgency

NAMES = ["Marmaduke", "Emily Jones", "12 Acacia Avenue", "07700 900123", "12/03/2019", "943 476 5919"]


class Turn(NamedTuple):
    reply: Reply
    finished: bool

    @property
    def note(self) -> CallNote:
        assert self.reply.conversation.note is not None
        return self.reply.conversation.note

    @property
    def text(self) -> str:
        return as_text(self.reply)


def call(assistant: Assistant, *messages: str) -> List[Turn]:
    """The turns of a conversation; a note that is finished is kept under the number 7."""
    conversation, turns = Conversation(), []
    for message in messages:
        reading = assistant.read(message, conversation)
        finished = reading.outcome == FINISH_NOTE
        reply = (
            assistant.composer.finish_note(7, reading, conversation)
            if finished
            else assistant.composer.compose(reading, conversation)
        )
        conversation = reply.conversation
        turns.append(Turn(reply, finished))
    return turns


def test_a_note_is_taken_step_by_step_and_finished_with_its_number_route_and_what_to_say(assistant: Assistant) -> None:
    turns = call(
        assistant, "start a call note", "a midwife", "she wants to know if she gets an interview", "today please", "finish"
    )

    assert [turn.reply.outcome for turn in turns] == ["triage"] * 5
    assert "Who is calling?" in turns[0].text
    assert "What does the caller need?" in turns[1].text
    assert "How urgent is it" in turns[2].text
    assert "Goes to: a manager in the caller's own agency." in turns[3].text
    assert turns[4].finished
    assert "Call note 7 is kept." in turns[4].text
    assert "Quite possibly." in turns[4].text
    assert turns[4].reply.conversation.note is None


def test_a_whole_call_fits_in_one_line(assistant: Assistant) -> None:
    [turn] = call(
        assistant,
        "new call: health visitor from rotherham about SCR-2026-014, wants to know when she gets feedback, not urgent, "
        "ring her back",
    )

    assert turn.note == CallNote(
        "health visitor", "Health", "rotherham", ("feedback",), "SCR-2026-014", Urgency.ROUTINE, call_back=True
    )
    assert "Goes to:" in turn.text


@pytest.mark.parametrize(
    ("words", "outcome"),
    [
        ("midwife on the line, can she bring her union rep to the interview?", "interview_supporter"),
        ("got a caller, police officer, how long do these reviews take", "timescale"),
        ("on the line: foster carer, who counts as family", "family_definition"),
    ],
)
def test_a_question_of_somebody_on_the_line_is_answered_and_begins_no_note(
    assistant: Assistant, words: str, outcome: str
) -> None:
    (turn,) = call(assistant, words)

    assert turn.reply.outcomes == (outcome,)
    assert turn.reply.conversation.note is None


@pytest.mark.parametrize(
    "words",
    [
        "caller on the line, youth worker, rotherham, ring her back",
        "have a caller who is a teacher",
        "new call: midwife asks can she bring her rep to the interview",
    ],
)
def test_somebody_on_the_line_of_whom_facts_are_told_and_whoever_orders_a_note_begin_one(
    assistant: Assistant, words: str
) -> None:
    (turn,) = call(assistant, words)

    assert turn.reply.outcome == "triage"
    assert turn.note.role is not None


def test_a_question_in_between_is_answered_and_the_note_goes_on(assistant: Assistant) -> None:
    turns = call(assistant, "new call", "teacher", "hang on, how long does a review take?", "she needs support for her team")

    assert turns[2].reply.outcome == "timescale"
    assert "The call note is still open. What does the caller need?" in turns[2].text
    assert turns[3].note.needs == ("staff_support",)


def test_a_danger_in_between_comes_first_and_the_note_becomes_an_emergency(assistant: Assistant) -> None:
    turns = call(assistant, "new call", "midwife", "she says the baby is being hit right now", "this week is fine")

    assert turns[2].reply.outcome == "immediate_danger"
    assert turns[2].text.startswith("If somebody is in danger now, call 999.")
    assert "the call note is still open" in turns[2].text
    assert "Goes to: 999" in turns[3].text
    assert "Urgency: emergency" in turns[3].text


@pytest.mark.parametrize(
    ("correction", "expected"),
    [
        ("no, sorry, she's a health visitor", {"role": "health visitor", "agency": "Health"}),
        ("actually it can wait", {"urgency": Urgency.ROUTINE}),
        ("make that this week", {"urgency": Urgency.THIS_WEEK}),
        ("no call back needed actually", {"call_back": False}),
    ],
)
def test_what_was_noted_can_be_corrected(assistant: Assistant, correction: str, expected: Dict[str, object]) -> None:
    before = ("new call", "a teacher", "needs support for the staff", "today", "ring her back")

    note = call(assistant, *before, correction)[-1].note

    assert {name: getattr(note, name) for name in expected} == expected
    assert note.needs == ("staff_support",)


@pytest.mark.parametrize("wish", ["read it back", "whats the note say", "what have you got so far"])
def test_a_note_is_read_back(assistant: Assistant, wish: str) -> None:
    turn = call(assistant, "new call", "teacher in rotherham", wish)[-1]

    assert "- Caller: teacher, Education" in turn.text
    assert "- Area: Rotherham" in turn.text
    assert "I took nothing" not in turn.text


def test_nothing_of_a_note_that_was_dropped_is_left_in_the_next(assistant: Assistant) -> None:
    turns = call(assistant, "new call", "teacher in rotherham, today", "scrap that", "new call")

    assert turns[2].reply.outcome == "cancel"
    assert turns[2].reply.conversation.note is None
    assert turns[3].note == CallNote()


def test_a_note_is_not_finished_before_it_says_who_what_and_how_soon(assistant: Assistant) -> None:
    turn = call(assistant, "new call", "teacher", "finish")[-1]

    assert not turn.finished
    assert "What does the caller need?" in turn.text


def test_what_says_nothing_to_the_note_is_said_to_have_been_left_out(assistant: Assistant) -> None:
    turn = call(assistant, "new call", "hmm let me find my pen")[-1]

    assert "I took nothing from that for the note." in turn.text


def test_a_name_is_left_out_and_the_handler_is_told(assistant: Assistant) -> None:
    turn = call(assistant, "new call", "teacher, Mrs Marmaduke, at the school")[-1]

    assert turn.note == CallNote("teacher", "Education")
    assert "I left out a name" in turn.text
    assert "Marmaduke" not in turn.text


@settings(deadline=None, max_examples=40)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["teacher", "needs support", "today", "the child is", "ring back"]), st.sampled_from(NAMES)
        ),
        min_size=1,
        max_size=4,
    )
)
def test_no_detail_of_anybody_ever_gets_into_a_note_or_is_said_again(
    assistant: Assistant, said: "list[tuple[str, str]]"
) -> None:
    turns = call(assistant, "new call", *(f"{words} {detail}" for words, detail in said))

    for turn in turns:
        shown = turn.text + repr(turn.reply.conversation)
        assert [detail for detail in NAMES if detail in shown] == []
