"""axe finds nothing at WCAG 2.2 AA in any state of the page, the panel and the documents; what is heard of them is right."""

from __future__ import annotations

from typing import Dict

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.axe import found_by_axe
from tests.browser.conftest import DEMO, Chat, Embedding, Opening
from tests.browser.test_asking import ALONE_IN_THE_FLAT

pytestmark = pytest.mark.browser

LOOKS = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "light and narrow": {"color_scheme": "light", "width": 320},
    "dark and narrow": {"color_scheme": "dark", "width": 320},
    "forced colours": {"forced_colors": "active"},
}


class Findings:
    """What axe found, by the state in which it did."""

    def __init__(self, chat: Chat) -> None:
        self._chat = chat
        self.all: Dict[str, str] = {}

    def look(self, state: str, seen: Locator) -> None:
        """Looks at a state, of which this is to be seen."""
        expect(seen).to_be_visible()
        if report := found_by_axe(self._chat.page):
            self.all[state] = report
        if self._chat.sideways():
            self.all[f"{state}, sideways"] = str(self._chat.sideways())


@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing_while_one_asks_on_the_page(opening: Opening, look: str) -> None:
    chat = opening(**LOOKS[look])
    page, findings = chat.open().page, Findings(chat)
    findings.look("before anything is asked", chat.last)

    reply = chat.ask("will i be interviewed")
    reply.get_by_role("button", name="Show the wording").click()
    reply.get_by_role("button", name="This did not help").click()
    findings.look("an answer, its wording and the form below it", reply.get_by_label("Anything else?"))
    chat.ask("lessons")
    chat.ask("has our review been published yet")
    findings.look("an offer and the box for a code", page.get_by_label("Access code"))
    findings.look("options", chat.options.get_by_label("Area"))
    page.get_by_role("button", name="Options").click()
    chat.ask(ALONE_IN_THE_FLAT)
    findings.look("urgent", page.locator(".urgent"))
    chat.send("will Ethel Quillfeather be interviewed")
    findings.look("the guard", chat.guard)
    chat.send("why " * 501)
    findings.look("a problem", chat.problem)

    assert findings.all == {}


@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing_when_a_conversation_ends(opening: Opening, look: str) -> None:
    chat = opening(**LOOKS[look])
    chat.page.clock.install()
    page, findings = chat.open().page, Findings(chat)

    page.clock.run_for(28.5 * 60_000)
    findings.look("the warning that nobody goes on", page.get_by_role("button", name="Stay"))
    chat.choose("End and clear")
    findings.look("ended", page.get_by_text("The conversation has been deleted"))

    assert findings.all == {}


@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing_where_no_script_runs_nor_in_a_document(opening: Opening, look: str) -> None:
    """axe itself needs scripts, so the page's own are kept away instead."""
    chat = opening(**LOOKS[look])
    findings = Findings(chat)
    chat.page.route("**/widget.js", lambda route: route.abort())

    chat.page.goto("/")
    findings.look("without script", chat.page.get_by_text("The conversation needs JavaScript"))
    chat.page.get_by_label("Your question").fill(ALONE_IN_THE_FLAT)
    chat.page.get_by_role("button", name="Ask", exact=True).click()
    findings.look("an answer without script", chat.page.locator(".urgent"))
    chat.page.goto("/documents/north_yorkshire_leaflet#p5.1")
    findings.look("a document", chat.page.locator("#p5\\.1"))

    assert findings.all == {}


@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing_in_the_panel_over_another_page(opening: Opening, look: str) -> None:
    chat = opening(**LOOKS[look])
    findings = Findings(chat)
    chat.page.goto(DEMO)
    findings.look("the demonstration", chat.page.get_by_role("button", name="Ask about reviews"))

    chat.open(DEMO).ask("will i be interviewed")
    findings.look("the panel", chat.page.get_by_role("dialog"))
    findings.look("its options", chat.options.get_by_label("Area"))

    assert findings.all == {}


def test_axe_would_find_what_is_wrong(chat: Chat) -> None:
    chat.page.locator("label[for=question]").evaluate("it => it.remove()")

    assert "label" in found_by_axe(chat.page)


def test_axe_finds_nothing_when_it_is_written_from_right_to_left(embedding: Embedding) -> None:
    panel = embedding('data-lang="ur"')
    panel.arrive().launcher.click()
    expect(panel.replies).to_have_count(1)

    expect(panel.page.locator(".assistant")).to_have_attribute("dir", "rtl")
    assert found_by_axe(panel.page) == ""


def test_new_replies_are_read_out_and_focus_stays_where_one_types(chat: Chat) -> None:
    log = chat.page.get_by_role("log", name="Conversation")
    expect(log).to_have_attribute("aria-live", "polite")

    chat.ask("will i be interviewed")

    expect(log).to_contain_text("Quite possibly.")
    expect(chat.box).to_be_focused()


def test_what_was_read_out_before_reloading_is_not_read_out_again(chat: Chat) -> None:
    chat.ask("will i be interviewed")

    chat.page.reload()

    expect(chat.questions).to_have_count(1)
    expect(chat.page.locator("#transcript")).to_have_attribute("aria-live", "off")


def test_the_language_of_what_is_read_out_is_said(chat: Chat) -> None:
    reply = chat.ask("will i be interviewed")

    chat.options.get_by_label("Language of the buttons").select_option("cy")

    expect(chat.page.locator(".assistant")).to_have_attribute("lang", "cy")
    spoken = reply.locator(".text, cite, .buttons").evaluate_all("all => all.map(it => it.closest('[lang]').lang)")
    assert set(spoken) == {"en-GB"}


def test_who_says_what_is_said_in_headings(chat: Chat) -> None:
    chat.ask("will i be interviewed")

    levels = chat.page.locator("h1, h2, h3").evaluate_all("all => all.map(it => it.tagName + ' ' + it.textContent.trim())")
    assert levels == ["H1 Serious case review assistant", "H2 Conversation", "H3 Assistant", "H3 You", "H3 Assistant"]


def test_a_panel_has_a_name_and_a_heading_and_its_button_says_that_it_opens_one(embedding: Embedding) -> None:
    panel = embedding().arrive()
    expect(panel.launcher).to_have_attribute("aria-haspopup", "dialog")

    panel.open()

    expect(panel.page.get_by_role("dialog", name="Serious case review assistant")).to_be_visible()
    expect(panel.dialog.get_by_role("heading", level=2)).to_have_text("Serious case review assistant")
