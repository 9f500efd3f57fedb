"""axe-core finds nothing on any page of the desk, however it is looked at, and no page is wider than a narrow window."""

from __future__ import annotations

from typing import Dict, List

import pytest
from playwright.sync_api import expect

from tests.browser.axe import found_by_axe
from tests.browser.desk_screen import Screen, Sitting
from tests.desk.running import HANDLER, OFFICER, SUPERVISOR, Desk

pytestmark = pytest.mark.browser

LOOKS: Dict[str, Dict[str, object]] = {
    "light": {},
    "dark": {"color_scheme": "dark"},
    "forced colours": {"forced_colors": "active"},
    "narrow": {"width": 320, "height": 640},
}


@pytest.fixture(scope="module")
def paths(desk: Desk) -> List[str]:
    """Every page, with something on each: one taken and one waiting conversation, an open and a closed note."""
    handler = desk.staff()
    closed = handler.keep("teacher in rotherham asks what an imr is, urgent", sign_off="yes")
    handler.post(f"/desk/notes/{closed}/close", {"outcome": "answered"})
    mine = handler.keep("midwife asks who is on the panel", call_back_by="2026-01-01T10:00")
    talk = desk.talk()
    talk.send("what is an imr")
    talk.send("can i speak to a person please")
    taken = max(each.number for each in desk.handovers.waiting())
    handler.post(f"/desk/handovers/{taken}/take")
    desk.talk().send("can i speak to a person please")
    waiting = max(each.number for each in desk.handovers.waiting())
    notes = ["/desk/notes", f"/desk/notes/{closed}", f"/desk/notes/{mine}", "/desk/notes/99999"]
    return ["/desk", *notes, "/desk/handovers", f"/desk/handovers/{taken}", f"/desk/handovers/{waiting}"]


@pytest.mark.parametrize(("name", "look"), [*((HANDLER, look) for look in LOOKS), (SUPERVISOR, "light"), (OFFICER, "dark")])
def test_no_page_has_a_fault(sitting: Sitting, paths: List[str], name: str, look: str) -> None:
    screen = sitting(name, **LOOKS[look])

    faults = {path: found_by_axe(screen.open(path).page) for path in paths}

    assert {path: found for path, found in faults.items() if found} == {}
    screen.complaints.clear()  # the browser itself complains of a status of 404


@pytest.mark.parametrize("look", LOOKS)
def test_a_call_that_is_being_taken_has_no_fault(sitting: Sitting, look: str) -> None:
    screen = sitting(**LOOKS[look]).open()
    screen.hear("teacher Mrs Quillfeather says a child is being hit right now, and what is an imr")

    assert found_by_axe(screen.page) == ""


def test_nothing_has_to_be_scrolled_sideways_in_a_narrow_window(sitting: Sitting, paths: List[str]) -> None:
    screen = sitting(width=320, height=640)

    wide = {path: sideways(screen.open(path)) for path in paths}

    assert set(wide.values()) == {0}
    screen.complaints.clear()


def test_every_control_can_be_reached_with_the_tab_key_and_shows_it(sitting: Sitting) -> None:
    screen = sitting().open()
    screen.hear("teacher asks what an imr is")
    expect(screen.answers.first).to_be_visible()
    controls = screen.page.locator("main :is(a, button, input:not([type=hidden]), select, textarea):visible")
    reached = set()

    screen.page.locator("#main").focus()
    for _ in range(controls.count() * 2):
        screen.page.keyboard.press("Tab")
        reached.add(screen.page.evaluate("document.activeElement.outerHTML.slice(0, 200)"))

    assert {each.evaluate("each => each.outerHTML.slice(0, 200)") for each in controls.all()} <= reached


def sideways(screen: Screen) -> int:
    """By how many pixels the page is wider than the window."""
    script = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    return int(screen.page.evaluate(script))
