"""The helpline's desk at work, each figure beside a baseline taken in the same run.

    make bench-desk

Prints, in a real Chromium: milliseconds from a key to what it comes to being shown, by oneself and while 19 colleagues type
too; seconds for a whole note of a call in one line, beside what reading the documents for its answer takes by hand.
"""

from __future__ import annotations

import asyncio
import itertools
import shutil
import statistics
import threading
import time
from typing import Dict, List

import aiohttp
from playwright.sync_api import Page, sync_playwright
from sqlalchemy.engine import Engine

from scr.content import Document, load_content
from scr.rules.accounts import Role
from scr.running import running_assistant
from scr.settings import Settings
from scr.storage import account_sessions
from scr.storage.database import connect
from scr.storage.tables import accounts

_COLLEAGUES = 19
_KEYS_A_SECOND = 5  # sixty words a minute
_WORDS_READ_A_MINUTE = 250  # by an adult, silently: Brysbaert 2019
_CALLS = [
    "teacher in rotherham asks what an imr is, ring her back today",
    "health visitor wants to know if the family is told, no rush",
    "police officer asks who sits on the panel, scr-2026-001",
    "social worker from north yorkshire wants a copy of the report this week",
]
_NOTES = 10


def main() -> None:
    with running_assistant({"SCR_SAMPLE_REGISTER": "false"}) as settings:
        engine = connect(settings.sqlalchemy_url, timeout=5)
        sessions = [_signed_in(engine, f"Handler {number}") for number in range(_COLLEAGUES + 1)]
        with sync_playwright() as playwright:
            program = shutil.which("chromium")
            browser = playwright.chromium.launch(executable_path=program, args=["--headless", "--no-sandbox"])
            context = browser.new_context(base_url=settings.base_url, viewport={"width": 1440, "height": 900})
            url = f"{settings.base_url}/desk"
            context.add_cookies([{"name": "scr_desk", "value": sessions[0], "url": url}])
            page = context.new_page()
            _typing(page)  # what is loaded once is loaded now
            alone = _typing(page)
            with _Colleagues(settings.base_url, sessions[1:]) as colleagues:
                together = _typing(page)
            seconds = [_note(page) for _ in range(_NOTES)]
            browser.close()
        engine.dispose()
    print(f"from a key to its answers shown, alone:      p50 {_p(alone, 50):.0f} ms, p95 {_p(alone, 95):.0f} ms")
    print(f"from a key to its answers shown, 20 at work: p50 {_p(together, 50):.0f} ms, p95 {_p(together, 95):.0f} ms")
    times = _p(together, 95) / _p(alone, 95)
    print(f"  {times:.2f} times; the other 19 had {colleagues.answered} answers, and {colleagues.failed} failed")
    by_hand = _seconds_to_read()
    print(f"a whole note of a call in one line: p50 {_p(seconds, 50):.1f} s, longest {max(seconds):.1f} s")
    print(f"reading both documents through: {by_hand / 60:.0f} minutes, {by_hand / _p(seconds, 50):.0f} times as long")


def _signed_in(engine: Engine, name: str) -> str:
    """The session of a new account."""
    with engine.begin() as connection:
        row = {"name": name, "role": Role.HANDLER.value, "disabled": False}
        added = connection.execute(accounts.insert().values(row)).inserted_primary_key[0]
        return account_sessions.begin(connection, int(added), time.time())


def _typing(page: Page) -> List[float]:
    """Milliseconds for each key of some calls, by the page's own clock."""
    page.goto("/desk")
    times: List[float] = []
    for call in _CALLS:
        page.locator("#words").fill("")
        page.wait_for_load_state("networkidle")
        times += page.evaluate(_TYPE, [call, 1000 / _KEYS_A_SECOND])
    return times


# Inside the page, so that the way to and from the browser is not measured with it. A key counts as answered once the part
# with the answers has been written anew and painted.
_TYPE = """async ([text, pause]) => {
  const words = document.getElementById('words');
  const heard = document.getElementById('heard');
  const times = [];
  for (const key of text) {
    const begun = performance.now();
    const shown = new Promise((resolve) => {
      const watch = new MutationObserver(() => {
        watch.disconnect();
        requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - begun)));
      });
      watch.observe(heard, { childList: true });
    });
    words.value += key;
    words.dispatchEvent(new InputEvent('input', { bubbles: true }));
    times.push(await shown);
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, pause - (performance.now() - begun))));
  }
  return times;
}"""


class _Colleagues:
    """Others who type calls at the same time."""

    def __init__(self, base_url: str, sessions: List[str]) -> None:
        self.answered = self.failed = 0
        self._base_url = base_url
        self._sessions = sessions
        self._over = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._work()))

    def __enter__(self) -> _Colleagues:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    async def _work(self) -> None:
        await asyncio.gather(*(self._type(number, session) for number, session in enumerate(self._sessions)))

    async def _type(self, number: int, session: str) -> None:
        await asyncio.sleep(number / len(self._sessions) / _KEYS_A_SECOND)
        async with aiohttp.ClientSession(headers={"Cookie": f"scr_desk={session}"}) as http:
            async with http.get(f"{self._base_url}/desk") as page:
                token = (await page.text()).split('name="form_token" value="')[1].split('"')[0]
            calls = itertools.cycle(_CALLS[number % len(_CALLS) :] + _CALLS[: number % len(_CALLS)])
            while not self._over.is_set():
                await self._call(http, token, next(calls))

    async def _call(self, http: aiohttp.ClientSession, token: str, call: str) -> None:
        for length in range(1, len(call) + 1):
            begun = time.monotonic()
            form: Dict[str, str] = {"form_token": token, "words": call[:length], "by_hand": ""}
            async with http.post(f"{self._base_url}/desk/heard", data=form) as answer:
                await answer.read()
                self.answered += answer.status == 200
                self.failed += answer.status != 200
            if self._over.is_set():
                return
            await asyncio.sleep(max(0.0, 1 / _KEYS_A_SECOND - (time.monotonic() - begun)))


def _note(page: Page) -> float:
    """Seconds from an empty screen to a note that is kept, at the speed of a script's fingers."""
    page.goto("/desk")
    begun = time.monotonic()
    page.locator("#words").press_sequentially(_CALLS[0])
    page.wait_for_load_state("networkidle")
    page.keyboard.press("Control+Enter")
    page.locator(".done").wait_for()
    return time.monotonic() - begun


def _seconds_to_read() -> float:
    documents: List[Document] = list(load_content(Settings().data_dir).documents.values())
    paragraphs = (paragraph for document in documents for section in document.sections for paragraph in section.paragraphs)
    return sum(len(paragraph.wording.split()) for paragraph in paragraphs) / _WORDS_READ_A_MINUTE * 60


def _p(values: List[float], share: int) -> float:
    return statistics.quantiles(values, n=100, method="inclusive")[share - 1]


if __name__ == "__main__":
    main()
