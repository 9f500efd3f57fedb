"""Taking a call: what the caller says becomes answers, a route and a note while it is typed, with the keyboard alone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from scr.rules.triage import Urgency
from tests.browser.desk_screen import Screen, Sitting
from tests.desk.running import Desk

pytestmark = pytest.mark.browser

LINE = "teacher in rotherham asks what an imr is, ring her back today"


def kept_number(page: Page) -> int:
    done = page.locator(".done")
    expect(done).to_be_visible()
    found = re.search(r"Call note (\d+) is kept", done.inner_text())
    assert found is not None
    return int(found[1])


def test_the_screen_is_ready_to_type_into(screen: Screen) -> None:
    expect(screen.words).to_be_focused()


def test_the_fields_the_route_and_the_answers_follow_the_words(screen: Screen) -> None:
    screen.hear(LINE)

    expect(screen.field("Who is calling")).to_have_value("teacher")
    expect(screen.field("Area")).to_have_value("rotherham")
    expect(screen.field("How urgent")).to_have_value("today")
    expect(screen.field("Ring back")).to_have_value("yes")
    expect(screen.answers).to_have_count(3)
    expect(screen.answers.first).to_contain_text("Rotherham procedures")
    expect(screen.page.locator("#chosen")).to_contain_text("A manager in the caller's own agency")
    expect(screen.words).to_be_focused()


def test_a_whole_note_is_taken_with_the_keyboard_alone(screen: Screen, desk: Desk) -> None:
    screen.hear(LINE)
    screen.page.keyboard.press("Alt+Digit2")
    expect(screen.chosen).to_have_count(2)
    screen.page.keyboard.press("Control+Enter")
    number = kept_number(screen.page)

    note = desk.notes.note(number)
    assert note is not None
    assert (note.note.role, note.urgency, len(note.note.needs)) == ("teacher", Urgency.TODAY, 2)
    expect(screen.words).to_have_value("")


def test_what_was_typed_a_moment_ago_is_in_the_note_too(screen: Screen, desk: Desk) -> None:
    screen.words.fill(LINE)
    screen.page.keyboard.press("Control+Enter")

    note = desk.notes.note(kept_number(screen.page))
    assert note is not None
    assert note.note.needs == ("imr",)


def test_a_key_puts_an_answer_in_and_out_again(screen: Screen) -> None:
    screen.hear(LINE)

    screen.page.keyboard.press("Alt+Digit1")
    expect(screen.chosen).to_have_count(0)
    screen.page.keyboard.press("Alt+Digit1")

    expect(screen.chosen).to_have_count(1)
    expect(screen.answers.first.get_by_role("button", name="In the note")).to_have_attribute("aria-pressed", "true")


def test_an_answer_put_in_while_one_goes_on_typing_is_in_the_note(screen: Screen) -> None:
    screen.hear(LINE)

    with screen.slow_answers():
        screen.page.keyboard.press("Alt+Digit2")
        with screen.page.expect_request("**/desk/heard", timeout=5000):
            screen.words.press_sequentially(" please")
    screen.settled()

    expect(screen.chosen).to_have_count(2)


def test_an_answer_put_in_a_moment_ago_is_in_the_note_that_is_kept(screen: Screen, desk: Desk) -> None:
    screen.hear(LINE)

    with screen.slow_answers():
        screen.page.keyboard.press("Alt+Digit2")
        screen.page.keyboard.press("Control+Enter")

    note = desk.notes.note(kept_number(screen.page))
    assert note is not None
    assert len(note.note.needs) == 2


def test_what_the_handler_has_set_stays_while_more_is_typed(screen: Screen) -> None:
    screen.hear("teacher asks what an imr is")
    screen.field("Who is calling").select_option("midwife")
    screen.settled()

    screen.words.press_sequentially(", in rotherham")
    screen.settled()

    expect(screen.field("Who is calling")).to_have_value("midwife")
    expect(screen.field("Area")).to_have_value("rotherham")


def test_the_focus_stays_on_the_button_that_was_pressed(screen: Screen) -> None:
    screen.hear(LINE)
    button = screen.answers.nth(1).get_by_role("button")

    button.focus()
    screen.page.keyboard.press("Enter")
    expect(screen.chosen).to_have_count(2)

    expect(button).to_be_focused()


def test_the_focus_stays_among_the_needs_when_one_is_taken_out(screen: Screen) -> None:
    screen.hear(LINE)

    screen.chosen.first.get_by_role("button").press("Enter")
    expect(screen.chosen).to_have_count(0)

    expect(screen.page.locator("#chosen")).to_be_focused()


def test_a_danger_comes_with_the_emergency_route(screen: Screen) -> None:
    screen.words.press_sequentially("teacher, a child is being hit right now next door")
    screen.settled()

    expect(screen.page.locator("#heard .urgent")).to_contain_text("999")
    expect(screen.page.locator("#chosen .urgency")).to_have_text("emergency")


def test_a_name_is_noticed(screen: Screen) -> None:
    screen.hear("teacher Mrs Quillfeather asks who is on the panel")

    expect(screen.page.locator("#heard")).to_contain_text("A name or another detail of a person was left out")


def test_what_is_missing_is_said_and_the_words_are_still_there(sitting: Sitting) -> None:
    screen = sitting()
    screen.open().hear("who is on the panel")
    screen.page.get_by_role("button", name="Keep the note").click()

    alert = screen.page.get_by_role("alert")
    expect(alert).to_contain_text("Say who is calling")
    expect(screen.words).to_have_value("who is on the panel")
    alert.get_by_role("link", name="Say who is calling").click()
    expect(screen.field("Who is calling")).to_be_focused()
    screen.complaints.clear()  # the browser itself complains of the answer's status, 422


def test_begin_anew_empties_everything(screen: Screen) -> None:
    screen.hear(LINE)

    screen.page.keyboard.press("Alt+Backspace")

    expect(screen.words).to_have_value("")
    expect(screen.chosen).to_have_count(0)


def test_who_hears_the_page_is_told_what_stands_there_once_the_typing_rests(screen: Screen) -> None:
    screen.hear(LINE)

    expect(screen.page.locator("#said")).to_contain_text("Answers: 3. The first:")


@pytest.mark.parametrize("width", [320, 1440])
def test_without_script_the_forms_do_the_same(sitting: Sitting, desk: Desk, width: int) -> None:
    screen = sitting(width=width, java_script_enabled=False).open()

    screen.words.fill(LINE)
    screen.page.get_by_role("button", name="Read the words").click()
    screen.answers.nth(1).get_by_role("button", name="Put into the note").click()
    expect(screen.chosen).to_have_count(2)
    screen.page.get_by_role("button", name="Keep the note").click()

    note = desk.notes.note(kept_number(screen.page))
    assert note is not None
    assert len(note.note.needs) == 2
