"""What becomes of a call note at the desk: each step is one person's, and of two who take it at once one has it."""

from __future__ import annotations

from functools import partial
from typing import List

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from scr.rules.accounts import Account, Role
from scr.rules.kept_note import KeptNote, Outcome
from scr.rules.triage import Urgency
from scr.storage.call_notes import CallNoteStore, NotPossible
from scr.storage.desk_changes import DeskChangeStore, Item
from scr.storage.tables import accounts
from tests.storage.at_once import at_once
from tests.storage.notes_at_desk import AT, LATER, an_account, at_desk, from_chat


@pytest.fixture
def colleague(engine: Engine) -> Account:
    return an_account(engine, "Example Colleague")


@pytest.fixture
def supervisor(engine: Engine) -> Account:
    return an_account(engine, "Example Supervisor", Role.SUPERVISOR)


def the(notes: CallNoteStore, number: int) -> KeptNote:
    note = notes.note(number)
    assert note is not None
    return note


def test_a_note_taken_at_the_desk_is_its_takers(notes: CallNoteStore, handler: Account) -> None:
    note = the(notes, at_desk(notes, handler, due=LATER))

    assert (note.owner, note.call_back_by, note.from_chat) == (handler, LATER, False)


def test_a_note_from_the_chat_is_nobodys_until_it_is_taken(notes: CallNoteStore, handler: Account) -> None:
    number = from_chat(notes)

    notes.take(number, handler, AT)

    assert the(notes, number).owner == handler


def test_what_one_has_taken_nobody_else_can_take(notes: CallNoteStore, handler: Account, colleague: Account) -> None:
    number = from_chat(notes)
    notes.take(number, handler, AT)

    with pytest.raises(NotPossible):
        notes.take(number, colleague, AT)

    assert the(notes, number).owner == handler


def test_of_many_who_take_it_at_once_one_has_it(engine: Engine, notes: CallNoteStore) -> None:
    handlers = [an_account(engine, f"Handler {number}") for number in range(6)]
    number = from_chat(notes)

    became: List[str] = []

    def take(account: Account) -> None:
        try:
            notes.take(number, account, AT)
            became.append("taken")
        except NotPossible:
            became.append("refused")

    at_once(*(partial(take, each) for each in handlers))

    assert sorted(became) == ["refused"] * 5 + ["taken"]
    assert the(notes, number).owner in handlers


def test_an_officer_takes_no_notes(engine: Engine, notes: CallNoteStore) -> None:
    number = from_chat(notes)

    with pytest.raises(NotPossible):
        notes.take(number, an_account(engine, "Example Officer", Role.OFFICER), AT)


def test_a_note_is_given_to_a_colleague_by_whose_it_is(notes: CallNoteStore, handler: Account, colleague: Account) -> None:
    number = at_desk(notes, handler)

    notes.give(number, handler, colleague, AT)

    assert the(notes, number).owner == colleague
    with pytest.raises(NotPossible):
        notes.give(number, handler, handler, AT)


def test_a_supervisor_gives_away_what_is_anybodys(
    notes: CallNoteStore, handler: Account, colleague: Account, supervisor: Account
) -> None:
    number = at_desk(notes, handler)

    notes.give(number, supervisor, colleague, AT)

    assert the(notes, number).owner == colleague


def test_a_note_is_closed_once_and_with_its_outcome(notes: CallNoteStore, handler: Account) -> None:
    number = at_desk(notes, handler)

    notes.close(number, handler, Outcome.PASSED_ON, LATER)

    note = the(notes, number)
    assert (note.outcome, note.closed_at, note.is_open) == (Outcome.PASSED_ON, LATER, False)
    with pytest.raises(NotPossible):
        notes.close(number, handler, Outcome.ANSWERED, LATER)


def test_a_note_is_signed_off_by_somebody_else_than_who_closed_it(
    engine: Engine, notes: CallNoteStore, supervisor: Account
) -> None:
    another = an_account(engine, "Another Supervisor", Role.SUPERVISOR)
    number = at_desk(notes, supervisor, sign_off=True)
    notes.close(number, supervisor, Outcome.ANSWERED, LATER)

    with pytest.raises(NotPossible):
        notes.sign_off(number, supervisor, LATER)
    notes.sign_off(number, another, LATER)

    assert the(notes, number).signed_off_by == "Another Supervisor"


def test_a_handler_signs_nothing_off(notes: CallNoteStore, handler: Account, colleague: Account) -> None:
    number = at_desk(notes, handler, sign_off=True)
    notes.close(number, handler, Outcome.ANSWERED, LATER)

    with pytest.raises(NotPossible):
        notes.sign_off(number, colleague, LATER)


def test_an_emergency_from_the_chat_waits_for_a_sign_off(notes: CallNoteStore) -> None:
    assert the(notes, from_chat(notes, urgency=Urgency.EMERGENCY)).needs_sign_off
    assert not the(notes, from_chat(notes, "another")).needs_sign_off


def test_every_step_stands_among_the_changes_with_who_took_it(
    engine: Engine, notes: CallNoteStore, handler: Account, colleague: Account
) -> None:
    number = from_chat(notes)
    notes.take(number, handler, AT)
    notes.set_call_back(number, handler, LATER, AT)
    notes.give(number, handler, colleague, AT)
    notes.close(number, colleague, Outcome.NO_ACTION, LATER)

    changes = DeskChangeStore(engine).of(Item.NOTE, number)

    assert [(each.change, each.by) for each in changes] == [
        ("kept", None),
        ("taken", "Example Handler"),
        ("call_back_set", "Example Handler"),
        ("given", "Example Handler"),
        ("closed", "Example Colleague"),
    ]


def test_what_is_refused_changes_nothing_and_leaves_no_trace(engine: Engine, notes: CallNoteStore, handler: Account) -> None:
    number = from_chat(notes)
    before = DeskChangeStore(engine).latest_number()

    with pytest.raises(NotPossible):
        notes.close(number, handler, Outcome.ANSWERED, AT)

    assert DeskChangeStore(engine).latest_number() == before


def test_there_is_nothing_to_do_with_a_note_that_is_not_there(notes: CallNoteStore, handler: Account) -> None:
    with pytest.raises(NotPossible):
        notes.take(99, handler, AT)


def test_accounts_that_have_notes_cannot_be_deleted(engine: Engine, notes: CallNoteStore, handler: Account) -> None:
    at_desk(notes, handler)

    with pytest.raises(sa.exc.IntegrityError), engine.begin() as connection:
        connection.execute(accounts.delete())
