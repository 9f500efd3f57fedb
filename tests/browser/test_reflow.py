"""It can be read and used on narrow and low screens, magnified, with wide letters, without movement, from right to left."""

from __future__ import annotations

from typing import List

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DEMO, Chat, Embedding, Opening

pytestmark = pytest.mark.browser

# WCAG 2.2, 1.4.12: what somebody may set who reads better so.
SPACING = """
() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
    p { margin-block-end: 2em !important }`);
  const root = document.querySelector('scr-assistant')?.shadowRoot;
  for (const each of [document, root]) if (each) each.adoptedStyleSheets = [...each.adoptedStyleSheets, sheet];
}
"""
CONTROLS = "button:visible, textarea:visible, select:visible, input:visible, summary:visible, a:visible"


def converse(chat: Chat) -> None:
    """Every kind of passage, button and citation that a reply can have, and a problem below them."""
    reply = chat.ask("will i be interviewed")
    reply.get_by_role("button", name="Show the wording").click()
    expect(reply.locator("blockquote")).to_be_visible()
    reply.get_by_role("button", name="This did not help").click()
    chat.ask("lessons")
    chat.ask("has our review been published yet")
    chat.ask("a child is being hit next door now")
    chat.ask("x" * 400)
    chat.ask("https://example.org/" + "a" * 300)
    chat.send("why " * 501)
    expect(chat.problem).to_contain_text("longer than 2,000 characters")


def cut_off(page: Page) -> List[str]:
    """What stands beyond the window's edge, or is wider than the box that hides the rest of it."""
    found: List[str] = page.locator("body *").evaluate_all(
        "all => all.filter(it => it.checkVisibility() && !it.closest('.heard-only, .skip'))"
        ".filter(it => { const box = it.getBoundingClientRect(); const {overflowX} = getComputedStyle(it);"
        " return box.right > innerWidth + 1 || box.left < -1 ||"
        " (overflowX !== 'visible' && it.scrollWidth > it.clientWidth + 1) })"
        ".map(it => it.outerHTML.slice(0, 120))"
    )
    return found


@pytest.mark.parametrize("width", [390, 320])
def test_nothing_is_wider_than_a_narrow_screen(opening: Opening, width: int) -> None:
    chat = opening(width=width, height=700, has_touch=True, is_mobile=True).open()
    assert chat.sideways() == 0

    converse(chat)
    expect(chat.options).to_be_visible()

    assert chat.sideways() == 0
    assert cut_off(chat.page) == []


@pytest.mark.parametrize("path", ["/", DEMO])
def test_magnified_four_times_everything_can_be_reached_by_scrolling_down_alone(opening: Opening, path: str) -> None:
    """1280 by 1024 at 400 %."""
    chat = opening(width=320, height=256).open(path)

    chat.ask("will i be interviewed")

    assert cut_off(chat.page) == []
    chat.box.scroll_into_view_if_needed()
    expect(chat.box).to_be_in_viewport(ratio=0.9)
    chat.options.get_by_role("button", name="End and clear").scroll_into_view_if_needed()
    expect(chat.options.get_by_role("button", name="End and clear")).to_be_in_viewport(ratio=0.9)
    heading = chat.last.get_by_role("heading")
    heading.scroll_into_view_if_needed()
    expect(heading).to_be_in_viewport(ratio=0.9)


def test_with_text_twice_as_large_nothing_is_cut_off_sideways(opening: Opening) -> None:
    chat = opening(width=640).open()
    chat.page.evaluate("document.documentElement.style.fontSize = '200%'")

    chat.ask("will i be interviewed")

    assert chat.sideways() == 0
    assert cut_off(chat.page) == []


@pytest.mark.parametrize("path", ["/", DEMO, "/documents/north_yorkshire_leaflet"])
@pytest.mark.parametrize("width", [1280, 320])
def test_with_wider_spaces_nothing_is_cut_off(opening: Opening, path: str, width: int) -> None:
    chat = opening(width=width)
    if path in ("/", DEMO):
        chat.open(path).ask("will i be interviewed").get_by_role("button", name="This did not help").click()
        expect(chat.options).to_be_visible()
    else:
        chat.page.goto(path)

    chat.page.evaluate(SPACING)

    assert chat.sideways() == 0
    assert cut_off(chat.page) == []
    cramped = chat.page.locator("button:visible").evaluate_all(
        "all => all.filter(it => it.scrollHeight > it.clientHeight + 1).map(it => it.outerHTML)"
    )
    assert cramped == []


@pytest.mark.parametrize("path", ["/", DEMO])
def test_every_control_is_large_enough_to_be_touched(opening: Opening, path: str) -> None:
    chat = opening(width=390, has_touch=True, is_mobile=True).open(path)
    chat.ask("has our review been published yet")
    chat.ask("will i be interviewed").get_by_role("button", name="This did not help").click()
    expect(chat.options).to_be_visible()

    small = chat.page.locator(CONTROLS).evaluate_all(
        "all => all.map(it => [it.outerHTML, it.getBoundingClientRect()])"
        ".filter(([, box]) => box.height < 24 || box.width < 24).map(([what]) => what)"
    )

    assert small == []


@pytest.mark.parametrize(("asked_for", "moving"), [("reduce", 0), ("no-preference", 3)])
def test_who_wants_no_movement_gets_none(opening: Opening, asked_for: str, moving: int) -> None:
    chat = opening(reduced_motion=asked_for).open()
    held = chat.holding("**/chat/messages")
    chat.send("will i be interviewed")
    expect(chat.page.locator(".dots i")).to_have_count(3)

    animated = chat.page.locator("*").evaluate_all("all => all.filter(it => it.getAnimations().length).length")

    held[0].continue_()
    assert animated == moving


def test_from_right_to_left_the_panel_is_laid_out_the_other_way_round(embedding: Embedding) -> None:
    left = embedding(width=390, height=700).open()
    right = embedding('data-lang="ur"', width=390, height=700).arrive()
    right.launcher.click()
    expect(right.replies).to_have_count(1)
    middle = "it => { const {left, right} = it.getBoundingClientRect(); return (left + right) / 2 }"

    assert left.page.locator(".send").evaluate(middle) > 195
    assert right.page.locator(".send").evaluate(middle) < 195
    assert left.page.locator(".header h2").evaluate(middle) < 195
    assert right.page.locator(".header h2").evaluate(middle) > 195
    assert cut_off(right.page) == []


def test_in_forced_colours_what_a_background_told_apart_has_a_line(opening: Opening) -> None:
    chat = opening(forced_colors="active").open()
    helped = chat.ask("will i be interviewed").get_by_role("button", name="This helped")
    before = helped.evaluate("it => getComputedStyle(it).borderTopWidth")

    helped.click()

    expect(helped).to_have_attribute("aria-pressed", "true")
    expect(helped).not_to_have_css("border-top-width", before)
    expect(chat.page.locator(".send")).to_have_css("border-top-width", "4px")
