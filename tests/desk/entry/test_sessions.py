"""Sessions at the desk end by sign-out, by the officer and in time, and one that is planted or made up opens nothing."""

from __future__ import annotations

import pytest

from tests.desk.entry.running import Browser
from tests.storage.desk_accounts import HANDLER, MONDAY


def test_whoever_plants_a_session_in_a_browser_gets_nothing_of_what_it_opens(browser: Browser, secret: str) -> None:
    browser.session.cookies.set("scr_desk", "planted", path="/desk", domain="127.0.0.1")

    browser.signs_in(secret)

    assert browser.cookie != "planted"
    assert browser.who() == HANDLER
    stranger = Browser(browser.running)
    stranger.session.cookies.set("scr_desk", "planted")
    assert stranger.who() is None


def test_who_signs_in_once_more_ends_the_session_before(browser: Browser, secret: str) -> None:
    browser.signs_in(secret)
    before = Browser(browser.running)
    before.session.cookies.set("scr_desk", browser.cookie)

    browser.signs_in(secret)

    assert before.who() is None
    assert browser.who() == HANDLER


def test_signing_out_ends_the_session_itself_and_not_the_cookie_alone(browser: Browser, secret: str) -> None:
    browser.signs_in(secret)
    copied = Browser(browser.running)
    copied.session.cookies.set("scr_desk", browser.cookie)

    answer = browser.post("/desk/sign-out", form_token=browser.form_token())

    assert answer.headers["Location"] == "/desk/signed-out"
    assert "You are signed out" in browser.get("/desk/signed-out").text
    assert copied.who() is None
    assert browser.cookie == ""


def test_signing_out_twice_is_no_failure(browser: Browser) -> None:
    assert browser.post("/desk/sign-out").headers["Location"] == "/desk/signed-out"


def test_a_disabled_accounts_session_ends_at_once(browser: Browser, secret: str) -> None:
    browser.signs_in(secret)

    browser.running.desk.accounts.disable(HANDLER, "officer", MONDAY)

    assert browser.who() is None


def test_a_page_that_asks_by_itself_keeps_nobody_signed_in(browser: Browser, secret: str) -> None:
    browser.signs_in(secret)
    for _ in range(29):
        browser.running.clock.now += 60
        assert browser.who("/desk?asks=1") == HANDLER

    browser.running.clock.now += 60

    assert browser.who("/desk?asks=1") is None


def test_whoever_is_there_stays_signed_in(browser: Browser, secret: str) -> None:
    browser.signs_in(secret)
    for _ in range(4):
        browser.running.clock.now += 29 * 60
        assert browser.who() == HANDLER


@pytest.mark.parametrize("made_up", ["", "made-up", "x" * 300, "é", "%00"])
def test_a_made_up_session_is_nobodys(browser: Browser, secret: str, made_up: str) -> None:
    answer = browser.get("/desk", Cookie=f"scr_desk={made_up}".encode().decode("latin-1"))

    assert answer.json() == {"name": None}
