"""A real Chromium, and in it the page of a running assistant, or somebody else's page that holds the assistant."""

from __future__ import annotations

import shutil
from typing import Callable, Dict, Iterator, List, Set
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, Request, Route, expect, sync_playwright

from scr.settings import Settings
from tests.browser.contexts import PATIENCE_MS, context_of
from tests.browser.desk_screen import screen, sitting
from tests.desk.running import desk
from tests.server.running import ALLOWED_ORIGIN, running

__all__ = ["desk", "running", "screen", "sitting"]

DEMO = "/demo"
expect.set_options(timeout=PATIENCE_MS)

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
    """The assistant as a person has it: what they type and press, and what then stands there."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.box = page.get_by_label("Your question")
        self.replies = page.locator(".from-assistant")
        self.questions = page.locator(".from-you .typed")
        self.problem = page.locator(".problem[role=alert]")
        self.guard = page.get_by_role("alertdialog")
        self.hosts: Set[str] = set()
        self.complaints: List[str] = []
        self.warnings: List[str] = []
        page.on("request", self._note)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", lambda line: self.complaints.append(line.text) if line.type == "error" else None)
        page.on("console", lambda line: self.warnings.append(line.text) if line.type == "warning" else None)

    def _note(self, request: Request) -> None:
        # What the page made itself, such as a file to be saved, comes from no host.
        if urlsplit(request.url).netloc:
            self.hosts.add(urlsplit(request.url).netloc)

    @property
    def last(self) -> Locator:
        return self.replies.last

    def open(self, path: str = "/") -> Chat:
        self.page.goto(path)
        if path == DEMO:
            self.page.get_by_role("button", name="Ask about reviews").click()
        expect(self.replies).to_have_count(1)
        return self

    def ask(self, text: str) -> Locator:
        """The reply to a question that is typed and sent with Enter."""
        self.box.fill(text)
        return self.answered(lambda: self.box.press("Enter"))

    def send(self, text: str) -> None:
        """Types and sends what may get no reply."""
        self.box.fill(text)
        self.box.press("Enter")

    def press(self, words: str) -> Locator:
        """The reply to a button in the last reply."""
        return self.answered(lambda: self.last.get_by_role("button", name=words).click())

    def answered(self, act: Callable[[], object]) -> Locator:
        before = self.replies.count()
        act()
        expect(self.replies).to_have_count(before + 1)
        expect(self.page.locator("#status")).to_be_empty()
        return self.last

    @property
    def options(self) -> Locator:
        """What stands under Options, opened if need be."""
        button = self.page.get_by_role("button", name="Options")
        if button.get_attribute("aria-expanded") == "false":
            button.click()
        return self.page.locator("#options")

    def choose(self, words: str) -> None:
        self.options.get_by_role("button", name=words).click()

    @property
    def kept(self) -> Dict[str, str]:
        """What the tab keeps for after a reload."""
        found: Dict[str, str] = self.page.evaluate("({...sessionStorage})")
        return found

    def held(self) -> str:
        """All that the tab has, seen or not: the page, the shadow tree of the assistant, what is typed, what is kept."""
        return str(
            self.page.evaluate(
                "() => { const root = document.querySelector('scr-assistant')?.shadowRoot;"
                " const boxes = [...(root?.querySelectorAll('textarea, input') ?? [])].map(it => it.value);"
                " return [document.documentElement.outerHTML, root?.innerHTML, ...boxes,"
                " JSON.stringify({...sessionStorage}), JSON.stringify({...localStorage}), document.cookie].join('\\n') }"
            )
        )

    def holding(self, pattern: str) -> List[Route]:
        """From now on posts to it wait, here, until they are let go."""
        held: List[Route] = []
        self.page.route(pattern, lambda route: held.append(route) if route.request.method == "POST" else route.continue_())
        return held

    def let_go(self, held: List[Route]) -> None:
        """The first of what waits, once it is there."""
        for _ in range(PATIENCE_MS // 20):
            if held:
                break
            self.page.wait_for_timeout(20)
        held[0].continue_()

    def sideways(self) -> int:
        """By how many pixels the page is wider than the window."""
        return int(self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


class Panel(Chat):
    """The assistant in a page of somebody else's, behind a button."""

    def __init__(self, page: Page, address: str) -> None:
        super().__init__(page)
        self.address = address
        self.launcher = page.locator(".launcher")
        self.dialog = page.get_by_role("dialog")

    def arrive(self) -> Panel:
        """On the page; nothing is pressed yet."""
        self.page.goto(self.address)
        return self

    def open(self, path: str = "") -> Panel:
        self.page.goto(path or self.address)
        self.launcher.click()
        expect(self.replies).to_have_count(1)
        return self


Opening = Callable[..., Chat]
Embedding = Callable[..., Panel]


@pytest.fixture
def opening(browser: Browser, running: Settings) -> Iterator[Opening]:
    """Opens the page in a browser of its own, e.g. ``opening(color_scheme="dark")``; checks afterwards whom it talked to."""
    opened: List[Chat] = []

    def open_page(width: int = 1280, height: int = 800, **options: object) -> Chat:
        chat = Chat(context_of(browser, width, height, base_url=running.base_url, **options).new_page())
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


@pytest.fixture
def embedding(browser: Browser, running: Settings) -> Iterator[Embedding]:
    """A page of a board, with the assistant's script in it and a policy that allows no more than that.

    Its arguments are the attributes of the script, e.g. ``embedding('data-title="Ask us"')``, the board's own styles,
    and its address.
    """
    opened: List[Panel] = []

    def embed(
        attributes: str = "",
        styles: str = "",
        origin: str = ALLOWED_ORIGIN,
        width: int = 1280,
        height: int = 800,
        **options: object,
    ) -> Panel:
        context = context_of(browser, width, height, **options)
        # Chromium asks whether a page from the internet may talk to this computer, where the assistant is.
        context.grant_permissions(["local-network-access"], origin=origin)
        page = _host_page(running.base_url, attributes, styles)
        policy = f"default-src 'none'; script-src {running.base_url}; connect-src {running.base_url}; {_STYLES_OF_ITS_OWN}"

        def answer(route: Route) -> None:
            if route.request.url.endswith(".css"):
                return route.fulfill(body=styles, content_type="text/css")
            headers = {"Content-Security-Policy": policy if styles else policy.replace(_STYLES_OF_ITS_OWN, "")}
            return route.fulfill(body=page, content_type="text/html; charset=utf-8", headers=headers)

        context.route(f"{origin}/**", answer)
        panel = Panel(context.new_page(), f"{origin}/contact")
        opened.append(panel)
        return panel

    yield embed
    for panel in opened:
        panel.page.context.close()
        assert panel.hosts <= {f"127.0.0.1:{running.port}", urlsplit(panel.address).netloc}


_STYLES_OF_ITS_OWN = "style-src 'self'"


def _host_page(assistant: str, attributes: str, styles: str) -> str:
    sheet = '<link rel="stylesheet" href="/board.css">' if styles else ""
    return (
        f'<!doctype html><html lang="en"><head><title>A board</title>{sheet}</head><body>'
        '<main><h1>A board</h1><p>Words of the board.</p><a href="/">A link of the board</a></main>'
        f'<script src="{assistant}/widget.js" {attributes}></script></body></html>'
    )


@pytest.fixture
def panel(embedding: Embedding) -> Iterator[Panel]:
    """The panel, opened on a board's page; afterwards the browser must have had nothing to complain about."""
    panel = embedding().open()
    yield panel
    assert panel.complaints == []
