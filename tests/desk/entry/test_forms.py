"""Forms that a page of somebody else's sends are refused, whatever they carry."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Dict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scr.desk.forms import FormRefused, check_token, token_of
from tests.desk.entry.running import Browser
from tests.storage.desk_accounts import HANDLER, PASSWORD

FOREIGN: Dict[str, Dict[str, str]] = {
    "another site": {"Origin": "https://elsewhere.example"},
    "a page that hides where it is": {"Origin": "null"},
    "another port": {"Origin": "http://127.0.0.1:1"},
    "another site, as the browser says": {"Sec-Fetch-Site": "cross-site"},
    "a neighbour of ours": {"Sec-Fetch-Site": "same-site"},
}
from_elsewhere = pytest.mark.parametrize("headers", FOREIGN.values(), ids=FOREIGN)


def test_a_form_with_the_sessions_token_is_taken(browser: Browser, secret: str) -> None:
    browser.signs_in(secret)
    token = browser.form_token()

    assert browser.post("/desk/change", form_token=token).status_code == 200
    assert browser.post("/desk/change", {"X-Form-Token": token, "Sec-Fetch-Site": "same-origin"}).status_code == 200
    assert browser.running.changes == 2


@pytest.mark.parametrize("forged", ["", "0" * 64, "é"])
def test_a_form_without_the_sessions_token_changes_nothing(browser: Browser, secret: str, forged: str) -> None:
    browser.signs_in(secret)

    assert browser.post("/desk/change", form_token=forged).status_code == 403
    assert browser.post("/desk/change").status_code == 403
    assert browser.running.changes == 0


@from_elsewhere
def test_a_form_from_elsewhere_changes_nothing_even_with_the_token(
    browser: Browser, secret: str, headers: Dict[str, str]
) -> None:
    browser.signs_in(secret)

    assert browser.post("/desk/change", headers, form_token=browser.form_token()).status_code == 403
    assert browser.running.changes == 0


def test_the_token_of_another_session_is_refused(browser: Browser, secret: str) -> None:
    browser.signs_in(secret)
    before = browser.form_token()
    browser.signs_in(secret)

    assert browser.post("/desk/change", form_token=before).status_code == 403
    assert browser.form_token() != before


@from_elsewhere
def test_nobody_is_signed_in_from_elsewhere(browser: Browser, secret: str, headers: Dict[str, str]) -> None:
    answer = browser.post("/desk/sign-in", headers, name=HANDLER, password=PASSWORD)

    assert answer.status_code == 403
    assert "Set-Cookie" not in answer.headers
    for path in ("/desk/code", "/desk/set-up", "/desk/set-up/code"):
        assert browser.post(path, headers, token="any", code="123456").status_code == 403


@from_elsewhere
def test_nobody_is_signed_out_from_elsewhere(browser: Browser, secret: str, headers: Dict[str, str]) -> None:
    browser.signs_in(secret)

    assert browser.post("/desk/sign-out", headers, form_token=browser.form_token()).status_code == 403
    assert browser.post("/desk/sign-out").status_code == 403
    assert browser.who() == HANDLER


@given(st.text(min_size=1), st.text(min_size=1))
def test_every_session_has_a_token_of_its_own_and_it_does_not_hold_the_session(one: str, other: str) -> None:
    assert token_of(one) == token_of(one)
    assert (token_of(one) == token_of(other)) == (one.encode("utf-8", "replace") == other.encode("utf-8", "replace"))
    assert len(one) < 6 or one not in token_of(one)


@given(st.text(), st.text())
def test_no_forged_token_is_taken(session: str, forged: str) -> None:
    for request in (
        SimpleNamespace(headers={"x-form-token": forged}, form={}),
        SimpleNamespace(headers={}, form={"form_token": forged}),
    ):
        with pytest.raises(FormRefused):
            check_token(request, token_of(session))


@given(st.text(), st.text(min_size=1))
def test_a_token_with_anything_added_is_not_taken(session: str, added: str) -> None:
    for forged in (token_of(session) + added, added + token_of(session), token_of(session)[:-1]):
        with pytest.raises(FormRefused):
            check_token(SimpleNamespace(headers={"x-form-token": forged}, form={}), token_of(session))
