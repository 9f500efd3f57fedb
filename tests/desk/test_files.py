"""Notes as files: a CSV that no spreadsheet takes for formulas, and a PDF that says what the page says."""

from __future__ import annotations

import csv
import datetime as dt
import io
from dataclasses import replace

import pytest
from pypdf import PdfReader

from scr.assistant import Assistant, load_assistant
from scr.desk.exports import as_csv
from scr.desk.listening import Listening
from scr.desk.pdf import as_pdf
from scr.desk.say import Say
from scr.rules.accounts import Account, Role
from scr.rules.kept_note import KeptNote, Outcome
from scr.rules.triage import CallNote, Route, Urgency
from scr.settings import Settings

AT = dt.datetime(2026, 7, 2, 9, 30, tzinfo=dt.timezone.utc)
NOTE = KeptNote(
    number=12,
    at=AT,
    note=CallNote("teacher", "Education", "rotherham", ("imr", "support_arrangements"), "SCR-2026-001", Urgency.TODAY, True),
    urgency=Urgency.TODAY,
    route=Route.AGENCY_MANAGER,
    from_chat=False,
    call_back_by=AT + dt.timedelta(hours=4),
    owner=Account(1, "Example Handler", Role.HANDLER),
    outcome=Outcome.PASSED_ON,
    closed_at=AT,
    needs_sign_off=True,
    signed_off_by="Example Supervisor",
    version=3,
)


@pytest.fixture(scope="module")
def assistant() -> Assistant:
    return load_assistant(Settings())


def the_csv(assistant: Assistant, *notes: KeptNote) -> "list[dict[str, str]]":
    content = as_csv(notes, assistant.content.desk, Say(assistant.content))
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def the_pdf(assistant: Assistant, note: KeptNote) -> str:
    told = Listening(assistant).with_needs(note.note.needs, note.note.area)
    content = as_pdf(note, told, assistant.content.desk, Say(assistant.content), AT)
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).split())


def test_a_line_of_the_csv_says_what_the_note_says_in_local_time(assistant: Assistant) -> None:
    [line] = the_csv(assistant, NOTE)

    assert line["Number"] == "12"
    assert line["Caller"] == "teacher, Education"
    assert line["Taken"] == "2 Jul 2026, 10:30"
    assert line["Ring back"] == "by 2 Jul 2026, 14:30"
    assert line["Urgency"] == "today"
    assert line["Closed as"] == "passed on"


def test_an_empty_list_is_a_file_with_its_headings(assistant: Assistant) -> None:
    assert as_csv([], assistant.content.desk, Say(assistant.content)).decode("utf-8-sig").startswith("Number,")


@pytest.mark.parametrize("beginning", ["=", "+", "-", "@"])
def test_a_spreadsheet_takes_no_cell_for_a_formula(assistant: Assistant, beginning: str) -> None:
    owner = Account(1, f"{beginning}cmd", Role.HANDLER)

    [line] = the_csv(assistant, replace(NOTE, owner=owner))

    assert line["With"] == f"'{beginning}cmd"


def test_the_pdf_says_what_the_note_says_and_what_the_caller_was_told_with_the_source(assistant: Assistant) -> None:
    text = the_pdf(assistant, NOTE)

    told = assistant.composer.answers_to("imr", "rotherham")
    assert "Call note 12" in text
    assert "teacher, Education" in text
    assert "Signed off by Example Supervisor" in text
    for passage in told:
        assert " ".join(passage.text.split("\n")[0].split())[:60] in text
        assert passage.citation is None or passage.citation.text in text
    assert any(passage.citation for passage in told)


def test_the_pdf_of_every_topic_can_be_made(assistant: Assistant) -> None:
    needs = tuple(assistant.content.ways)

    text = the_pdf(assistant, replace(NOTE, note=replace(NOTE.note, needs=needs)))

    for topic in assistant.content.topics.values():
        assert topic.title in text


def test_what_looks_like_markup_is_shown_as_it_is(assistant: Assistant) -> None:
    owner = Account(1, "<b>Example</b> & <Co>", Role.HANDLER)

    assert "<b>Example</b> & <Co>" in the_pdf(assistant, replace(NOTE, owner=owner))
