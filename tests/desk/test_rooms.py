"""The desk over HTTP: who may come in, what a call comes to, what becomes of notes, and that no word of a call is kept."""

from __future__ import annotations

import datetime as dt
import io
import re
from functools import partial
from typing import List

import pytest
import sqlalchemy as sa
from pypdf import PdfReader

from scr.rules.accounts import Account
from scr.rules.kept_note import KeptNote, Outcome
from scr.rules.triage import CallNote, Route, Urgency
from scr.storage.call_notes import Wanted
from scr.storage.tables import metadata
from tests.desk.running import COLLEAGUE, HANDLER, OFFICER, SUPERVISOR, Desk, Staff
from tests.storage.at_once import at_once

pytestmark = pytest.mark.server

LINE = "teacher in rotherham asks what an imr is, ring her back today"
PAGES = ["/desk", "/desk/notes", "/desk/notes/1", "/desk/notes/1/pdf", "/desk/notes/1/csv", "/desk/notes.csv"]
PAGES += ["/desk/handovers", "/desk/handovers/1", "/desk/handovers/1/words", "/desk/changes", "/desk/waiting"]
FORMS = ["/desk/call", "/desk/heard", "/desk/notes/1/take", "/desk/notes/1/close", "/desk/handovers/1/answer"]


def count(desk: Desk) -> int:
    return len(desk.notes.find(Wanted(), dt.datetime.now(dt.timezone.utc), 1000))


def kept(desk: Desk, number: int) -> KeptNote:
    note = desk.notes.note(number)
    assert note is not None
    return note


# ---- Who may come in ----


@pytest.mark.parametrize("path", PAGES)
def test_who_is_not_signed_in_is_sent_to_sign_in(desk: Desk, path: str) -> None:
    stranger = Staff(desk.settings.base_url, Account(0, "", desk.accounts[HANDLER].role), "no session")

    answer = stranger.get(path)

    assert (answer.status_code, answer.headers["Location"]) == (303, "/desk/sign-in")
    assert stranger.get(path, **{"X-Desk-Script": "1"}).status_code == 401


@pytest.mark.parametrize("path", FORMS)
def test_a_form_without_our_token_does_nothing(handler: Staff, path: str) -> None:
    assert handler.post(path, {"form_token": "guessed", "words": LINE, "do": "keep"}).status_code == 403


@pytest.mark.parametrize("path", FORMS)
def test_a_form_with_a_colleagues_token_does_nothing(desk: Desk, handler: Staff, path: str) -> None:
    theirs = desk.staff(COLLEAGUE).token

    assert handler.post(path, {"form_token": theirs, "words": LINE, "do": "keep"}).status_code == 403


@pytest.mark.parametrize("path", ["/desk", "/desk/notes", "/desk/handovers", "/desk/handovers/1/words", "/desk/changes"])
def test_nothing_of_the_desk_stays_in_a_browser(handler: Staff, path: str) -> None:
    headers = handler.get(path).headers

    assert headers["Cache-Control"] == "no-store"


def test_no_script_but_ours_runs_on_its_pages(handler: Staff) -> None:
    assert "script-src 'self'" in handler.get("/desk").headers["Content-Security-Policy"]


@pytest.mark.parametrize("path", ["/desk/notes/99999", "/desk/notes/99999/pdf", "/desk/handovers/99999"])
def test_there_is_a_page_for_what_is_not_there(handler: Staff, path: str) -> None:
    answer = handler.get(path)

    assert answer.status_code == 404
    assert "There is nothing of that number" in answer.text
    assert '<a href="/desk">Back to the desk</a>' in answer.text


# ---- A call ----


def test_one_line_becomes_a_note_that_is_its_takers(desk: Desk, handler: Staff) -> None:
    note = kept(desk, handler.keep(LINE))

    assert note.note == CallNote("teacher", "Education", "rotherham", ("imr",), None, Urgency.TODAY, True)
    assert (note.route, note.owner) == (Route.AGENCY_MANAGER, handler.account)


def test_while_one_types_the_answers_the_route_and_the_fields_come_back(handler: Staff) -> None:
    answer = handler.post("/desk/heard", {"words": LINE, "by_hand": ""}, **{"X-Desk-Script": "1"}).json()

    assert answer["values"]["role"] == "teacher"
    assert "Rotherham procedures" in answer["heard"]
    assert "manager in the caller" in answer["chosen"]
    assert answer["said"].startswith("Answers: 3.")


def test_what_is_missing_is_said_and_nothing_is_kept(desk: Desk, handler: Staff) -> None:
    before = count(desk)

    answer = handler.post("/desk/call", {"words": "what is an imr", "do": "keep"})

    assert answer.status_code == 422
    assert "Say who is calling" in answer.text
    assert "what is an imr" in answer.text
    assert count(desk) == before


def test_an_officer_takes_no_calls(desk: Desk) -> None:
    answer = desk.staff(OFFICER).post("/desk/call", {"words": LINE, "do": "keep"})

    assert answer.status_code == 422
    assert "takes no calls" in answer.text


def test_words_that_look_like_html_are_words(handler: Staff) -> None:
    answer = handler.post("/desk/call", {"words": '</textarea><script>alert("x")</script>', "do": "read"})

    assert "<script>alert" not in answer.text


