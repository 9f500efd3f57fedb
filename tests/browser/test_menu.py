"""Options: for which area, in which words, how large, in which language; and a conversation to take away."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Chat, Opening, Panel

pytestmark = pytest.mark.browser

INTERVIEW_SOURCE = "North Yorkshire leaflet"
# Chromium without a window prints nothing, so what would go to the printer is kept.
PRINTED = """
const frames = Object.getOwnPropertyDescriptor(HTMLIFrameElement.prototype, 'contentWindow').get;
Object.defineProperty(HTMLIFrameElement.prototype, 'contentWindow', {get() {
  const paper = frames.call(this);
  if (paper) paper.print = () => { top.printed = [paper.document.body.innerText, paper.document.title]; };
  return paper;
}});
"""


def test_options_open_and_close_by_their_button_and_by_esc(panel: Panel) -> None:
    button = panel.page.get_by_role("button", name="Options")
    panel.options.get_by_label("Area").focus()

    panel.page.keyboard.press("Escape")

    expect(panel.page.locator("#options")).to_be_hidden()
    expect(button).to_be_focused()
    expect(button).to_have_attribute("aria-expanded", "false")
    expect(panel.dialog).to_be_visible()
    button.click()
    button.click()
    expect(panel.page.locator("#options")).to_be_hidden()


def test_the_chosen_area_answers_and_says_whom_to_call(chat: Chat) -> None:
    contact = chat.page.locator(".help p")
    in_general = contact.inner_text()

    chat.options.get_by_label("Area").select_option("rotherham")

    expect(contact).not_to_have_text(in_general)
    expect(chat.ask("what support is there for staff").locator(".citation")).to_contain_text("Rotherham procedures")


def test_an_area_that_is_named_in_a_question_is_the_chosen_one_from_then_on(chat: Chat) -> None:
    chat.ask("what support is there for staff in Rotherham")

    expect(chat.options.get_by_label("Area")).to_have_value("rotherham")
    chat.options.get_by_label("Area").select_option("")
    chat.ask("will i be interviewed")
    chat.page.reload()
    expect(chat.questions).to_have_count(2)
    expect(chat.options.get_by_label("Area")).to_have_value("")


def test_plain_language_answers_in_simpler_words(chat: Chat) -> None:
    usual = chat.ask("will i be interviewed").locator(".passage .text").first.inner_text()

    chat.options.get_by_label("Plain language").check()

    reply = chat.ask("will i be interviewed")
    expect(reply.locator(".passage .text").first).not_to_have_text(usual)
    expect(reply.locator(".citation")).to_contain_text(INTERVIEW_SOURCE)
    chat.page.reload()
    expect(chat.options.get_by_label("Plain language")).to_be_checked()


def test_the_text_can_be_made_larger_and_stays_so(chat: Chat) -> None:
    def height() -> float:
        return float(chat.last.locator(".text").first.evaluate("it => parseFloat(getComputedStyle(it).fontSize)"))

    normal = height()
    chat.options.get_by_label("Large", exact=True).check()
    large = height()
    chat.options.get_by_label("Largest").check()

    assert normal * 1.15 < large < height() / 1.15
    chat.page.reload()
    expect(chat.replies).to_have_count(1)
    assert height() > large
    assert chat.sideways() == 0


def test_buttons_and_labels_speak_another_language_and_answers_stay_english(chat: Chat) -> None:
    reply = chat.ask("will i be interviewed")
    chat.box.fill("half a question")

    chat.options.get_by_label("Language of the buttons").select_option("ur")

    expect(chat.page.locator(".assistant")).to_have_attribute("dir", "rtl")
    expect(chat.page.locator("label[for=question]")).not_to_contain_text("Your question")
    expect(chat.page.locator("#question")).to_have_value("half a question")
    expect(reply.locator(".text").first).to_have_attribute("dir", "ltr")
    expect(reply).to_contain_text("Quite possibly.")
    expect(reply.get_by_role("button", name="This helped")).to_have_count(0)
    chat.page.reload()
    expect(chat.page.locator(".assistant")).to_have_attribute("dir", "rtl")


def test_a_language_that_cannot_be_fetched_leaves_the_old_one_and_says_so(opening: Opening) -> None:
    chat = opening().open()
    chat.page.route("**/widget/frame?lang=cy", lambda route: route.abort())

    chat.options.get_by_label("Language of the buttons").select_option("cy")

    expect(chat.page.get_by_text("The language could not be changed.")).to_be_visible()
    expect(chat.box).to_be_visible()


def test_the_conversation_is_saved_as_text_with_its_sources(chat: Chat) -> None:
    chat.ask("will i be interviewed")

    with chat.page.expect_download() as download:
        chat.choose("Save as a text file")

    text = Path(download.value.path()).read_text(encoding="utf-8")
    today = dt.date.today().isoformat()
    assert download.value.suggested_filename == f"scr-conversation-{today}.txt"
    assert text.startswith(f"Serious case review assistant\n\nSaved on {today}\n\nAssistant:\n")
    assert "You:\nwill i be interviewed\n\nAssistant:\nQuite possibly." in text
    assert f"\nSource: {INTERVIEW_SOURCE}" in text
    assert text.rstrip().endswith("gives no advice on a case.")
    expect(chat.page.get_by_role("button", name="Options")).to_be_focused()


def test_the_conversation_is_printed_and_nothing_else_of_the_page(opening: Opening) -> None:
    chat = opening()
    chat.page.add_init_script(PRINTED)
    chat.open().ask("will i be interviewed")

    chat.choose("Print")

    text, title = chat.page.evaluate("printed")
    assert title == "Serious case review assistant"
    assert text.startswith(title)
    assert "will i be interviewed" in text
    assert "Quite possibly." in text
    assert f"Source: {INTERVIEW_SOURCE}" in text
    assert "Options" not in text
    assert "This helped" not in text
    assert chat.complaints == []


@pytest.mark.parametrize("has_clipboard", [True, False])
def test_an_answer_is_copied_with_its_source(opening: Opening, has_clipboard: bool) -> None:
    """Pages without TLS have no clipboard of the newer kind."""
    chat = opening(permissions=["clipboard-read", "clipboard-write"])
    if not has_clipboard:
        chat.page.add_init_script("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    reply = chat.open().ask("will i be interviewed")

    reply.get_by_role("button", name="Copy answer with its source").click()

    expect(reply.get_by_role("status").filter(has_text="Copied")).to_be_visible()
    expect(reply.get_by_role("button", name="Copy answer with its source")).to_be_focused()
    chat.box.focus()
    chat.page.keyboard.press("Control+V")
    assert chat.box.input_value().startswith("Quite possibly.")
    assert f"\nSource: {INTERVIEW_SOURCE}" in chat.box.input_value()
