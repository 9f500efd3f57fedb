"""A person of the helpline in the widget: who answers now, their words once and in their place, and none lost on the way."""

from __future__ import annotations

import time
from typing import Iterator

import pytest
from playwright.sync_api import Route, expect

from scr.rules.accounts import Account
from scr.rules.handover import Author, Handover
from scr.running import running_assistant
from scr.settings import Settings
from scr.storage.database import connect
from scr.storage.handovers import HandoverStore
from tests.at_the_desk import colleague
from tests.browser.axe import found_by_axe
from tests.browser.conftest import Chat, Embedding, Opening
from tests.server.running import ALLOWED_ORIGIN

pytestmark = pytest.mark.browser

PERSON = "can i speak to a person please"
MINUTE_MS = 60_000
TO_THE_HELPLINE = "You are talking to the helpline."


class Desk:
    """Somebody who takes whatever waits."""

    def __init__(self, settings: Settings) -> None:
        engine = connect(settings.sqlalchemy_url, timeout=5)
        self.store = HandoverStore(engine)
        self.pat: Account = colleague(engine)

    def take(self) -> Handover:
        """What came last; nobody else is waited for."""
        newest = max(self.store.waiting(), key=lambda each: each.number)
        return self.store.take(newest.number, self.pat, time.time())

    def answer(self, handover: Handover, text: str) -> None:
        self.store.answer(handover.number, self.pat, text, time.time())

    def hand_back(self, handover: Handover) -> None:
        self.store.hand_back(handover.number, self.pat, time.time())


@pytest.fixture(scope="module")
def running() -> Iterator[Settings]:
    """An assistant of this file's own, with somebody at its desk."""
    origins = {"SCR_ALLOWED_ORIGINS": f'["{ALLOWED_ORIGIN}"]', "SCR_DESK_HOURS": "Mon-Sun 00:00-23:59"}
    with running_assistant({**origins, "SCR_MESSAGES_PER_MINUTE": "1000"}) as settings:
        yield settings


@pytest.fixture(scope="module")
def desk(running: Settings) -> Desk:
    return Desk(running)


def asks(chat: Chat) -> None:
    """For a person; there is the reply, and the notice after it."""
    before = chat.replies.count()
    chat.send(PERSON)
    expect(chat.replies).to_have_count(before + 2)
    expect(chat.page.locator("#status")).to_be_empty()


def test_whoever_asked_for_a_person_sees_who_answers_and_what_they_write(chat: Chat, desk: Desk) -> None:
    asks(chat)
    expect(chat.page.locator(".answers")).to_contain_text("The assistant answers meanwhile.")
    handover = desk.take()
    expect(chat.page.locator(".answers")).to_have_text(TO_THE_HELPLINE)
    desk.answer(handover, "Hello, how can I help?")

    expect(chat.last).to_contain_text("Hello, how can I help?")
    expect(chat.last.locator("h3")).to_have_text("Helpline")
    expect(chat.ask("it is about my interview")).to_contain_text("Passed to the helpline.")
    assert [word.text for word in desk.store.words(handover.number) if word.author is Author.PERSON] == [
        "it is about my interview"
    ]
    assert found_by_axe(chat.page) == ""

    desk.hand_back(handover)
    expect(chat.last).to_contain_text("I answer you again")
    expect(chat.page.locator(".answers")).to_have_text("The assistant answers.")
    expect(chat.ask("will i be interviewed")).to_contain_text("Quite possibly")


def test_after_reloading_every_word_stands_there_once_and_new_ones_come(chat: Chat, desk: Desk) -> None:
    asks(chat)
    handover = desk.take()
    expect(chat.last).to_contain_text("is here now")
    desk.answer(handover, "the first answer")
    expect(chat.last).to_contain_text("the first answer")
    chat.ask("are you still there")
    before = chat.replies.all_inner_texts()

    chat.page.reload()

    expect(chat.page.locator(".answers")).to_have_text(TO_THE_HELPLINE)
    desk.answer(handover, "the second answer")
    expect(chat.last).to_contain_text("the second answer")
    after = chat.replies.all_inner_texts()
    assert [text for text in after if "first answer" in text] == [text for text in before if "first answer" in text]
    assert sum("second answer" in text for text in after) == 1
    expect(chat.questions).to_have_text([PERSON, "are you still there"])


def test_the_button_in_the_notice_takes_it_back(chat: Chat, desk: Desk) -> None:
    asks(chat)

    expect(chat.press("I no longer need a person")).to_contain_text("no longer need anybody")

    expect(chat.page.locator(".answers")).to_have_text("The assistant answers.")


def test_where_the_network_fails_meanwhile_no_word_is_lost(opening: Opening, desk: Desk) -> None:
    chat = opening().open()
    asks(chat)
    handover = desk.take()
    expect(chat.last).to_contain_text("is here now")

    def cut(route: Route) -> None:
        route.abort()

    chat.page.route("**/chat/helpline*", cut)
    desk.answer(handover, "said while it was cut")
    chat.page.wait_for_timeout(4000)
    chat.page.unroute("**/chat/helpline*")

    expect(chat.last).to_contain_text("said while it was cut", timeout=20_000)


def test_a_closed_panel_says_that_something_has_come(embedding: Embedding, desk: Desk) -> None:
    panel = embedding().open()
    asks(panel)
    handover = desk.take()
    expect(panel.last).to_contain_text("is here now")
    panel.page.keyboard.press("Escape")
    desk.answer(handover, "Are you still there?")

    expect(panel.launcher).to_have_text("New messages")
    panel.launcher.click()
    expect(panel.last).to_contain_text("Are you still there?")
    panel.page.keyboard.press("Escape")
    expect(panel.launcher).to_have_text("Ask about serious case reviews")


def test_before_a_conversation_with_the_helpline_is_cleared_it_is_said_that_nobody_can_answer_then(
    opening: Opening, desk: Desk
) -> None:
    chat = opening()
    chat.page.clock.install()
    chat.open()
    asks(chat)

    expect(chat.page.locator(".answers")).to_contain_text("The helpline has been told")
    chat.page.clock.run_for(28.5 * MINUTE_MS)

    expect(chat.page.locator(".warning")).to_contain_text("the helpline can then no longer answer you here")


def test_who_speaks_stands_in_what_is_saved(chat: Chat, desk: Desk) -> None:
    asks(chat)
    handover = desk.take()
    desk.answer(handover, "Hello from the desk.")
    expect(chat.last).to_contain_text("Hello from the desk.")

    with chat.page.expect_download() as saved:
        chat.choose("Save as a text file")

    text = saved.value.path().read_text(encoding="utf-8")
    assert "Helpline:\nHello from the desk." in text
