"""Did a reply help? One press says so, and a few words may say why not."""

from __future__ import annotations

import json
from typing import Any, Dict

import pytest
from playwright.sync_api import Locator, Request, expect

from tests.browser.conftest import Chat, Opening

pytestmark = pytest.mark.browser

THANKS = "Thank you. This has been noted."


def pressed(reply: Locator, words: str) -> Locator:
    return reply.get_by_role("button", name=words, pressed=True)


def given(request: Request) -> Dict[str, Any]:
    found: Dict[str, Any] = json.loads(request.post_data or "{}")
    return found


def test_one_press_says_that_an_answer_helped(chat: Chat) -> None:
    reply = chat.ask("will i be interviewed")

    with chat.page.expect_response("**/chat/feedback") as answer:
        reply.get_by_role("button", name="This helped").click()

    expect(reply.get_by_role("status").filter(has_text=THANKS)).to_be_visible()
    expect(pressed(reply, "This helped")).to_have_count(1)
    expect(pressed(reply, "This did not help")).to_have_count(0)
    assert answer.value.ok
    assert given(answer.value.request)["helpful"] is True


def test_what_was_the_matter_can_be_said(chat: Chat) -> None:
    reply = chat.ask("will i be interviewed")
    reply.get_by_role("button", name="This did not help").click()
    expect(reply.get_by_text("If you like, say why below")).to_be_visible()

    reply.get_by_label("It is hard to understand").check()
    reply.get_by_label("Anything else?").fill("too many words")
    with chat.page.expect_response("**/chat/feedback") as answer:
        reply.get_by_role("button", name="Send").click()

    expect(reply.get_by_role("status").filter(has_text=THANKS)).to_be_visible()
    expect(reply.get_by_label("Anything else?")).to_be_hidden()
    expect(pressed(reply, "This did not help")).to_be_focused()
    assert answer.value.ok
    said = given(answer.value.request)
    assert (said["helpful"], said["reason"], said["comment"]) == (False, "unclear", "too many words")


def test_nobody_has_to_say_why(chat: Chat) -> None:
    reply = chat.ask("will i be interviewed")
    reply.get_by_role("button", name="This did not help").click()

    reply.get_by_role("button", name="Skip").click()

    expect(reply.get_by_text(THANKS)).to_be_visible()
    expect(reply.get_by_label("Anything else?")).to_be_hidden()
    expect(pressed(reply, "This did not help")).to_be_focused()


def test_who_thinks_better_of_it_can_say_so(chat: Chat) -> None:
    reply = chat.ask("will i be interviewed")
    reply.get_by_role("button", name="This did not help").click()
    expect(pressed(reply, "This did not help")).to_have_count(1)

    reply.get_by_role("button", name="This helped").click()

    expect(pressed(reply, "This helped")).to_have_count(1)
    expect(pressed(reply, "This did not help")).to_have_count(0)
    expect(reply.get_by_label("Anything else?")).to_be_hidden()


def test_judgements_that_could_not_be_sent_are_said_not_to_be(opening: Opening) -> None:
    chat = opening().open()
    reply = chat.ask("will i be interviewed")
    chat.page.route("**/chat/feedback", lambda route: route.abort())

    reply.get_by_role("button", name="This helped").click()

    expect(reply.get_by_text("This could not be sent. Press again to try once more.")).to_be_visible()
    expect(pressed(reply, "This helped")).to_have_count(0)
    chat.page.unroute("**/chat/feedback")
    reply.get_by_role("button", name="This helped").click()
    expect(reply.get_by_text(THANKS)).to_be_visible()


def test_an_answer_from_before_a_reload_can_be_judged(chat: Chat) -> None:
    chat.ask("will i be interviewed")
    chat.page.reload()
    expect(chat.questions).to_have_count(1)

    chat.last.get_by_role("button", name="This helped").click()

    expect(chat.last.get_by_text(THANKS)).to_be_visible()


def test_a_greeting_is_nothing_to_be_judged(chat: Chat) -> None:
    expect(chat.last.get_by_role("button", name="This helped")).to_have_count(0)
