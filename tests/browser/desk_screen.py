"""The desk in a real browser, as its staff have it."""

from __future__ import annotations

from contextlib import contextmanager
from typing import Callable, Iterator, List

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from tests.browser.contexts import context_of
from tests.desk.running import COOKIE, HANDLER, Desk


class Screen:
    """What one of the staff sees and does."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.words = page.get_by_label("What the caller says")
        self.answers = page.locator("#heard article")
        self.chosen = page.locator("#chosen .needs li")
        self.waiting = page.locator("#waiting")
        self.complaints: List[str] = []
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", lambda line: self.complaints.append(line.text) if line.type == "error" else None)

    def open(self, path: str = "/desk") -> Screen:
        self.page.goto(path)
        return self

    def hear(self, words: str) -> Screen:
        """Types what a caller says, key by key, until the answers have come."""
        self.words.press_sequentially(words)
        expect(self.answers.first).to_be_visible()
        self.settled()
        return self

    def settled(self) -> None:
        """What stands there is what the words come to: nothing is still to be read or under way."""
        expect(self.page.locator("#heard")).to_have_attribute("aria-busy", "false")

    @contextmanager
    def slow_answers(self) -> Iterator[None]:
        """What the server answers to the words comes when all that is done meanwhile is done."""
        withheld: List[Route] = []

        def withhold(route: Route) -> None:
            withheld.append(route)

        self.page.route("**/desk/heard", withhold)
        yield
        for route in withheld:
            route.continue_()
        self.page.unroute("**/desk/heard", withhold)

    def field(self, label: str) -> Locator:
        return self.page.get_by_label(label, exact=True)

    def list(self, title: str) -> Locator:
        return self.waiting.locator("section.list", has_text=title)


Sitting = Callable[..., Screen]


@pytest.fixture
def sitting(browser: Browser, desk: Desk) -> Iterator[Sitting]:
    """Sits somebody down at the desk, e.g. ``sitting(SUPERVISOR, color_scheme="dark")``; no page may have had complaints."""
    screens: List[Screen] = []

    def sit(name: str = HANDLER, width: int = 1440, height: int = 900, **options: object) -> Screen:
        context = context_of(browser, width, height, base_url=desk.settings.base_url, **options)
        session = {"name": COOKIE, "value": desk.staff(name).session, "url": f"{desk.settings.base_url}/desk"}
        context.add_cookies([session])
        screens.append(Screen(context.new_page()))
        return screens[-1]

    yield sit
    for screen in screens:
        screen.page.context.close()
    assert [complaint for screen in screens for complaint in screen.complaints] == []


@pytest.fixture
def screen(sitting: Sitting) -> Screen:
    return sitting().open()
