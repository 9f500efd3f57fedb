"""Finding call notes at the desk: the most urgent come first, closed ones last, and each search finds what it names."""

from __future__ import annotations

import datetime as dt
from typing import List

from scr.rules.accounts import Account
from scr.rules.kept_note import KeptNote, Outcome
from scr.rules.triage import Route, Urgency
from scr.storage.call_notes import CallNoteStore, Wanted
from tests.storage.notes_at_desk import AT, LATER, at_desk, from_chat


def numbers(found: List[KeptNote]) -> List[int]:
    return [note.number for note in found]


def test_open_notes_come_by_urgency_and_then_by_age_and_closed_ones_last(notes: CallNoteStore, handler: Account) -> None:
    closed = at_desk(notes, handler)
    notes.close(closed, handler, Outcome.ANSWERED, AT)
    older, newer = from_chat(notes), from_chat(notes, "another")
    urgent = from_chat(notes, "third", Urgency.TODAY)

    assert numbers(notes.find(Wanted(), AT, 10)) == [urgent, older, newer, closed]


def test_each_search_finds_what_it_names(notes: CallNoteStore, handler: Account) -> None:
    unowned, mine = from_chat(notes), at_desk(notes, handler, due=LATER)
    signed = at_desk(notes, handler, sign_off=True)
    notes.close(signed, handler, Outcome.ANSWERED, AT)
    day = dt.timedelta(days=1)
    found = {
        "number": Wanted(number=mine),
        "route": Wanted(route=Route.PANEL),
        "mine": Wanted(owner_id=handler.id, is_open=True),
        "unowned": Wanted(unowned=True),
        "closed": Wanted(is_open=False),
        "sign off": Wanted(waits_for_sign_off=True),
        "due": Wanted(call_back_due=True),
        "since": Wanted(since=AT + day),
        "before": Wanted(before=AT),
    }

    assert {name: numbers(notes.find(wanted, LATER + day, 10)) for name, wanted in found.items()} == {
        "number": [mine],
        "route": [],
        "mine": [mine],
        "unowned": [unowned],
        "closed": [signed],
        "sign off": [signed],
        "due": [mine],
        "since": [],
        "before": [],
    }
    assert numbers(notes.find(Wanted(call_back_due=True), AT, 10)) == []
