"""When something goes wrong, what was typed is kept, what happened is said, and nobody sees what is another's."""

from __future__ import annotations

from typing import List

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Chat, Opening

pytestmark = pytest.mark.browser


def in_order(chat: Chat) -> List[str]:
    found: List[str] = chat.page.locator("#transcript > *").evaluate_all(
        "all => all.map(it => it.classList[it.classList.length - 1])"
    )
    return found


def test_without_a_network_nothing_is_lost_and_trying_again_asks_once(opening: Opening) -> None:
    chat = opening().open()
    chat.page.context.set_offline(True)
    chat.send("will i be interviewed")
    expect(chat.problem).to_contain_text("Your device is offline")
    expect(chat.problem.get_by_role("link", name="999")).to_be_visible()
    expect(chat.box).to_have_value("will i be interviewed")
    expect(chat.questions).to_have_count(0)
    chat.page.context.set_offline(False)
    expect(chat.problem).to_contain_text("Your device is online again. Your question has not been sent yet.")

    reply = chat.answered(chat.page.get_by_role("button", name="Try again").click)

    expect(reply).to_contain_text("Quite possibly.")
    expect(chat.questions).to_have_count(1)
    expect(chat.problem).to_be_empty()
    expect(chat.box).to_have_value("")


def test_who_asks_nothing_while_offline_needs_to_do_nothing(opening: Opening) -> None:
    chat = opening().open()

    chat.page.context.set_offline(True)
    expect(chat.problem).to_contain_text("Your device is offline")
    chat.page.context.set_offline(False)

    expect(chat.problem).to_be_empty()


def test_a_server_that_is_gone_is_said_to_be_and_what_was_typed_is_kept(opening: Opening) -> None:
    chat = opening().open()
    chat.page.route("**/chat/messages", lambda route: route.abort())

    chat.send("will i be interviewed")

    expect(chat.problem).to_contain_text("The assistant could not be reached. Nothing that you typed is lost.")
    expect(chat.box).to_have_value("will i be interviewed")
    chat.page.unroute("**/chat/messages")
    expect(chat.answered(chat.page.get_by_role("button", name="Try again").click)).to_contain_text("Quite possibly.")
    expect(chat.questions).to_have_count(1)
    expect(chat.box).to_be_focused()


def test_what_was_typed_while_an_answer_was_awaited_stays_below_what_could_not_be_sent(opening: Opening) -> None:
    chat = opening().open()
    held = chat.holding("**/chat/messages")
    chat.send("will i be interviewed")
    expect(chat.page.get_by_text("Working on the answer")).to_be_visible()
    chat.box.fill("and then")

    held[0].abort()

    expect(chat.box).to_have_value("will i be interviewed\nand then")


@pytest.mark.parametrize("body", ["<html>Bad gateway</html>", '{"error": "It is busy. Try again in a minute."}'])
def test_an_error_is_told_in_a_sentence_and_what_was_typed_is_kept(opening: Opening, body: str) -> None:
    chat = opening().open()
    chat.page.route("**/chat/messages", lambda route: route.fulfill(status=503, body=body))

    chat.send("will i be interviewed")

    expect(chat.problem).to_contain_text("It is busy" if "busy" in body else "could not be reached")
    expect(chat.problem).not_to_contain_text("html")
    expect(chat.page.get_by_role("button", name="Try again")).to_be_visible()
    expect(chat.box).to_have_value("will i be interviewed")


def test_a_slow_answer_shows_that_it_is_coming_and_a_quick_one_does_not_flicker(opening: Opening) -> None:
    chat = opening().open()
    held = chat.holding("**/chat/messages")

    chat.send("will i be interviewed")

    status = chat.page.get_by_role("status").filter(has_text="Working on the answer")
    expect(status).to_be_visible()
    expect(status.locator(".dots i")).to_have_count(3)
    expect(chat.questions).to_have_text(["will i be interviewed"])
    chat.let_go(held)
    expect(chat.last).to_contain_text("Quite possibly.")
    expect(status).to_have_count(0)


