"""Signing in at the desk as a browser does it: two steps, one session, and nothing for whoever has half of it."""

from __future__ import annotations

import re

import jwt
import pytest
import requests

from scr.content import Content
from scr.settings import Settings
from tests.conftest import free_port
from tests.desk.entry.running import Browser, RunningDoor, running_door
from tests.storage.desk_accounts import HANDLER, KEY, MONDAY, PASSWORD, code_at


def test_name_password_and_code_open_the_desk(browser: Browser, secret: str) -> None:
    browser.signs_in(secret)

    assert browser.who() == HANDLER


def test_the_password_alone_opens_nothing(browser: Browser, secret: str) -> None:
    browser.gives_password()

    assert browser.who() is None
    assert browser.cookie == ""


def test_a_code_alone_opens_nothing(browser: Browser, secret: str) -> None:
    answer = browser.gives_code(secret)

    assert answer.status_code == 401
    assert "longer than five minutes" in answer.text
    assert browser.who() is None
    assert browser.get("/desk/code").headers["Location"] == "/desk/sign-in"


@pytest.mark.parametrize(("name", "password"), [(HANDLER, "not the password"), ("Nobody Here", PASSWORD), ("", "")])
def test_what_is_wrong_with_name_and_password_is_not_said(browser: Browser, secret: str, name: str, password: str) -> None:
    answer = browser.gives_password(name, password)

    assert answer.status_code == 401
    assert "do not go together" in answer.text
    assert 'role="alert"' in answer.text
    assert f'value="{name}"' in answer.text
    assert "not the password" not in answer.text


def test_a_wrong_code_may_be_followed_by_the_right_one(browser: Browser, secret: str) -> None:
    browser.gives_password()

    answer = browser.post("/desk/code", code="12345")

    assert answer.status_code == 401
    assert 'href="#code"' in answer.text
    browser.gives_code(secret)
    assert browser.who() == HANDLER


def test_a_code_that_was_used_opens_nothing_a_second_time(browser: Browser, secret: str) -> None:
    browser.signs_in(secret)
    second = Browser(browser.running)
    second.gives_password()

    answer = second.post("/desk/code", code=code_at(secret, browser.running.clock.now))

    assert answer.status_code == 401
    assert second.who() is None


def test_after_too_many_tries_it_says_how_long_to_wait(browser: Browser, secret: str) -> None:
    for _ in range(3):
        browser.gives_password(password="not the password")

    answer = browser.gives_password()

    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "30"
    assert "1 minute(s)" in answer.text


@pytest.mark.parametrize("audience", ["desk oidc", "conversation"])
def test_a_ticket_for_something_else_is_no_password(
    browser: Browser, secret: str, desk_settings: Settings, audience: str
) -> None:
    browser.gives_password()
    ticket = browser.session.cookies["scr_desk_step"]
    claims = jwt.decode(ticket, options={"verify_signature": False})
    forged = jwt.encode({**claims, "aud": audience}, desk_settings.secret.get_secret_value(), "HS256")
    other = Browser(browser.running)
    other.session.cookies.set("scr_desk_step", forged)

    assert other.gives_code(secret).status_code == 401
    assert other.who() is None


@pytest.mark.parametrize(("key", "lifetime"), [("x" * 32, 60), ("k" * 32, -1)])
def test_a_ticket_that_is_forged_or_too_old_is_no_password(browser: Browser, secret: str, key: str, lifetime: int) -> None:
    browser.gives_password()
    claims = jwt.decode(browser.session.cookies["scr_desk_step"], options={"verify_signature": False})
    forged = jwt.encode({**claims, "exp": claims["exp"] - 300 + lifetime}, key, "HS256")
    other = Browser(browser.running)
    other.session.cookies.set("scr_desk_step", forged)

    assert other.gives_code(secret).status_code == 401


# ---- What browsers are told ----


def test_cookies_are_out_of_scripts_reach_and_for_the_desk_alone(browser: Browser, secret: str) -> None:
    step = browser.gives_password().headers["Set-Cookie"]
    session = browser.gives_code(secret).headers["Set-Cookie"]

    for cookie in (step, session):
        assert "HttpOnly" in cookie
        assert "SameSite=Lax" in cookie
        assert "Path=/desk" in cookie
        assert "Secure" not in cookie
    assert "Max-Age=300" in step


def test_over_https_cookies_never_go_without_it(desk_settings: Settings, content: Content) -> None:
    with running_door(desk_settings, content, PROXIES_COUNT=1) as running:
        desk = running.desk
        desk.set_up(desk.add(), now=MONDAY.timestamp())
        answer = Browser(running).post(
            "/desk/sign-in",
            {"X-Forwarded-For": "192.0.2.1", "X-Forwarded-Proto": "https", "Origin": running.url.replace("http", "https")},
            name=HANDLER,
            password=PASSWORD,
        )

    assert "; Secure" in answer.headers["Set-Cookie"]


def test_no_page_is_kept_by_a_browser_and_none_runs_others_scripts(browser: Browser, secret: str) -> None:
    pages = [
        browser.get("/desk/sign-in"),
        browser.gives_password(password="not the password"),
        browser.gives_password() and browser.get("/desk/code"),
        browser.get("/desk/signed-out"),
        browser.get("/desk/set-up?token=none"),
    ]

    for page in pages:
        assert page.headers["Cache-Control"] == "no-store"
        assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]
        assert not re.search(r"<script|<style| style=| on\w+=", page.text)


def test_fields_are_named_so_that_a_password_manager_can_fill_them(browser: Browser, secret: str) -> None:
    form = browser.get("/desk/sign-in").text
    browser.gives_password()

    assert 'autocomplete="username"' in form
    assert 'autocomplete="current-password"' in form
    assert 'autocomplete="one-time-code"' in browser.get("/desk/code").text


# ---- The database is down ----


def test_without_a_database_the_pages_say_so_and_whom_to_call(desk_settings: Settings, content: Content) -> None:
    down = f"postgresql://scr:hunter2-secret@127.0.0.1:{free_port()}/scr"
    settings = desk_settings.copy(update={"database_url": down, "database_timeout": 1.0})
    with running_door(settings, content) as running:
        browser = Browser(running)
        assert browser.get("/desk/sign-in").status_code == 200

        answers = [browser.gives_password(), browser.get("/desk/set-up?token=any")]

    for answer in answers:
        assert answer.status_code == 503
        assert "board&#39;s officer" in answer.text
        assert "hunter2" not in answer.text


def test_with_another_key_than_before_it_says_that_codes_cannot_be_checked(
    desk_settings: Settings, content: Content, browser: Browser, secret: str
) -> None:
    with running_door(
        desk_settings.copy(update={"desk_secret": type(desk_settings.desk_secret)("other")}), content
    ) as other:
        other.clock.now = browser.running.clock.now
        elsewhere = Browser(other)
        elsewhere.gives_password()

        answer = elsewhere.gives_code(secret)

    assert answer.status_code == 503
    assert "cannot be checked" in answer.text


def test_nothing_that_is_secret_is_logged(browser: Browser, secret: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    browser.gives_password(password="not the password")

    browser.signs_in(secret)

    for word in (PASSWORD, "not the password", secret, browser.cookie, KEY):
        assert word not in caplog.text


def test_a_body_that_is_no_form_is_an_empty_one(running: RunningDoor) -> None:
    answer = requests.post(f"{running.url}/desk/sign-in", json={"name": HANDLER}, timeout=30)

    assert answer.status_code == 401
