"""Call notes are kept under numbers that count up, each once, and hold no word that anybody typed."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from scr.rules.triage import CallNote, Route, Urgency, Way
from scr.storage.call_notes import CallNoteStore
from scr.storage.tables import call_notes

AT = dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.timezone.utc)
NOTE = CallNote("teacher", "Education", "rotherham", ("staff_support",), "SCR-2026-001", Urgency.TODAY, call_back=True)
WAY = Way(Route.SUPPORT_CONTACT, Urgency.THIS_WEEK, "Because.")


def keep(engine: Engine, note: CallNote = NOTE, conversation: str = "one") -> int:
    return CallNoteStore(engine).keep(conversation, note, Urgency.TODAY, WAY, AT)


def test_a_note_comes_back_as_it_was_kept(engine: Engine) -> None:
    number = keep(engine)

    kept = CallNoteStore(engine).note(number)
    assert kept is not None
    assert (kept.note, kept.urgency, kept.route, kept.at) == (NOTE, Urgency.TODAY, Route.SUPPORT_CONTACT, AT)
    assert (kept.owner, kept.is_open, kept.from_chat) == (None, True, True)


def test_numbers_count_up(engine: Engine) -> None:
    first = keep(engine)

    second = keep(engine, CallNote("midwife", "Health", needs=("imr",)))

    assert second > first


def test_the_same_note_asked_for_again_has_the_number_that_it_had(engine: Engine) -> None:
    first = keep(engine)

    assert keep(engine) == first


def test_another_call_with_the_same_values_has_a_number_of_its_own(engine: Engine) -> None:
    assert keep(engine) != keep(engine, conversation="another")


def test_there_is_no_note_under_a_number_that_was_never_given(engine: Engine) -> None:
    assert CallNoteStore(engine).note(99) is None


def test_a_number_that_was_told_to_somebody_is_never_given_again(engine: Engine) -> None:
    first = keep(engine)
    with engine.begin() as connection:
        connection.execute(sa.delete(call_notes))

    assert keep(engine) > first