def test_no_word_of_a_call_is_kept_anywhere(desk: Desk, handler: Staff) -> None:
    handler.keep(f"{LINE}, her name is Quillfeather and she sounds zanzibarian")

    with desk.engine.connect() as connection:
        rows = repr([connection.execute(sa.select(table)).all() for table in metadata.sorted_tables])
    logs = {path.name: path.read_text(errors="replace") for path in desk.settings.var_dir.glob("**/*.log")}
    assert "teacher" in rows
    assert logs["assistant.log"]
    for word in ("Quillfeather", "zanzibarian"):
        assert word not in rows
        assert word not in "".join(logs.values())


# ---- What becomes of a note ----


def test_a_note_is_given_rung_back_closed_and_signed_off(desk: Desk, handler: Staff) -> None:
    number = handler.keep(LINE, sign_off="yes")
    other = desk.staff(COLLEAGUE)
    here = f"/desk/notes/{number}"

    handler.post(f"{here}/give", {"to": str(other.account.id)})
    other.post(f"{here}/call-back", {"call_back_by": "2026-12-01T10:30"})
    other.post(f"{here}/close", {"outcome": "not_reached"})
    desk.staff(SUPERVISOR).post(f"{here}/sign-off")

    note = kept(desk, number)
    assert (note.owner, note.outcome, note.signed_off_by) == (other.account, Outcome.NOT_REACHED, SUPERVISOR)
    assert f"{note.call_back_by:%H:%M}" == "10:30"
    page = handler.get(here).text
    for step in ("kept, Example Handler", "given to a colleague", "closed, Example Colleague", "Signed off by"):
        assert step in page


@pytest.mark.parametrize(("change", "form"), [("close", {"outcome": "answered"}), ("sign-off", {}), ("take", {})])
def test_what_is_a_colleagues_is_left_alone(desk: Desk, handler: Staff, change: str, form: "dict[str, str]") -> None:
    number = handler.keep(LINE)

    answer = desk.staff(COLLEAGUE).post(f"/desk/notes/{number}/{change}", form)

    assert answer.status_code == 409
    assert kept(desk, number).is_open


@pytest.mark.parametrize(
    ("change", "form"), [("close", {"outcome": "eaten"}), ("give", {"to": "999"}), ("call-back", {"call_back_by": "soon"})]
)
def test_a_form_that_nobody_was_given_does_nothing(desk: Desk, handler: Staff, change: str, form: "dict[str, str]") -> None:
    number = handler.keep(LINE)
    before = kept(desk, number)

    assert handler.post(f"/desk/notes/{number}/{change}", form).status_code == 404
    assert kept(desk, number) == before


def test_of_two_who_take_a_note_at_once_one_has_it_and_the_other_is_told(desk: Desk) -> None:
    talk = desk.talk()
    talk.send(f"new call: {LINE}")
    said = talk.send("finish the note")
    [number] = map(int, re.findall(r"Call note (\d+) is kept", str(said)))
    both = [desk.staff(HANDLER), desk.staff(COLLEAGUE)]
    for each in both:
        assert each.token
    statuses: List[int] = []

    def take(staff: Staff) -> None:
        statuses.append(staff.post(f"/desk/notes/{number}/take").status_code)

    at_once(*(partial(take, each) for each in both))

    assert sorted(statuses) == [303, 409]
    assert kept(desk, number).owner is not None


def test_a_note_is_found_by_its_number_its_route_and_its_day(handler: Staff) -> None:
    number = handler.keep(LINE)

    def finds(query: str) -> bool:
        return f'href="/desk/notes/{number}"' in handler.get(f"/desk/notes?{query}").text

    assert all(map(finds, [f"number={number}", "route=agency_manager", "since=2026-01-01", "whose=mine", "state=open"]))
    others = ["number=99999", "route=communications", "until=2020-01-01", "whose=unowned", "state=closed"]
    assert not any(map(finds, others))


def test_a_list_is_taken_away_by_who_may(desk: Desk, handler: Staff) -> None:
    number = handler.keep(LINE)

    assert handler.get("/desk/notes.csv").status_code == 403
    answer = desk.staff(SUPERVISOR).get(f"/desk/notes.csv?number={number}")

    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert len(answer.text.splitlines()) == 2


def test_a_note_is_saved_as_pdf_and_csv(handler: Staff) -> None:
    number = handler.keep(LINE)

    pdf = handler.get(f"/desk/notes/{number}/pdf")
    csv = handler.get(f"/desk/notes/{number}/csv")

    assert f"Call note {number}" in PdfReader(io.BytesIO(pdf.content)).pages[0].extract_text()
    assert f'filename="call-note-{number}.csv"' in csv.headers["Content-Disposition"]


def test_every_change_is_seen_by_the_pages_that_lie_open(desk: Desk, handler: Staff) -> None:
    before = handler.get("/desk/changes").json()["number"]

    number = desk.staff(COLLEAGUE).keep(LINE)

    answer = handler.get("/desk/waiting").json()
    assert answer["number"] > before
    assert f"/desk/notes/{number}" not in answer["waiting"]  # a colleague's is none of one's own work
