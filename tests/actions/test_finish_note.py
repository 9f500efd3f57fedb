"""A call note is kept by its action, once, and told under its number."""

from __future__ import annotations

import uuid

from scr.rules.triage import CallNote, Route, Urgency
from scr.storage.call_notes import CallNoteStore
from tests.actions.conftest import Serving

NOTE = {
    "role": "teacher",
    "agency": "Education",
    "area": "rotherham",
    "needs": ["imr", "interview"],
    "reference": None,
    "urgency": "today",
    "call_back": True,
}


def finish(serving: Serving, conversation: str, **reading: object) -> "dict[str, object]":
    [said] = serving.server.call("action_finish_note", conversation, reading=reading).json()["responses"]
    return dict(said)


def test_a_note_is_kept_and_named_by_its_number(serving: Serving) -> None:
    said = finish(serving, uuid.uuid4().hex, note=NOTE)

    assert said["response"] == "utter_helpline_triage"
    kept = CallNoteStore(serving.engine).note(int(str(said["note_number"])))
    assert kept is not None
    assert kept.note == CallNote(
        "teacher", "Education", "rotherham", ("imr", "interview"), None, Urgency.TODAY, call_back=True
    )
    assert kept.route is Route.AGENCY_MANAGER


def test_asked_again_it_has_the_same_number(serving: Serving) -> None:
    conversation = uuid.uuid4().hex

    assert finish(serving, conversation, note=NOTE) == finish(serving, conversation, note=NOTE)


def test_without_a_note_it_is_said_that_there_is_none(serving: Serving) -> None:
    assert finish(serving, uuid.uuid4().hex)["response"] == "utter_no_note"
    assert finish(serving, uuid.uuid4().hex, note={**NOTE, "needs": []})["response"] == "utter_no_note"
