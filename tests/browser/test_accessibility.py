"""The page can be used by keyboard, on a narrow screen, by a screen reader; axe finds nothing at WCAG 2.2 AA."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import Chat, Opening

pytestmark = pytest.mark.browser

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def found_by_axe(page: Page, *tags: str) -> str:
    """What axe finds wrong, as a report; nothing where all is well."""
    results = Axe().run(page, options={"runOnly": {"type": "tag", "values": list(tags)}, "resultTypes": ["violations"]})
    assert results.response["passes"]
    return results.generate_report() if results.violations_count else ""


def converse(chat: Chat) -> None:
    """Every kind of passage, button and citation that a reply can have, and a problem below them."""
    chat.ask("will i be interviewed")
    chat.press("Show me the wording")
    chat.ask("copies")
    chat.ask("a child is being hit next door now")
    chat.ask("When is a serious case review held?")
    chat.box.fill("why " * 501)
    chat.box.press("Enter")
    expect(chat.problem).to_contain_text("longer than 2,000 characters")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 320])
def test_axe_finds_nothing_before_and_after_replies(opening: Opening, scheme: str, width: int) -> None:
    chat = opening(width=width, color_scheme=scheme).open()
    assert found_by_axe(chat.page, *WCAG) == ""

    converse(chat)

    assert found_by_axe(chat.page, *WCAG) == ""


def test_axe_would_find_what_is_wrong(chat: Chat) -> None:
    chat.page.evaluate("document.querySelector('label[for=question]').remove()")

    assert "label" in found_by_axe(chat.page, *WCAG)


def test_axe_finds_nothing_where_the_page_has_no_javascript(opening: Opening) -> None:
    """axe itself needs scripts, so the page's own are kept away instead."""
    chat = opening()
    chat.page.route("**/chat.js", lambda route: route.abort())
    chat.page.goto("/")

    expect(chat.page.get_by_text("The page is starting")).to_be_visible()
    assert found_by_axe(chat.page, *WCAG) == ""


@pytest.mark.parametrize("width", [390, 320])
def test_nothing_is_wider_than_a_narrow_screen(opening: Opening, width: int) -> None:
    chat = opening(width=width, height=700, has_touch=True, is_mobile=True).open()
    assert chat.sideways() == 0

    converse(chat)
    chat.box.fill("")
    chat.ask("x" * 400)
    chat.ask("https://example.org/" + "a" * 300)

    assert chat.sideways() == 0
    beyond = chat.page.locator("body *").evaluate_all(
        "all => all.filter(it => it.checkVisibility() && it.getBoundingClientRect().right > innerWidth + 1)"
        ".map(it => it.outerHTML)"
    )
    assert beyond == []


def test_with_text_twice_as_large_nothing_is_cut_off_sideways(opening: Opening) -> None:
    chat = opening(width=640).open()
    chat.page.evaluate("document.documentElement.style.fontSize = '200%'")

    chat.ask("will i be interviewed")

    assert chat.sideways() == 0


def test_everything_can_be_done_by_keyboard_alone(opening: Opening) -> None:
    page = (chat := opening().open()).page
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to your question")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.type("will i be interviewed")
    chat.answered(lambda: page.keyboard.press("Enter"))
    expect(chat.last).to_contain_text("Quite possibly.")
    expect(chat.box).to_be_focused()

    page.keyboard.press("Shift+Tab")
    expect(chat.last.get_by_role("button", name="Tell me more")).to_be_focused()
    for _ in range(4):
        page.keyboard.press("Shift+Tab")
    expect(chat.last.get_by_role("button", name="Will there be notes of my interview?")).to_be_focused()
    chat.answered(lambda: page.keyboard.press("Enter"))

    expect(chat.last).to_contain_text("written record")
    expect(chat.box).to_be_focused()


def test_what_has_focus_can_be_seen(opening: Opening) -> None:
    page = opening().open().page
    seen = set()
    for _ in range(9):
        page.keyboard.press("Tab")
        seen.add(
            page.evaluate(
                "(() => { const it = document.activeElement; const style = getComputedStyle(it);"
                " return [it.tagName, parseFloat(style.outlineWidth) >= 2 && style.outlineStyle !== 'none'].join() })()"
            )
        )

    assert {"A,true", "BUTTON,true", "TEXTAREA,true"} <= seen
    assert not [each for each in seen if each.endswith("false") and not each.startswith("BODY")]


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


def test_who_says_what_is_said_in_headings(chat: Chat) -> None:
    chat.ask("will i be interviewed")

    levels = chat.page.locator("h1, h2, h3").evaluate_all("all => all.map(it => it.tagName + ' ' + it.textContent.trim())")
    assert levels[:2] == ["H1 Serious case review assistant", "H2 Conversation"]
    assert levels[2:5] == ["H3 Assistant", "H3 You", "H3 Assistant"]


def test_every_control_is_large_enough_to_be_touched(opening: Opening) -> None:
    chat = opening(width=390, has_touch=True, is_mobile=True).open()
    chat.ask("will i be interviewed")

    small = chat.page.locator("button:visible, textarea:visible").evaluate_all(
        "all => all.map(it => [it.textContent, it.getBoundingClientRect()])"
        ".filter(([, box]) => box.height < 24 || box.width < 24)"
    )
    assert small == []
