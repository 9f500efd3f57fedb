"""The assistant in a page of somebody else's: behind a button, as the script's attributes say, and apart from the rest."""

from __future__ import annotations

from typing import Dict

import pytest
from playwright.sync_api import expect

from scr.settings import Settings
from tests.browser.conftest import DEMO, Chat, Embedding, Opening, Panel

pytestmark = pytest.mark.browser

DARK_BLUE, DARK_BLUE_AS_SHOWN = "#102a43", "rgb(16, 42, 67)"
HOSTILE = """
* { font-size: 40px !important; display: none; color: #f0f !important; background: #ff0 !important; line-height: 4;
    text-transform: uppercase; letter-spacing: 1em; visibility: hidden; opacity: 0.1; transform: rotate(9deg);
    position: static !important; pointer-events: none; direction: rtl; }
html, body { display: block; font-size: 8px !important; transform: none; opacity: 1; }
button, textarea, p, section, div { display: none !important; border: 9px dashed red !important; width: 7px !important; }
"""
LOOK = ["color", "background-color", "font-size", "font-family", "line-height", "text-transform", "letter-spacing"]
LOOK += ["visibility", "opacity", "transform", "display", "width", "border-top-width", "pointer-events"]


def looks(panel: Chat) -> Dict[str, str]:
    """How the parts of the panel look and where they stand."""
    parts = panel.page.locator(".panel, .header h2, #question, .send, .passage .text p")
    found: Dict[str, str] = parts.evaluate_all(
        "(parts, names) => Object.fromEntries(parts.map((it, index) => [`${index} ${it.localName}.${it.className}`,"
        " [...names.map(name => getComputedStyle(it).getPropertyValue(name)),"
        " JSON.stringify(it.getBoundingClientRect())].join('; ')]))",
        LOOK,
    )
    return found


def test_the_button_opens_the_panel_and_focus_goes_in_and_comes_back(embedding: Embedding) -> None:
    panel = embedding().arrive()
    expect(panel.dialog).to_be_hidden()
    panel.launcher.focus()

    panel.page.keyboard.press("Enter")
    expect(panel.dialog).to_be_visible()
    expect(panel.launcher).to_be_hidden()
    expect(panel.box).to_be_focused()
    panel.page.keyboard.press("Escape")

    expect(panel.dialog).to_be_hidden()
    expect(panel.launcher).to_be_focused()
    assert panel.complaints == []


def test_the_panel_closes_by_its_button_and_keeps_the_conversation(panel: Panel) -> None:
    panel.ask("will i be interviewed")

    panel.page.get_by_role("button", name="Close").click()

    expect(panel.launcher).to_be_focused()
    panel.launcher.click()
    expect(panel.questions).to_have_text(["will i be interviewed"])
    expect(panel.last).to_contain_text("Quite possibly.")


def test_the_page_can_open_and_close_it(panel: Panel) -> None:
    panel.page.evaluate("document.querySelector('scr-assistant').close()")
    expect(panel.dialog).to_be_hidden()

    panel.page.evaluate("document.querySelector('scr-assistant').open()")

    expect(panel.box).to_be_focused()


def test_who_does_not_open_it_causes_no_talk_with_the_server(embedding: Embedding, running: Settings) -> None:
    panel = embedding()
    asked = []
    panel.page.on("request", lambda request: asked.append(request.url))

    panel.arrive().page.wait_for_load_state("networkidle")

    expect(panel.launcher).to_be_visible()
    assert asked == ["https://board.example/contact", f"{running.base_url}/widget.js"]


def test_source_links_lead_to_the_assistants_server(panel: Panel, running: Settings) -> None:
    link = panel.ask("will i be interviewed").locator(".citation a")

    expect(link).to_have_attribute("href", f"{running.base_url}/documents/north_yorkshire_leaflet#p5.1")
    expect(link).to_have_attribute("rel", "noopener")


def test_the_title_names_the_button_and_the_panel(embedding: Embedding) -> None:
    panel = embedding('data-title="Ask the board"').arrive()
    expect(panel.page.get_by_role("button", name="Ask the board")).to_be_visible()

    panel.open()

    expect(panel.page.get_by_role("dialog", name="Ask the board")).to_be_visible()


def test_the_colour_is_that_of_the_button_and_of_the_panels_head(embedding: Embedding) -> None:
    panel = embedding(f'data-colour="{DARK_BLUE}"').arrive()
    expect(panel.launcher).to_have_css("background-color", DARK_BLUE_AS_SHOWN)

    panel.open()

    expect(panel.page.locator(".header")).to_have_css("background-color", DARK_BLUE_AS_SHOWN)
    assert panel.warnings == []


@pytest.mark.parametrize(
    ("colour", "why"),
    [("#ffcc00", "the contrast of"), ("rebeccapurple", "no hexadecimal colour"), ("#12", "no hexadecimal")],
)
def test_a_colour_that_cannot_be_used_is_not_and_the_console_says_why(embedding: Embedding, colour: str, why: str) -> None:
    plain = embedding().arrive().launcher.evaluate("it => getComputedStyle(it).backgroundColor")

    panel = embedding(f'data-colour="{colour}"').arrive()

    expect(panel.launcher).to_have_css("background-color", plain)
    [warning] = panel.warnings
    assert f'data-colour="{colour}"' in warning
    assert why in warning


