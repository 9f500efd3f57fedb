"""The web at size, each figure beside a baseline taken in the same run.

    make bench-web

Prints: the widget's size; first paint of the page, and the time from Enter to the reply's being shown, in a real Chromium;
200 open conversations at 20 messages a second: replies lost, doubled or swapped, and milliseconds from message to whole
reply, beside those of one conversation alone.
"""

from __future__ import annotations

import asyncio
import gzip
import json
import random
import shutil
import statistics
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Dict, List

import aiohttp
from playwright.sync_api import Page, sync_playwright

from scr.running import running_assistant
from scr.settings import ROOT

_UNLIMITED = {"SCR_MESSAGES_PER_MINUTE": "1000000", "SCR_ADDRESS_MESSAGES_PER_MINUTE": "1000000"}
_QUESTIONS = {
    "will i be interviewed": "interview",
    "how long does a review take": "timescale",
    "what is an imr": "imr",
    "who decides on a review": "who_decides",
    "can i have a copy of the report": "report_copy",
}
_CONVERSATIONS, _A_SECOND, _SECONDS = 200, 20, 60
_PAINTS, _REPLIES = 15, 60
_PAINTED = """() => new Promise((resolve) => {
  const look = () => {
    const [paint] = performance.getEntriesByName('first-contentful-paint');
    if (paint) resolve(paint.startTime);
    else requestAnimationFrame(look);
  };
  look();
})"""


def main() -> None:
    script = (ROOT / "scr" / "web" / "static" / "widget.js").read_bytes()
    print(f"the widget: {len(script) / 1000:.1f} KB, {len(gzip.compress(script)) / 1000:.1f} KB compressed")
    with running_assistant(_UNLIMITED) as settings:
        _in_a_browser(settings.base_url)
        alone = asyncio.run(_load(settings.base_url, 1, 5, 20))
        alone.print("one conversation, 5 messages a second")
        together = asyncio.run(_load(settings.base_url, _CONVERSATIONS, _A_SECOND, _SECONDS))
        together.print(f"{_CONVERSATIONS} conversations, {_A_SECOND} messages a second")
        print(f"  p95 is {together.p95 / alone.p95:.2f} times that of one conversation alone")


def _in_a_browser(base_url: str) -> None:
    with sync_playwright() as playwright:
        program = shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=program, args=["--headless", "--no-sandbox"])
        blank, paints = [], []
        for _ in range(_PAINTS):
            page = browser.new_context().new_page()
            page.goto(f"{base_url}/documents/north_yorkshire_leaflet")
            blank.append(float(page.evaluate(_PAINTED)))
            page.goto(base_url)
            paints.append(float(page.evaluate(_PAINTED)))
            page.context.close()
        print(f"first paint: p50 {_p(paints, 50):.0f} ms, p95 {_p(paints, 95):.0f} ms")
        print(f"  of a page without script: p50 {_p(blank, 50):.0f} ms")
        shown = _replies_shown(browser.new_context(base_url=base_url).new_page())
        print(f"from Enter to the reply shown: p50 {_p(shown, 50):.0f} ms, p95 {_p(shown, 95):.0f} ms")
        browser.close()


def _replies_shown(page: Page) -> List[float]:
    """Milliseconds, by the page's own clock."""
    page.goto("/")
    replies = page.locator(".from-assistant")
    replies.first.wait_for()
    times = []
    for number in range(_REPLIES):
        page.get_by_label("Your question").fill(list(_QUESTIONS)[number % len(_QUESTIONS)])
        times.append(float(page.evaluate(_SEND_AND_WAIT)))
    return times


# In one go inside the page, so that the way to and from the browser is not measured with it.
_SEND_AND_WAIT = """() => new Promise((resolve) => {
  const root = document.querySelector('scr-assistant').shadowRoot;
  const before = root.querySelectorAll('.from-assistant').length;
  const started = performance.now();
  const watch = new MutationObserver(() => {
    if (root.querySelectorAll('.from-assistant').length === before) return;
    watch.disconnect();
    requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - started)));
  });
  watch.observe(root, { childList: true, subtree: true });
  root.querySelector('#question').form.requestSubmit();
})"""


@dataclass
class _Found:
    """What came of the messages of one load."""

    milliseconds: List[float] = field(default_factory=list)
    faults: Counter[str] = field(default_factory=Counter)

    @property
    def p95(self) -> float:
        return _p(self.milliseconds, 95)

    def print(self, what: str) -> None:
        faults = ", ".join(f"{self.faults[kind]} {kind}" for kind in ("lost", "doubled", "swapped"))
        p50 = _p(self.milliseconds, 50)
        print(f"{what}: {len(self.milliseconds)} answered, {faults}; p50 {p50:.0f} ms, p95 {self.p95:.0f} ms")


async def _load(base_url: str, conversations: int, a_second: int, seconds: int) -> _Found:
    """Messages at a steady rate, each of some conversation; a conversation that is still answering is passed over."""
    found = _Found()
    chance = random.Random(1)
    async with aiohttp.ClientSession(base_url, connector=aiohttp.TCPConnector(limit=0)) as session:
        tokens = [await _begin(session) for _ in range(conversations)]
        free, under_way = set(tokens), set()
        started = time.perf_counter()
        for number in range(a_second * seconds):
            await asyncio.sleep(max(0.0, started + number / a_second - time.perf_counter()))
            if not free:
                continue
            token = chance.choice(sorted(free))
            free.discard(token)
            task = asyncio.ensure_future(_ask(session, token, chance.choice(list(_QUESTIONS)), found))
            task.add_done_callback(lambda _, token=token: free.add(token))
            under_way.add(task)
        await asyncio.gather(*under_way)
    return found


async def _begin(session: aiohttp.ClientSession) -> str:
    async with session.post("/chat/session", json={}) as response:
        return str((await response.json())["token"])


async def _ask(session: aiohttp.ClientSession, token: str, question: str, found: _Found) -> None:
    headers = {"Authorization": f"Bearer {token}", "Accept": "text/event-stream"}
    body = {"text": question, "id": f"{random.random()}", "plain": False}
    started = time.perf_counter()
    async with session.post("/chat/messages", json=body, headers=headers) as response:
        stream = (await response.read()).decode()
    found.milliseconds.append((time.perf_counter() - started) * 1000)
    events: List[Dict[str, Any]] = [
        json.loads(block.split("data: ", 1)[1]) for block in stream.split("\n\n") if block.startswith("event: reply")
    ]
    if not events:
        found.faults["lost"] += 1
    if len(events) > 1:
        found.faults["doubled"] += 1
    if any(event["outcome"] != _QUESTIONS[question] for event in events):
        found.faults["swapped"] += 1


def _p(values: List[float], percent: int) -> float:
    return statistics.quantiles(values, n=100, method="inclusive")[percent - 1]


if __name__ == "__main__":
    main()