def test_what_is_asked_before_the_conversation_is_open_waits_for_it_and_each_wait_is_named(opening: Opening) -> None:
    chat = opening()
    sessions, messages = chat.holding("**/chat/session"), chat.holding("**/chat/messages")
    chat.page.goto("/")
    chat.send("will i be interviewed")
    # Longer than either wait takes to be named, so that the question's has come up behind the conversation's.
    chat.page.wait_for_timeout(1000)

    expect(chat.page.locator("#status")).to_have_text("Starting the conversation")
    chat.let_go(sessions)
    expect(chat.page.locator("#status")).to_have_text("Working on the answer")
    chat.let_go(messages)
    expect(chat.last).to_contain_text("Quite possibly.")

    expect(chat.page.locator("#status")).to_be_empty()
    assert in_order(chat) == ["from-assistant", "from-you", "from-assistant"]


def test_a_conversation_that_could_not_begin_can_be_tried_again(opening: Opening) -> None:
    chat = opening()
    chat.page.route("**/chat/session", lambda route: route.abort())
    chat.page.goto("/")
    expect(chat.problem).to_contain_text("could not be reached")
    chat.page.unroute("**/chat/session")

    chat.page.get_by_role("button", name="Try again").click()

    expect(chat.replies).to_have_count(1)
    expect(chat.problem).to_be_empty()


def test_without_its_frame_the_assistant_answers_all_the_same(opening: Opening) -> None:
    chat = opening()
    chat.page.route("**/widget/frame?*", lambda route: route.abort())

    chat.open()

    expect(chat.ask("will i be interviewed")).to_contain_text("Quite possibly.")
    assert any("the frame did not arrive" in warning for warning in chat.warnings)


def test_a_question_that_is_too_long_is_kept_and_explained(chat: Chat) -> None:
    chat.send("why " * 501)

    expect(chat.problem).to_contain_text("longer than 2,000 characters")
    expect(chat.box).to_have_attribute("aria-invalid", "true")
    expect(chat.page.locator(".counter")).to_have_text("Characters over the limit of 2,000: 3")
    expect(chat.box).to_have_value("why " * 501)
    expect(chat.questions).to_have_count(0)


def test_near_the_limit_the_characters_left_are_counted(chat: Chat) -> None:
    chat.box.fill("why " * 400)
    expect(chat.page.locator(".counter")).to_be_hidden()

    chat.box.fill("y" * 1990)

    expect(chat.page.locator(".counter")).to_have_text("Characters left: 10")
    expect(chat.page.get_by_role("status").filter(has_text="Characters left: 10")).to_have_count(1)


def test_a_conversation_that_has_ended_is_begun_anew_and_the_question_answered(opening: Opening) -> None:
    chat = opening().open()
    chat.page.evaluate("sessionStorage.setItem('scr.token', 'ended')")

    reply = chat.ask("will i be interviewed")

    expect(reply).to_contain_text("Quite possibly.")
    expect(chat.page.locator(".renewed")).to_contain_text("a new one has begun")
    assert in_order(chat) == ["from-assistant", "renewed", "from-you", "from-assistant"]


def test_a_forged_token_shows_nothing_of_anybodys(opening: Opening) -> None:
    mine, theirs = opening().open(), opening().open()
    mine.ask("will i be interviewed")
    conversation, signature = mine.kept["scr.token"].rsplit(".", 1)
    forged = f"{conversation}.{signature[::-1]}"
    theirs.page.evaluate("forged => sessionStorage.setItem('scr.token', forged)", forged)

    theirs.page.reload()

    expect(theirs.replies).to_have_count(1)
    expect(theirs.questions).to_have_count(0)
    assert theirs.kept["scr.token"] not in (forged, mine.kept["scr.token"])
    assert "will i be interviewed" not in theirs.held()
    assert "will i be interviewed" in mine.held()
