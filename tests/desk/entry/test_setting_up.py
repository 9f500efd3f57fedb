"""Setting an account up from the link: password, picture, first code."""

from __future__ import annotations

import re

import pytest
import requests

from tests.desk.entry.running import Browser, secret_on
from tests.storage.desk_accounts import HANDLER, PASSWORD, code_at

THREE_DAYS = 72 * 3600


def _chooses(browser: Browser, token: str, password: str = PASSWORD, again: str = "") -> requests.Response:
    return browser.post("/desk/set-up", token=token, password=password, again=again or password)


def test_the_link_leads_by_two_steps_into_the_desk(browser: Browser, token: str) -> None:
    form = browser.get(f"/desk/set-up?token={token}")
    assert f'value="{HANDLER}" autocomplete="username" readonly' in form.text
    assert 'autocomplete="new-password"' in form.text

    picture = _chooses(browser, token)
    browser.post("/desk/set-up/code", token=token, code=code_at(secret_on(picture.text), browser.running.clock.now))

    assert browser.who() == HANDLER


def test_the_picture_is_part_of_the_page_and_holds_nothing_that_is_forbidden_there(browser: Browser, token: str) -> None:
    page = _chooses(browser, token).text

    svg = re.search(r"<svg.*?</svg>", page, re.DOTALL)
    assert svg
    assert "style" not in svg[0]
    assert "viewBox" in svg[0]
    assert 'role="img" aria-label="Picture for your app' in page
    assert "otpauth://totp/" in page


@pytest.mark.parametrize(
    ("password", "again", "field", "words"),
    [
        ("short", "", "password", "12 characters or more"),
        ("x" * 201, "", "password", "200 characters or fewer"),
        ("walnut handler lorries", "", "password", "not hold your name"),
        ("password1234", "", "password", "among the first"),
        (PASSWORD, "something else", "again", "not the same"),
    ],
)
def test_what_is_wrong_with_a_password_stands_above_the_form_and_leads_to_its_field(
    browser: Browser, token: str, password: str, again: str, field: str, words: str
) -> None:
    answer = _chooses(browser, token, password, again)

    assert answer.status_code == 422
    assert re.search(rf'role="alert".*<a href="#{field}">[^<]*{words}', answer.text, re.DOTALL)
    assert re.search(rf'<input id="{field}"[^>]*aria-invalid="true"', answer.text)
    assert "Error: " in answer.text
    assert password not in answer.text


def test_a_wrong_first_code_shows_the_same_picture_again(browser: Browser, token: str) -> None:
    secret = secret_on(_chooses(browser, token).text)

    again = browser.post("/desk/set-up/code", token=token, code="12345")

    assert again.status_code == 422
    assert secret_on(again.text) == secret
    assert browser.who() is None


def test_a_link_that_was_used_is_refused(browser: Browser, token: str) -> None:
    secret = secret_on(_chooses(browser, token).text)
    browser.post("/desk/set-up/code", token=token, code=code_at(secret, browser.running.clock.now))

    for answer in (
        browser.get(f"/desk/set-up?token={token}"),
        _chooses(browser, token, "another long walnut"),
        browser.post("/desk/set-up/code", token=token, code=code_at(secret, browser.running.clock.now)),
    ):
        assert answer.status_code == 410
        assert "no longer good" in answer.text


def test_a_link_that_is_too_old_is_refused(browser: Browser, token: str) -> None:
    browser.running.clock.now += THREE_DAYS + 1

    assert browser.get(f"/desk/set-up?token={token}").status_code == 410
    assert _chooses(browser, token).status_code == 410


@pytest.mark.parametrize("path", ["/desk/set-up", "/desk/set-up?token=", "/desk/set-up?token=made-up"])
def test_a_made_up_link_is_refused(browser: Browser, token: str, path: str) -> None:
    assert browser.get(path).status_code == 410


def test_a_password_typed_in_other_unicode_is_the_same(browser: Browser, token: str) -> None:
    secret = secret_on(_chooses(browser, token, "cafe\u0301 walnut lorries").text)
    browser.post("/desk/set-up/code", token=token, code=code_at(secret, browser.running.clock.now))

    assert browser.gives_password(password="caf\u00e9 walnut lorries").headers["Location"] == "/desk/code"