def test_the_area_is_chosen_and_can_be_chosen_otherwise(embedding: Embedding) -> None:
    panel = embedding('data-area="rotherham"').open()
    assert "Rotherham procedures" in panel.ask("what support is there for staff").inner_text()

    panel.options.get_by_label("Area").select_option("north_yorkshire")
    panel.page.reload()

    expect(panel.questions).to_have_count(1)
    expect(panel.options.get_by_label("Area")).to_have_value("north_yorkshire")


@pytest.mark.parametrize(("attributes", "is_left"), [("", False), ('data-position="left"', True)])
def test_it_stands_in_the_corner_that_the_page_chose(embedding: Embedding, attributes: str, is_left: bool) -> None:
    panel = embedding(attributes).arrive()
    middle = "it => { const at = it.getBoundingClientRect(); return (at.left + at.right) / 2 < innerWidth / 2 }"
    assert panel.launcher.evaluate(middle) is is_left

    panel.open()

    assert panel.dialog.evaluate(middle) is is_left


def test_the_opening_text_stands_above_everything_and_is_no_markup(embedding: Embedding) -> None:
    panel = embedding('data-opening="Hello from &lt;b&gt;the board&lt;/b&gt;"').open()

    opening = panel.page.locator("#transcript > *").first
    expect(opening).to_have_text("Hello from <b>the board</b>")
    panel.ask("will i be interviewed")
    panel.page.reload()
    expect(panel.questions).to_have_count(1)
    expect(opening).to_have_text("Hello from <b>the board</b>")


def test_the_language_is_that_of_the_page(embedding: Embedding) -> None:
    panel = embedding('data-lang="cy"').arrive()

    expect(panel.page.locator(".assistant")).to_have_attribute("lang", "cy")
    expect(panel.launcher).not_to_contain_text("Ask about serious case reviews")


def test_a_panel_that_opens_by_itself_takes_no_focus(embedding: Embedding) -> None:
    panel = embedding("data-open").arrive()

    expect(panel.dialog).to_be_visible()
    expect(panel.replies).to_have_count(1)
    assert panel.page.evaluate("document.activeElement === document.body")


def test_a_script_that_stands_twice_on_the_page_makes_one_assistant(embedding: Embedding, running: Settings) -> None:
    panel = embedding(f'></script><script src="{running.base_url}/widget.js"').open()

    expect(panel.page.locator("script")).to_have_count(2)
    expect(panel.page.locator("scr-assistant")).to_have_count(1)
    expect(panel.page.locator(".launcher")).to_have_count(1)
    assert panel.complaints == []


def test_a_page_that_is_not_allowed_gets_a_plain_sentence(embedding: Embedding) -> None:
    panel = embedding(origin="https://stranger.example").arrive()

    panel.launcher.click()

    expect(panel.problem).to_contain_text("The assistant could not be reached.")
    expect(panel.problem.get_by_role("link", name="999")).to_be_visible()
    expect(panel.replies).to_have_count(0)


def test_nothing_of_the_pages_styles_reaches_the_assistant(embedding: Embedding) -> None:
    plain, hostile = embedding().open(), embedding(styles=HOSTILE).open()
    expect(hostile.page.locator("main")).to_be_hidden()

    assert looks(hostile) == looks(plain)

    expect(hostile.ask("will i be interviewed")).to_contain_text("Quite possibly.")


def test_nothing_of_the_assistant_reaches_the_page(embedding: Embedding) -> None:
    panel = embedding().arrive()
    everything = "[...document.querySelectorAll('html, body, main, main *')]"
    look = f"{everything}.map(it => JSON.stringify([it.getBoundingClientRect(), getComputedStyle(it)]))"
    known = "Object.keys(window).sort()"
    with_it = panel.page.evaluate(look), panel.page.evaluate(known)
    panel.open()
    opened = panel.page.evaluate(look)

    panel.page.route("**/widget.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    panel.page.reload()

    expect(panel.page.locator("scr-assistant")).to_have_count(0)
    assert (panel.page.evaluate(look), panel.page.evaluate(known)) == with_it
    assert opened == with_it[0]


def test_on_a_narrow_screen_the_panel_fills_it_and_keeps_the_focus(embedding: Embedding) -> None:
    panel = embedding(width=390, height=700).open()
    assert panel.dialog.evaluate("it => { const {width, height} = it.getBoundingClientRect(); return [width, height] }") == [
        390,
        700,
    ]

    for key in ["Tab"] * 15 + ["Shift+Tab"] * 15:
        panel.page.keyboard.press(key)
        assert panel.page.evaluate("document.activeElement.localName") == "scr-assistant"


def test_the_demonstration_works_as_it_stands(opening: Opening) -> None:
    chat = opening().open(DEMO)

    expect(chat.ask("will i be interviewed")).to_contain_text("Quite possibly.")
    assert chat.complaints == []
