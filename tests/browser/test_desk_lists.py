"""Lists that follow what colleagues do, and a conversation that is answered from the desk into the chat."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Chat
from tests.browser.contexts import context_of
from tests.browser.desk_screen import Sitting
from tests.desk.running import COLLEAGUE, SUPERVISOR, Desk

pytestmark = pytest.mark.browser

PERSON = "can i speak to a person please"


@pytest.fixture
def chat(browser: Browser, desk: Desk) -> Chat:
    """The page of somebody who has a question."""
    return Chat(context_of(browser, 1024, 800, base_url=desk.settings.base_url).new_page()).open()


def newest(desk: Desk) -> int:
    return max(each.number for each in desk.handovers.waiting())


def test_what_one_takes_is_gone_from_everybodys_list_without_a_reload(sitting: Sitting, desk: Desk) -> None:
    desk.talk().send(PERSON)
    link = f"Conversation {newest(desk)}"
    mine, theirs = sitting().open(), sitting(COLLEAGUE).open()
    waiting = "Conversations that wait for somebody"
    expect(theirs.list(waiting)).to_contain_text(link)

    mine.list(waiting).get_by_role("button", name=f"Take conversation {newest(desk)}", exact=True).click()

    expect(theirs.list(waiting).get_by_role("link", name=link, exact=True)).to_have_count(0)


def test_words_half_typed_survive_what_colleagues_do(sitting: Sitting, desk: Desk) -> None:
    screen = sitting().open()
    screen.hear("teacher asks what an imr is")
    before = screen.waiting.get_attribute("data-number")

    desk.staff(COLLEAGUE).keep("midwife asks who is on the panel")

    expect(screen.waiting).not_to_have_attribute("data-number", str(before))
    expect(screen.words).to_have_value("teacher asks what an imr is")
    expect(screen.words).to_be_focused()


def test_a_person_who_asks_for_one_is_answered_in_the_chat(sitting: Sitting, desk: Desk, chat: Chat) -> None:
    chat.ask("what is an imr")
    chat.send(PERSON)
    expect(chat.replies.last).to_contain_text("helpline", ignore_case=True)
    screen = sitting().open(f"/desk/handovers/{newest(desk)}")
    expect(screen.page.locator("#transcript")).to_contain_text("what is an imr")

    screen.page.get_by_role("button", name="Take", exact=True).click()
    screen.page.get_by_label("Your answer").fill("Your manager will ring you this afternoon.")
    screen.page.keyboard.press("Control+Enter")

    expect(chat.page.get_by_text("Your manager will ring you this afternoon.")).to_be_visible()
    chat.send("thank you so much")
    expect(screen.page.locator("#transcript")).to_contain_text("thank you so much")
    screen.page.get_by_role("button", name="Hand back to the assistant").click()
    expect(screen.page.locator("dl")).to_contain_text("handed back to the assistant")
    chat.page.context.close()


def test_a_supervisor_signs_off_what_a_handler_closed(sitting: Sitting, desk: Desk) -> None:
    handler = desk.staff()
    number = handler.keep("teacher asks what an imr is", sign_off="yes")
    handler.post(f"/desk/notes/{number}/close", {"outcome": "answered"})
    screen = sitting(SUPERVISOR).open()

    screen.list("To be signed off").get_by_role("link", name=f"Note {number}", exact=True).click()
    screen.page.get_by_role("button", name="Sign off").click()

    expect(screen.page.get_by_text("Signed off by Example Supervisor")).to_be_visible()


def test_a_note_is_found_and_opened(sitting: Sitting, desk: Desk) -> None:
    number = desk.staff().keep("teacher asks what an imr is")
    screen = sitting().open("/desk/notes")

    screen.page.get_by_label("Number", exact=True).fill(str(number))
    screen.page.get_by_role("button", name="Search").click()
    expect(screen.page.get_by_text("Notes found: 1")).to_be_visible()
    screen.page.get_by_role("link", name=str(number), exact=True).click()

    expect(screen.page.get_by_role("heading", level=1)).to_contain_text(f"Call note {number}")
