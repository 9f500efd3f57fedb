"""Somebody asks on the page and gets an answer with its source."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect

from scr.settings import Settings
from tests.browser.conftest import Chat, Opening

pytestmark = pytest.mark.browser


def test_the_page_greets_and_says_what_it_is(chat: Chat) -> None:
    expect(chat.page).to_have_title("Serious case review assistant")
    expect(chat.last).to_contain_text("I answer questions about serious case reviews")
    expect(chat.page.get_by_text("Do not type names or details of a child or family")).to_be_visible()
    expect(chat.page.get_by_label("Emergency").get_by_role("link", name="999")).to_have_attribute("href", "tel:999")


def test_a_question_is_answered_with_its_source(chat: Chat) -> None:
    reply = chat.ask("will i be interviewed")

    expect(chat.questions.last).to_have_text("will i be interviewed")
    expect(reply).to_contain_text("Quite possibly.")
    expect(reply.locator(".citation")).to_contain_text("Source: North Yorkshire leaflet")
    expect(reply.locator(".citation")).to_contain_text("paragraph 5.1")
    expect(chat.box).to_have_value("")


def test_a_related_button_asks_its_question(chat: Chat) -> None:
    chat.ask("will i be interviewed")

    reply = chat.press("Will there be notes of my interview?")

    expect(chat.questions.last).to_have_text("Will there be notes of my interview?")
    expect(reply).to_contain_text("a written record of the interview will be made")


def test_the_documents_own_words_are_shown_as_a_quotation(chat: Chat) -> None:
    chat.ask("how long does a review take")

    reply = chat.press("Show me the wording")

    expect(reply.locator("blockquote")).to_contain_text(
        "It is generally expected that the SCR will be produced in four months."
    )
    expect(reply).to_contain_text("Word for word from the document")


def test_the_send_button_sends_too_and_an_empty_box_sends_nothing(chat: Chat) -> None:
    send = chat.page.get_by_role("button", name="Send")
    send.click()
    chat.box.fill("   ")
    send.click()
    chat.box.fill("will i be interviewed")

    chat.answered(send.click)

    expect(chat.questions).to_have_count(1)


def test_shift_and_enter_begin_a_new_line(chat: Chat) -> None:
    chat.box.press_sequentially("will i be")
    chat.box.press("Shift+Enter")
    chat.box.press_sequentially("interviewed")

    expect(chat.box).to_have_value("will i be\ninterviewed")
    expect(chat.questions).to_have_count(0)
    expect(chat.answered(lambda: chat.box.press("Enter"))).to_contain_text("Quite possibly.")


def look_of(passage: Locator) -> list[str]:
    return [passage.evaluate(f"it => getComputedStyle(it)['{name}']") for name in ("background-color", "border-left-width")]


def test_danger_stands_out(chat: Chat) -> None:
    calm = look_of(chat.ask("will i be interviewed").locator(".passage").first)

    reply = chat.ask("a toddler was left alone in the flat downstairs and has been crying for hours")

    urgent = reply.locator(".passage.urgent")
    expect(urgent.locator(".mark")).to_have_text("Urgent")
    expect(urgent).to_be_in_viewport()
    expect(urgent.get_by_role("link", name="999")).to_have_attribute("href", "tel:999")
    assert all(ours != theirs for ours, theirs in zip(look_of(urgent), calm, strict=True))


def test_reloading_keeps_the_conversation(chat: Chat) -> None:
    chat.ask("will i be interviewed")
    chat.ask("why?")
    before = chat.page.locator("#transcript").inner_text()

    chat.page.reload()

    expect(chat.questions).to_have_count(2)
    expect(chat.questions.nth(1)).to_have_text("why?")
    expect(chat.last).to_contain_text("Quite possibly.")
    assert "Quite possibly." in before
    expect(chat.ask("and do they write down what i say")).to_contain_text("written record")


def test_start_again_begins_a_new_conversation(chat: Chat) -> None:
    chat.ask("will i be interviewed")

    chat.page.get_by_role("button", name="Start again").click()

    expect(chat.questions).to_have_count(0)
    expect(chat.replies).to_have_count(1)
    expect(chat.ask("why?")).to_contain_text("about what")


def test_two_windows_hold_two_conversations(opening: Opening) -> None:
    mine, theirs = opening().open(), opening().open()
    mine.ask("will i be interviewed")

    theirs.page.reload()

    expect(theirs.replies).to_have_count(0)
    expect(theirs.ask("why?")).to_contain_text("about what")


@pytest.mark.parametrize("typed", ["<img src=x onerror=alert(1)>will i be interviewed", "<b>will i be interviewed</b>"])
def test_tags_are_shown_as_they_were_typed_and_do_nothing(chat: Chat, typed: str) -> None:
    chat.page.on("dialog", lambda dialog: pytest.fail(dialog.message))

    reply = chat.ask(typed)

    expect(chat.questions.last).to_have_text(typed)
    expect(chat.page.locator("#transcript img, #transcript b")).to_have_count(0)
    expect(reply).to_contain_text("Quite possibly.")


def test_details_that_were_typed_are_gone_after_reloading(chat: Chat) -> None:
    chat.ask("will Ethel Quillfeather be interviewed")

    chat.page.reload()

    expect(chat.questions).to_have_count(1)
    expect(chat.page.locator("body")).not_to_contain_text("Quillfeather")


def test_without_a_network_nothing_is_lost_and_trying_again_asks_once(opening: Opening) -> None:
    chat = opening().open()
    chat.page.context.set_offline(True)
    chat.box.fill("will i be interviewed")
    chat.box.press("Enter")
    expect(chat.problem).to_contain_text("could not be reached")
    expect(chat.problem.get_by_role("link", name="999")).to_be_visible()
    expect(chat.box).to_have_value("will i be interviewed")

    chat.page.context.set_offline(False)
    reply = chat.answered(chat.page.get_by_role("button", name="Try again").click)

    expect(reply).to_contain_text("Quite possibly.")
    expect(chat.questions).to_have_count(1)
    expect(chat.problem).to_be_empty()


def test_a_conversation_that_has_ended_is_begun_anew_and_the_question_answered(opening: Opening) -> None:
    chat = opening().open()
    chat.page.evaluate("sessionStorage.setItem('scr.token', 'ended')")

    reply = chat.ask("will i be interviewed")

    expect(reply).to_contain_text("Quite possibly.")
    expect(chat.page.locator(".renewed")).to_contain_text("a new one has begun")


def test_a_question_that_is_too_long_is_kept_and_explained(chat: Chat) -> None:
    chat.box.fill("why " * 501)
    chat.box.press("Enter")

    expect(chat.problem).to_contain_text("longer than 2,000 characters")
    expect(chat.box).to_have_value("why " * 501)
    expect(chat.questions).to_have_count(0)


def test_the_page_talks_to_its_own_server_alone(chat: Chat, running: Settings) -> None:
    for text in ("will i be interviewed", "who can i contact", "a child is being hit next door now"):
        chat.ask(text)

    assert chat.hosts == {f"127.0.0.1:{running.port}"}


def test_while_the_pages_script_does_not_arrive_nothing_can_be_typed_that_would_be_lost(opening: Opening) -> None:
    chat = opening()
    chat.page.route("**/chat.js", lambda route: route.abort())

    chat.page.goto("/")

    expect(chat.page.get_by_text("The page is starting. If nothing more appears, reload it.")).to_be_visible()
    expect(chat.box).to_be_hidden()
    expect(chat.page.get_by_label("Emergency").get_by_role("link", name="999")).to_be_visible()
