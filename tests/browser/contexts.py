"""What a page is opened in: a browser with nothing in it, as large as is asked for."""

from __future__ import annotations

from playwright.sync_api import Browser, BrowserContext

PATIENCE_MS = 10_000


def context_of(browser: Browser, width: int, height: int, **options: object) -> BrowserContext:
    context = browser.new_context(viewport={"width": width, "height": height}, **options)
    context.set_default_timeout(PATIENCE_MS)
    return context
