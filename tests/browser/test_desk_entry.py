"""Setting up and signing in in a real Chromium without any script, and what axe says of every page on the way."""

from __future__ import annotations

from typing import List

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import found_by_axe
from tests.desk.entry.conftest import desk_settings, running, token
from tests.desk.entry.running import RunningDoor, secret_on
from tests.storage.desk_accounts import HANDLER, PASSWORD, PERIOD, code_at

__all__ = ["desk_settings", "running", "token"]

pytestmark = pytest.mark.browser


def _page(browser: Browser, running: RunningDoor, **context: object) -> Page:
    return browser.new_context(base_url=running.url, **context).new_page()


def _press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).click()


def test_an_account_is_set_up_and_used_with_the_keyboard_alone_and_no_script(
    browser: Browser, running: RunningDoor, token: str
) -> None:
    page = _page(browser, running, java_script_enabled=False)
    page.goto(f"/desk/set-up?token={token}")
    page.get_by_label("Choose a password").focus()
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Your codes")).to_be_visible()
    secret = secret_on(page.content())
    page.get_by_label("Code", exact=True).focus()
    page.keyboard.type(code_at(secret, running.clock.now))
    page.keyboard.press("Enter")
    expect(page.get_by_text(HANDLER)).to_be_visible()
    running.clock.now += 13 * 3600
    page.goto("/desk/sign-in")
    page.get_by_label("Your name at the desk").fill(HANDLER)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Your code")).to_be_visible()
    page.get_by_label("Code", exact=True).fill(code_at(secret, running.clock.now))
    _press(page, "Sign in")

    expect(page.get_by_text(HANDLER)).to_be_visible()
    page.context.close()


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_axe_finds_nothing_wrong_on_any_page(browser: Browser, running: RunningDoor, token: str, colours: str) -> None:
    page, found = _page(browser, running, color_scheme=colours, viewport={"width": 320, "height": 640}), list[str]()
    complaints: List[str] = []
    page.on("console", lambda line: complaints.append(line.text) if "Content Security Policy" in line.text else None)

    def looked_at() -> None:
        found.append(found_by_axe(page))
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url

    page.goto(f"/desk/set-up?token={token}")
    looked_at()
    page.get_by_label("Choose a password").fill("passwordpassword")
    page.get_by_label("The password once more").fill("passwordpassword")
    _press(page, "Go on")
    looked_at()
    page.get_by_label("Choose a password").fill(PASSWORD)
    page.get_by_label("The password once more").fill(PASSWORD)
    _press(page, "Go on")
    looked_at()
    secret = secret_on(page.content())
    page.get_by_label("Code", exact=True).fill("12345")
    _press(page, "Finish and sign in")
    looked_at()
    page.get_by_label("Code", exact=True).fill(code_at(secret, running.clock.now))
    _press(page, "Finish and sign in")
    page.goto("/desk/signed-out")
    looked_at()
    page.goto("/desk/sign-in")
    looked_at()
    page.get_by_label("Your name at the desk").fill(HANDLER)
    page.get_by_label("Password").fill("a slip")
    _press(page, "Sign in")
    looked_at()
    page.get_by_label("Password").fill(PASSWORD)
    _press(page, "Sign in")
    looked_at()
    running.clock.now += PERIOD
    page.get_by_label("Code", exact=True).fill("12345")
    _press(page, "Sign in")
    looked_at()

    assert [each for each in found if each] == []
    assert complaints == []
    page.context.close()


def test_the_picture_for_the_app_is_large_enough_for_a_camera(browser: Browser, running: RunningDoor, token: str) -> None:
    page = _page(browser, running)
    page.goto(f"/desk/set-up?token={token}")
    page.get_by_label("Choose a password").fill(PASSWORD)
    page.get_by_label("The password once more").fill(PASSWORD)
    _press(page, "Go on")

    box = page.locator(".desk-picture svg").bounding_box()

    assert box is not None
    assert box["width"] == box["height"] >= 200
    page.context.close()
