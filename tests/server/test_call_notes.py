"""A call note through the running server: begun, finished under a number, kept without a word that was typed."""

from __future__ import annotations

import re
from typing import Any, List, Mapping

import pytest
import sqlalchemy as sa

from scr.rules.triage import CallNote, Urgency
from scr.running import Talk, running_assistant
from scr.settings import Settings
from scr.storage.call_notes import CallNoteStore
from scr.storage.database import connect
from scr.storage.tables import call_notes, conversation_events

pytestmark = pytest.mark.server

CALL = "new call: teacher, Mrs Quillfeather, in rotherham, wants to know when she gets feedback, today please"


def text(replies: List[Mapping[str, Any]]) -> str:
    return "\n".join(passage["text"] for reply in replies for passage in reply["passages"])


def test_a_call_in_one_line_is_kept_under_its_number(running: Settings, talk: Talk) -> None:
    begun = talk.send(CALL)
    finished = talk.send("finish the note")

    assert begun[0]["outcome"] == finished[0]["outcome"] == "triage"
    number = re.search(r"Call note (\d+) is kept", text(finished))
    assert number is not None
    kept = CallNoteStore(connect(running.sqlalchemy_url, timeout=5)).note(int(number[1]))
    assert kept is not None
    assert kept.note == CallNote("teacher", "Education", "rotherham", ("feedback",), None, Urgency.TODAY)


def test_a_name_that_was_typed_stands_nowhere(running: Settings, talk: Talk) -> None:
    talk.send(CALL)
    talk.send("finish the note")

    with connect(running.sqlalchemy_url, timeout=5).connect() as connection:
        for table in (call_notes, conversation_events):
            assert "Quillfeather" not in repr(connection.execute(sa.select(table)).all())


def test_finishing_when_no_note_is_open_begins_nothing(talk: Talk) -> None:
    replies = talk.send("finish the note")

    assert "There is no call note open" in text(replies)


def test_with_the_action_server_down_the_note_stays_open_and_it_is_said() -> None:
    with running_assistant(without=("actions",)) as settings:
        talk = Talk(settings.base_url)
        talk.send(CALL)

        failed = talk.send("finish the note")
        after = talk.send("read it back")

    assert "I cannot keep the note just now" in text(failed)
    assert "- Caller: teacher, Education" in text(after)
