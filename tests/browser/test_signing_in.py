"""Signing in on the page: the code has a box of its own, and the register's words are for whoever signed in."""

from __future__ import annotations

from pathlib import Path
from typing import Iterator

import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy.engine import Engine

from scr.running import running_assistant
from scr.settings import Settings
from tests.browser.axe import found_by_axe
from tests.browser.conftest import Chat
from tests.small_register import OWN, failures_forgiven, filled, health_visitor

pytestmark = pytest.mark.browser

_STATUS = f"where has {OWN} got to"
_TOLD = "The agencies are writing their individual management reviews"


@pytest.fixture(scope="module")
def assistant() -> Iterator[Settings]:
    with running_assistant() as settings:
        yield settings


@pytest.fixture(scope="module")
def register(assistant: Settings) -> Iterator[Engine]:
    engine = filled(assistant.sqlalchemy_url)
    yield engine
    engine.dispose()


@pytest.fixture
def code(register: Engine) -> str:
    failures_forgiven(register)
    return health_visitor(register)


@pytest.fixture
def chat(browser: Browser, assistant: Settings) -> Iterator[Chat]:
    context = browser.new_context(base_url=assistant.base_url, viewport={"width": 390, "height": 800})
    chat = Chat(context.new_page()).open()
    yield chat
    context.close()
    assert chat.complaints == []


def entered(chat: Chat, code: str) -> None:
    chat.page.get_by_label("Access code").fill(code)
    chat.answered(lambda: chat.page.get_by_label("Access code").press("Enter"))


def test_the_code_is_asked_for_and_what_was_asked_is_then_told(chat: Chat, code: str) -> None:
    chat.ask(_STATUS)
    expect(chat.last).to_contain_text("Please enter your access code")

    entered(chat, code)

    expect(chat.last).to_contain_text("You are signed in")
    expect(chat.last).to_contain_text(_TOLD)
    expect(chat.page.get_by_label("Access code")).to_have_count(0)
    expect(chat.box).to_be_focused()


def test_a_wrong_code_leaves_one_box_to_try_again_and_focus_in_it(chat: Chat, code: str) -> None:
    chat.ask(_STATUS)

    entered(chat, "B2CD-F3GH-J4KM-N5PQ")

    expect(chat.last).to_contain_text("That code does not work")
    expect(chat.page.get_by_label("Access code")).to_have_count(1)
    expect(chat.page.get_by_label("Access code")).to_be_focused()
    entered(chat, code)
    expect(chat.last).to_contain_text(_TOLD)


def test_a_code_that_is_typed_as_a_question_is_not_left_on_the_screen(chat: Chat, code: str) -> None:
    chat.ask(f"my code is {code}")

    expect(chat.questions.last).to_have_text("(access code entered)")
    assert code not in chat.held()


def test_what_the_register_said_is_gone_once_the_page_is_opened_again(chat: Chat, code: str) -> None:
    chat.ask(_STATUS)
    entered(chat, code)

    chat.page.reload()

    expect(chat.page.get_by_text("I do not keep a copy of it")).to_be_visible()
    assert _TOLD not in chat.held()
    expect(chat.page.get_by_label("Access code")).to_have_count(0)


def test_the_debrief_can_be_taken_away_as_a_calendar_file(chat: Chat, code: str, tmp_path: Path) -> None:
    chat.ask("what has been arranged for us")
    entered(chat, code)

    chat.press("Put the debrief in my calendar")
    with chat.page.expect_download() as download:
        chat.last.get_by_role("link", name="Download the calendar file").click()

    download.value.save_as(tmp_path / "debrief.ics")
    assert download.value.suggested_filename == f"debrief-{OWN}.ics"
    assert "DTSTART:20990303T143500Z" in (tmp_path / "debrief.ics").read_text(encoding="utf-8")


def test_signed_out_nothing_of_the_register_is_told(chat: Chat, code: str) -> None:
    chat.ask(_STATUS)
    entered(chat, code)

    chat.ask("sign out")
    chat.ask(_STATUS)

    expect(chat.last).to_contain_text("Please enter your access code")
    expect(chat.last).not_to_contain_text(_TOLD)


def test_axe_finds_nothing_in_the_form_the_facts_and_the_file(chat: Chat, code: str) -> None:
    chat.ask(_STATUS)
    assert found_by_axe(chat.page) == ""

    entered(chat, code)
    chat.ask("what has been arranged for us")
    chat.press("Put the debrief in my calendar")

    assert found_by_axe(chat.page) == ""
    assert chat.sideways() == 0
