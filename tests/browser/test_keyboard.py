"""Everything can be done by keyboard alone, and what has the focus can be seen."""

from __future__ import annotations

from typing import Any, Dict, List, Optional

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Chat, Embedding, Opening, Panel

pytestmark = pytest.mark.browser

# The element with the focus, in the shadow tree too; and what stands at its middle, were one to press there.
FOCUSED = """
(() => {
  let it = document.activeElement, root = document;
  while (it.shadowRoot?.activeElement) [root, it] = [it.shadowRoot, it.shadowRoot.activeElement];
  if (it === document.body) return null;
  const style = getComputedStyle(it), box = it.getBoundingClientRect();
  const [top, bottom] = [Math.max(0, box.top), Math.min(innerHeight, box.bottom)];
  const rows = bottom - top < 6 ? [] : [top + 2, (top + bottom) / 2, bottom - 2];
  const at = rows.map(y => root.elementFromPoint((box.left + box.right) / 2, y));
  return {
    name: `${it.localName} ${it.id || it.textContent.trim().slice(0, 40)}`,
    outlined: parseFloat(style.outlineWidth) >= 2 && style.outlineStyle !== 'none',
    seen: at.filter(each => each && (it.contains(each) || each.contains(it))).length,
    large: box.height > innerHeight / 2,
  };
})()
"""


def walk(page: Page, key: str, steps: int) -> List[Dict[str, Any]]:
    """What gets the focus, one after the other."""
    found: List[Optional[Dict[str, Any]]] = []
    for _ in range(steps):
        page.keyboard.press(key)
        found.append(page.evaluate(FOCUSED))
    return [each for each in found if each is not None]


def test_everything_can_be_done_by_keyboard_alone(opening: Opening) -> None:
    page = (chat := opening().open()).page
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to your question")).to_be_focused()
    page.keyboard.press("Enter")
    expect(chat.box).to_be_focused()
    page.keyboard.type("will i be interviewed")
    chat.answered(lambda: page.keyboard.press("Enter"))
    expect(chat.last).to_contain_text("Quite possibly.")
    expect(chat.box).to_be_focused()

    page.keyboard.press("Shift+Tab")
    expect(chat.last.get_by_role("button", name="Tell me more")).to_be_focused()
    for _ in range(3):
        page.keyboard.press("Shift+Tab")
    expect(chat.last.get_by_role("button", name="Will there be notes of my interview?")).to_be_focused()
    chat.answered(lambda: page.keyboard.press("Enter"))

    expect(chat.last).to_contain_text("written record")
    expect(chat.box).to_be_focused()


def test_options_can_be_set_by_keyboard_alone(chat: Chat) -> None:
    page = chat.page
    chat.box.focus()
    for _ in range(2):
        page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Options")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Escape")

    expect(page.get_by_role("button", name="Options")).to_be_focused()
    expect(chat.options.get_by_label("Area")).to_have_value("north_yorkshire")
    expect(chat.options.get_by_label("Plain language")).to_be_checked()


def test_the_guard_can_be_answered_by_keyboard_alone(panel: Panel) -> None:
    panel.page.keyboard.type("will Ethel Quillfeather be interviewed")
    panel.page.keyboard.press("Enter")
    expect(panel.guard.get_by_role("heading")).to_be_focused()

    panel.page.keyboard.press("Tab")
    expect(panel.page.get_by_role("button", name="Send without them")).to_be_focused()
    panel.answered(lambda: panel.page.keyboard.press("Enter"))

    expect(panel.questions).to_have_text(["will [name] be interviewed"])


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 700), (320, 256)])
def test_what_has_the_focus_is_seen_and_never_covered_on_the_page(opening: Opening, width: int, height: int) -> None:
    chat = opening(width=width, height=height).open()
    chat.ask("will i be interviewed")
    chat.ask("how long does a review take")
    chat.box.focus()

    found = walk(chat.page, "Shift+Tab", 34)
    chat.page.keyboard.press("Tab")

    assert {each["name"].split()[0] for each in found} >= {"a", "button", "div", "summary"}
    assert [each["name"] for each in found if not each["outlined"]] == []
    assert [each["name"] for each in found if each["seen"] < (1 if each["large"] else 2)] == []


def test_what_has_the_focus_is_seen_and_never_covered_in_the_panel(embedding: Embedding) -> None:
    panel = embedding(styles=":focus { outline: none }").open()
    panel.ask("will i be interviewed")
    panel.options.get_by_label("Area").focus()

    found = walk(panel.page, "Tab", 34)

    assert {each["name"].split()[0] for each in found} >= {"a", "button", "textarea", "select", "input", "summary"}
    ours = [each for each in found if each["name"] != "a A link of the board"]
    assert [each["name"] for each in ours if not each["outlined"]] == []
    assert [each["name"] for each in ours if each["seen"] < (1 if each["large"] else 2)] == []
