"""What a tab keeps of a conversation, and that no other tab has it; how it ends, and what is left then: nothing."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from scr.settings import Settings
from tests.browser.conftest import Chat, Embedding, Opening
from tests.server.running import Door

pytestmark = pytest.mark.browser

MINUTE_MS = 60_000
DELETED = "The conversation has been deleted and this screen cleared."


def test_reloading_keeps_the_conversation(chat: Chat) -> None:
    chat.ask("will i be interviewed")
    chat.ask("why?")

    chat.page.reload()

    expect(chat.questions).to_have_text(["will i be interviewed", "why?"])
    expect(chat.last).to_contain_text("Quite possibly.")
    expect(chat.ask("and do they write down what i say")).to_contain_text("written record")


def test_reloading_before_anything_was_asked_greets_again(chat: Chat) -> None:
    chat.page.reload()

    expect(chat.last).to_contain_text("I answer questions about serious case reviews")
    expect(chat.replies).to_have_count(1)


def test_reloading_keeps_what_was_typed_and_not_sent(chat: Chat) -> None:
    chat.ask("will i be interviewed")
    chat.box.fill("half a question")

    chat.page.reload()

    expect(chat.questions).to_have_count(1)
    expect(chat.box).to_have_value("half a question")


def test_a_panel_that_was_open_is_open_on_the_boards_next_page(embedding: Embedding) -> None:
    panel = embedding().open()
    panel.ask("will i be interviewed")

    panel.page.goto("https://board.example/another")

    expect(panel.dialog).to_be_visible()
    expect(panel.questions).to_have_text(["will i be interviewed"])
    assert panel.page.evaluate("document.activeElement === document.body")


def test_details_that_were_typed_are_gone_after_reloading(chat: Chat) -> None:
    chat.send("will Ethel Quillfeather be interviewed")
    assert "Quillfeather" in chat.held()

    chat.answered(chat.page.get_by_role("button", name="Send without them").click)
    chat.page.reload()

    expect(chat.questions).to_have_text(["will [name] be interviewed"])
    assert "Quillfeather" not in chat.held()


@pytest.mark.parametrize("locks", [True, False])
def test_a_tab_that_is_duplicated_has_a_conversation_of_its_own(opening: Opening, locks: bool) -> None:
    first = opening()
    if not locks:
        first.page.context.add_init_script("Object.defineProperty(navigator, 'locks', {value: undefined})")
    first.open().ask("will i be interviewed")
    first.box.fill("mine")

    with first.page.expect_popup() as opened:  # a browser gives it a copy of all that the first tab keeps
        first.page.evaluate("window.open('/')")
    second = Chat(opened.value)

    expect(second.replies).to_have_count(1)
    expect(second.questions).to_have_count(0)
    expect(second.box).to_have_value("")
    assert second.kept["scr.token"] != first.kept["scr.token"]
    expect(second.ask("why?")).to_contain_text("about what")
    first.page.reload()
    expect(first.questions).to_have_text(["will i be interviewed"])
    expect(first.box).to_have_value("mine")


def test_two_windows_hold_two_conversations(opening: Opening) -> None:
    mine, theirs = opening().open(), opening().open()
    mine.ask("will i be interviewed")

    theirs.page.reload()

    expect(theirs.replies).to_have_count(1)
    expect(theirs.questions).to_have_count(0)
    expect(theirs.ask("why?")).to_contain_text("about what")


def test_start_again_begins_a_new_conversation(chat: Chat, running: Settings) -> None:
    chat.ask("will i be interviewed")
    before = Door(running.base_url, chat.kept["scr.token"])
    assert len(before.turns()) == 1

    with chat.page.expect_response(lambda answer: answer.request.method == "DELETE"):
        chat.choose("Start again")

    expect(chat.questions).to_have_count(0)
    expect(chat.replies).to_have_count(1)
    expect(chat.box).to_be_focused()
    assert before.turns() == []
    expect(chat.ask("why?")).to_contain_text("about what")


def test_end_and_clear_leaves_nothing_here_or_on_the_server(chat: Chat, running: Settings) -> None:
    chat.ask("will i be interviewed")
    chat.box.fill("half a question")
    before = Door(running.base_url, chat.kept["scr.token"])
    assert len(before.turns()) == 1
    assert "interviewed" in chat.held()
    assert set(chat.kept) >= {"scr.token", "scr.claim", "scr.seen", "scr.draft"}

    chat.choose("End and clear")

    expect(chat.page.get_by_text(DELETED)).to_be_visible()
    expect(chat.page.get_by_role("button", name="Start a new conversation")).to_be_focused()
    assert before.turns() == []
    assert chat.kept == {}
    assert "interviewed" not in chat.held()
    assert "half a question" not in chat.held()


def test_after_the_end_a_new_conversation_can_begin(chat: Chat) -> None:
    chat.ask("will i be interviewed")
    chat.choose("End and clear")

    chat.page.get_by_role("button", name="Start a new conversation").click()

    expect(chat.replies).to_have_count(1)
    expect(chat.box).to_be_focused()
    expect(chat.ask("why?")).to_contain_text("about what")


def test_an_answer_that_comes_after_the_end_is_not_shown(opening: Opening) -> None:
    chat = opening().open()
    held = chat.holding("**/chat/messages")
    chat.send("will i be interviewed")
    expect(chat.page.get_by_text("Working on the answer")).to_be_visible()

    chat.choose("End and clear")
    answer = held[0].fetch()
    assert "Quite possibly." in answer.text()
    held[0].fulfill(response=answer)
    chat.page.evaluate("fetch('/health').then(it => it.text())")  # comes after it

    expect(chat.page.get_by_text(DELETED)).to_be_visible()
    expect(chat.replies).to_have_count(0)
    assert "scr.token" not in chat.kept


def test_where_the_server_cannot_be_reached_at_the_end_it_is_tried_again(opening: Opening, running: Settings) -> None:
    chat = opening()
    chat.page.clock.install()
    chat.open().ask("will i be interviewed")
    before = Door(running.base_url, chat.kept["scr.token"])
    chat.page.route("**/chat/messages", lambda route: route.abort())
    chat.choose("End and clear")
    expect(chat.page.get_by_text("could not be deleted there yet")).to_be_visible()
    assert len(before.turns()) == 1
    chat.page.unroute("**/chat/messages")

    chat.page.clock.run_for(6000)

    expect(chat.page.get_by_text(DELETED)).to_be_visible()
    assert before.turns() == []


def test_what_nobody_goes_on_with_is_announced_and_then_cleared(opening: Opening, running: Settings) -> None:
    chat = opening()
    chat.page.clock.install()
    chat.open().ask("will i be interviewed")
    chat.box.fill("half a question")
    before = Door(running.base_url, chat.kept["scr.token"])
    warning = chat.page.get_by_role("alert").filter(has_text="this conversation will soon be deleted")
    chat.page.clock.run_for(27 * MINUTE_MS)
    expect(warning).to_have_count(0)

    chat.page.clock.run_for(1.5 * MINUTE_MS)
    expect(warning).to_contain_text("Minutes left: 2.")
    chat.page.clock.run_for(2 * MINUTE_MS)

    expect(chat.page.get_by_text("Nothing happened here for 30 minutes")).to_be_visible()
    expect(chat.questions).to_have_count(0)
    expect(warning).to_have_count(0)
    assert chat.kept == {}
    assert before.turns() == []


def test_whoever_stays_keeps_the_conversation(opening: Opening) -> None:
    chat = opening()
    chat.page.clock.install()
    chat.open().ask("will i be interviewed")
    chat.page.clock.run_for(28.5 * MINUTE_MS)

    chat.page.get_by_role("button", name="Stay").click()

    expect(chat.page.locator(".warning")).to_have_count(0)
    expect(chat.box).to_be_focused()
    chat.page.clock.run_for(27 * MINUTE_MS)
    expect(chat.questions).to_have_text(["will i be interviewed"])


def test_a_closed_panel_warns_too(embedding: Embedding) -> None:
    panel = embedding()
    panel.page.clock.install()
    panel.open().page.keyboard.press("Escape")

    panel.page.clock.run_for(28.5 * MINUTE_MS)
    expect(panel.page.get_by_role("button", name="Stay")).to_be_visible()
    panel.page.clock.run_for(2 * MINUTE_MS)

    expect(panel.page.get_by_role("button", name="Stay")).to_have_count(0)
    panel.launcher.click()
    expect(panel.page.get_by_role("button", name="Start a new conversation")).to_be_focused()


def test_whoever_opens_the_page_half_an_hour_later_finds_nothing(chat: Chat) -> None:
    chat.ask("will i be interviewed")
    chat.page.add_init_script(f"sessionStorage.setItem('scr.seen', Date.now() - 31 * {MINUTE_MS})")

    chat.page.reload()

    expect(chat.page.get_by_text("Nothing happened here for 30 minutes")).to_be_visible()
    assert "interviewed" not in chat.held()
