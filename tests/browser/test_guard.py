"""Before a message leaves the browser: does it look like details of a person? Then it can go without them, in one press."""

from __future__ import annotations

import json
from typing import Dict, List

import pytest
from playwright.sync_api import Request, expect

from tests.browser.conftest import Chat, Panel

pytestmark = pytest.mark.browser

NAMED = "is Kayleigh Tribblecote born 4/3/2003 in the review"
CODE = "BCDF-2345-GHJK-6789"


@pytest.fixture
def sent(chat: Chat) -> List[Dict[str, object]]:
    """What the page sends to the chat from now on."""
    found: List[Dict[str, object]] = []

    def note(request: Request) -> None:
        if request.method == "POST" and "/chat/" in request.url:
            found.append(json.loads(request.post_data or "{}"))

    chat.page.on("request", note)
    return found


def test_details_of_a_person_are_noticed_before_anything_is_sent(chat: Chat, sent: List[Dict[str, object]]) -> None:
    chat.send(NAMED)

    expect(chat.guard.get_by_role("listitem")).to_have_text(["Name: Kayleigh Tribblecote", "Date of birth: born 4/3/2003"])
    expect(chat.guard.get_by_role("heading")).to_be_focused()
    expect(chat.guard).to_contain_text("Your question has not been sent.")
    expect(chat.questions).to_have_count(0)
    expect(chat.box).to_have_value(NAMED)
    assert sent == []


def test_one_press_sends_it_without_them(chat: Chat, sent: List[Dict[str, object]]) -> None:
    chat.send(NAMED)

    chat.answered(chat.page.get_by_role("button", name="Send without them").click)

    expect(chat.questions).to_have_text(["is [name] [date of birth] in the review"])
    expect(chat.guard).to_have_count(0)
    expect(chat.box).to_have_value("")
    expect(chat.box).to_be_focused()
    assert [each["text"] for each in sent] == ["is [name] [date of birth] in the review"]
    assert "Tribblecote" not in chat.held()


@pytest.mark.parametrize("way", ["the button", "Esc"])
def test_it_can_be_changed_instead(panel: Panel, way: str) -> None:
    panel.send(NAMED)

    if way == "Esc":
        panel.page.keyboard.press("Escape")
    else:
        panel.page.get_by_role("button", name="Change it").click()

    expect(panel.guard).to_have_count(0)
    expect(panel.dialog).to_be_visible()
    expect(panel.box).to_be_focused()
    expect(panel.box).to_have_value(NAMED)
    panel.ask("is a child in the review")
    expect(panel.questions).to_have_text(["is a child in the review"])


def test_typing_on_takes_the_notice_away(chat: Chat) -> None:
    chat.send(NAMED)
    expect(chat.guard).to_be_visible()

    chat.box.press_sequentially("s")

    expect(chat.guard).to_have_count(0)


@pytest.mark.parametrize(
    "text",
    [
        "will i be interviewed on 3/4/2026",
        "my number is 01632 960123, will i be interviewed",
        "what about SCR-2026-001",
        "will North Yorkshire interview me",
    ],
)
def test_what_says_nothing_about_a_child_stops_nobody(chat: Chat, text: str) -> None:
    chat.ask(text)

    expect(chat.guard).to_have_count(0)
    expect(chat.questions).to_have_text([text])


def test_an_access_code_is_kept_nowhere_while_it_is_typed_and_shown_nowhere_once_it_is_sent(chat: Chat) -> None:
    chat.box.fill("my code is")
    assert chat.kept["scr.draft"] == "my code is"

    chat.box.fill(f"my code is {CODE}")
    assert CODE not in json.dumps(chat.kept)
    chat.answered(lambda: chat.box.press("Enter"))

    expect(chat.guard).to_have_count(0)
    expect(chat.questions).to_have_text(["(access code entered)"])
    expect(chat.box).to_have_value("")
    assert CODE not in chat.held()


def test_a_code_that_was_entered_in_its_own_box_is_left_nowhere(chat: Chat) -> None:
    chat.ask("has our review been published yet")

    chat.page.get_by_label("Access code").fill(CODE)
    chat.answered(chat.page.get_by_role("button", name="Sign in").click)

    assert CODE not in chat.held()
    chat.page.reload()
    expect(chat.questions).to_have_count(1)
    assert CODE not in chat.held()


def test_a_comment_goes_without_details_of_people(chat: Chat, sent: List[Dict[str, object]]) -> None:
    reply = chat.ask("will i be interviewed")
    reply.get_by_role("button", name="This did not help").click()

    reply.get_by_label("Anything else?").fill("Kayleigh Tribblecote said so")
    reply.get_by_role("button", name="Send").click()

    expect(reply.get_by_text("Thank you. This has been noted.")).to_be_visible()
    assert sent[-1]["comment"] == "[name] said so"
