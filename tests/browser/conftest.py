"""A real Chromium, and the page of a running assistant in it."""

from __future__ import annotations

import shutil
from typing import Callable, Iterator, List, Set
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, Request, expect, sync_playwright

from scr.settings import Settings
from tests.server.running import running

__all__ = ["running"]

ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    program = shutil.which("chromium")
    if program is None:
        pytest.fail("Chromium is not installed, and the tests need a real one: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield browser
        browser.close()


class Chat:
    """The page as a person has it: what they type and press, and what then stands there."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.box = page.get_by_label("Your question")
        self.replies = page.locator(".from-assistant")
        self.questions = page.locator(".from-you .typed")
        self.problem = page.get_by_role("alert")
        self.hosts: Set[str] = set()
        self.complaints: List[str] = []
        page.on("request", self._note)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", lambda line: self.complaints.append(line.text) if line.type == "error" else None)

    def _note(self, request: Request) -> None:
        self.hosts.add(urlsplit(request.url).netloc)

    @property
    def last(self) -> Locator:
        return self.replies.last

    def open(self) -> Chat:
        self.page.goto("/")
        expect(self.replies).to_have_count(1)
        return self

    def ask(self, text: str) -> Locator:
        """The reply to a question that is typed and sent with Enter."""
        self.box.fill(text)
        return self.answered(lambda: self.box.press("Enter"))

    def press(self, words: str) -> Locator:
        """The reply to a button in the last reply."""
        return self.answered(lambda: self.last.get_by_role("button", name=words).click())

    def answered(self, act: Callable[[], object]) -> Locator:
        before = self.replies.count()
        act()
        expect(self.replies).to_have_count(before + 1)
        expect(self.page.locator("#status")).to_be_empty()
        return self.last

    def sideways(self) -> int:
        """By how many pixels the page is wider than the window."""
        return int(self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


Opening = Callable[..., Chat]


@pytest.fixture
def opening(browser: Browser, running: Settings) -> Iterator[Opening]:
    """Opens the page in a browser of its own, e.g. ``opening(color_scheme="dark")``; checks afterwards whom it talked to."""
    opened: List[Chat] = []

    def open_page(width: int = 1280, height: int = 800, **options: object) -> Chat:
        context = browser.new_context(base_url=running.base_url, viewport={"width": width, "height": height}, **options)
        chat = Chat(context.new_page())
        opened.append(chat)
        return chat

    yield open_page
    for chat in opened:
        chat.page.context.close()
        assert chat.hosts <= {f"127.0.0.1:{running.port}"}


@pytest.fixture
def chat(opening: Opening) -> Iterator[Chat]:
    """The page, opened; afterwards the browser must have had nothing to complain about."""
    chat = opening().open()
    yield chat
    assert chat.complaints == []
