"""Somebody asks on the page and gets an answer with its source."""

from __future__ import annotations

from typing import List

import pytest
from playwright.sync_api import Locator, Route, expect

from scr.settings import Settings
from tests.browser.conftest import Chat, Opening
from tests.server.running import Door

pytestmark = pytest.mark.browser

ALONE_IN_THE_FLAT = "a toddler was left alone in the flat downstairs and has been crying for hours"


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


def test_the_source_leads_to_the_paragraph_in_a_tab_of_its_own(chat: Chat) -> None:
    reply = chat.ask("will i be interviewed")

    with chat.page.expect_popup() as opened:
        reply.get_by_role("link", name="North Yorkshire leaflet").click()

    document = opened.value
    expect(document.locator("#p5\\.1")).to_be_in_viewport()
    expect(document.get_by_role("heading", level=1)).to_contain_text("Serious Case Reviews")
    assert document.url.endswith("/documents/north_yorkshire_leaflet#p5.1")
    assert document.evaluate("opener") is None
    expect(chat.replies).to_have_count(2)


def test_the_documents_own_words_are_shown_below_the_answer_and_hidden_again(chat: Chat) -> None:
    reply = chat.ask("how long does a review take")

    reply.get_by_role("button", name="Show the wording").click()

    quotation = reply.locator("blockquote")
    expect(quotation).to_contain_text("It is generally expected that the SCR will be produced in four months.")
    expect(quotation).to_contain_text("Paragraph")
    expect(reply.get_by_role("button", name="Hide the wording")).to_have_attribute("aria-expanded", "true")
    reply.get_by_role("button", name="Hide the wording").click()
    expect(quotation).to_be_hidden()
    expect(chat.replies).to_have_count(2)


def test_wording_that_could_not_be_fetched_can_be_asked_for_once_more(opening: Opening) -> None:
    chat = opening().open()
    reply = chat.ask("how long does a review take")
    chat.page.route("**/paragraphs?*", lambda route: route.abort())
    reply.get_by_role("button", name="Show the wording").click()
    expect(reply.get_by_text("The wording could not be fetched")).to_be_visible()
    chat.page.unroute("**/paragraphs?*")

    reply.get_by_role("button", name="Show the wording").click()

    expect(reply.locator("blockquote")).to_contain_text("four months")


def test_a_related_button_asks_its_question(chat: Chat) -> None:
    chat.ask("will i be interviewed")

    reply = chat.press("Will there be notes of my interview?")

    expect(chat.questions.last).to_have_text("Will there be notes of my interview?")
    expect(reply).to_contain_text("a written record of the interview will be made")


def test_the_buttons_still_ask_after_reloading(chat: Chat) -> None:
    chat.ask("will i be interviewed")
    chat.page.reload()
    expect(chat.questions).to_have_count(1)

    reply = chat.press("Will there be notes of my interview?")

    expect(reply).to_contain_text("a written record of the interview will be made")
    expect(chat.questions).to_have_count(2)


def test_the_send_button_sends_too_and_an_empty_box_sends_nothing(chat: Chat) -> None:
    send = chat.page.get_by_role("button", name="Send", exact=True)
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


def look_of(passage: Locator) -> List[str]:
    return [passage.evaluate(f"it => getComputedStyle(it)['{name}']") for name in ("background-color", "border-left-width")]


def test_danger_stands_out(chat: Chat) -> None:
    calm = look_of(chat.ask("will i be interviewed").locator(".passage").first)

    reply = chat.ask(ALONE_IN_THE_FLAT)

    urgent = reply.locator(".passage.urgent")
    expect(urgent.locator(".mark")).to_have_text("Urgent")
    expect(urgent).to_be_in_viewport()
    expect(urgent.get_by_role("link", name="999")).to_have_attribute("href", "tel:999")
    assert all(ours != theirs for ours, theirs in zip(look_of(urgent), calm, strict=True))


def test_what_comes_while_one_reads_further_up_is_announced_and_does_not_move_the_page(opening: Opening) -> None:
    chat = opening(height=700).open()
    for question in ("will i be interviewed", "how long does a review take", "who is on the panel"):
        chat.ask(question)
    chat.page.evaluate("scrollTo(0, 0)")

    chat.ask("do the family know")

    assert chat.page.evaluate("scrollY") == 0
    chat.page.get_by_role("button", name="New messages").click()
    expect(chat.questions.last).to_be_in_viewport()
    expect(chat.page.get_by_role("button", name="New messages")).to_be_hidden()


@pytest.mark.parametrize("typed", ["<img src=x onerror=alert(1)>will i be interviewed", "<b>will i be interviewed</b>"])
def test_tags_are_shown_as_they_were_typed_and_do_nothing(chat: Chat, typed: str) -> None:
    chat.page.on("dialog", lambda dialog: pytest.fail(dialog.message))

    reply = chat.ask(typed)

    expect(chat.questions.last).to_have_text(typed)
    expect(chat.page.locator("#transcript img, #transcript b")).to_have_count(0)
    expect(reply).to_contain_text("Quite possibly.")


@pytest.mark.parametrize("end", ["event: reply", '"passages"', "event: done"])
def test_a_stream_that_breaks_off_is_asked_for_whole_and_nothing_is_said_twice(
    opening: Opening, running: Settings, end: str
) -> None:
    chat = opening().open()
    wanted: List[str] = []

    def break_off(route: Route) -> None:
        wanted.append(route.request.headers["accept"])
        if wanted[-1] != "text/event-stream":
            return route.continue_()
        answer = route.fetch()
        assert end in answer.text()
        return route.fulfill(response=answer, body=answer.text().split(end)[0])

    chat.page.route("**/chat/messages", break_off)

    reply = chat.ask("will i be interviewed")

    expect(reply).to_contain_text("Quite possibly.")
    expect(chat.questions).to_have_count(1)
    [turn] = Door(running.base_url, chat.kept["scr.token"]).turns()
    assert (turn["text"], len(turn["replies"])) == ("will i be interviewed", 1)
    chat.ask("why?")
    expect(chat.replies).to_have_count(3)
    assert wanted == ["text/event-stream", "application/json", "application/json"]


def test_the_page_talks_to_its_own_server_alone(chat: Chat, running: Settings) -> None:
    for text in ("will i be interviewed", "who can i contact", "a child is being hit next door now"):
        chat.ask(text)

    assert chat.hosts == {f"127.0.0.1:{running.port}"}


def test_where_the_script_does_not_arrive_one_question_is_answered_all_the_same(opening: Opening) -> None:
    chat = opening(java_script_enabled=False)
    chat.page.goto("/")
    chat.page.get_by_label("Your question").fill("will i be interviewed")

    chat.page.get_by_role("button", name="Ask", exact=True).click()

    expect(chat.last).to_contain_text("Quite possibly.")
    expect(chat.last).to_contain_text("paragraph 5.1")
    expect(chat.page.get_by_label("Emergency").get_by_role("link", name="999")).to_be_visible()
