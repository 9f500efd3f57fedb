"""Signing in by the board's OpenID provider: whoever it says, and nobody on anybody else's word."""

from __future__ import annotations

import time
from typing import Any, Dict, Iterator
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
import requests
from pydantic import SecretStr

from scr.content import Content
from scr.desk.oidc import Provider as OurSide
from scr.rules.accounts import Role
from scr.settings import Settings, SettingsError
from tests.desk.entry.provider import CLIENT, SECRET, SUBJECT, Provider, signed_with_the_shared_secret, unsigned
from tests.desk.entry.running import Browser, RunningDoor, running_door
from tests.storage.desk_accounts import HANDLER, MONDAY
from tests.teams.microsoft import KeyPair


@pytest.fixture
def provider() -> Iterator[Provider]:
    provider = Provider()
    yield provider
    provider.close()


@pytest.fixture
def oidc_settings(desk_settings: Settings, provider: Provider) -> Settings:
    told = {"oidc_issuer": provider.url, "oidc_client_id": CLIENT, "oidc_client_secret": SecretStr(SECRET)}
    return desk_settings.copy(update=told)


@pytest.fixture
def running(oidc_settings: Settings, content: Content) -> Iterator[RunningDoor]:
    with running_door(oidc_settings, content) as running:
        accounts = running.desk.accounts
        accounts.add(HANDLER, Role.HANDLER, "officer", MONDAY)
        accounts.link(HANDLER, SUBJECT, "officer", MONDAY)
        yield running


def _goes(browser: Browser) -> str:
    """Where the desk sends somebody who wants to sign in."""
    return browser.get("/desk/oidc").headers["Location"]


def _comes_back(browser: Browser, sent: Dict[str, str]) -> requests.Response:
    return browser.get(f"/desk/oidc/back?{urlencode(sent)}")


def _signs_in(browser: Browser, provider: Provider, **given: Any) -> requests.Response:
    return _comes_back(browser, provider.signs_in(_goes(browser), **given))


def test_whom_the_provider_says_is_signed_in(browser: Browser, provider: Provider) -> None:
    answer = _signs_in(browser, provider)

    assert answer.headers["Location"] == "/desk"
    assert browser.who() == HANDLER
    assert provider.refused == []


def test_the_provider_is_asked_for_a_code_that_this_browser_alone_can_use(browser: Browser, provider: Provider) -> None:
    asked = {name: values[0] for name, values in parse_qs(urlsplit(_goes(browser)).query).items()}

    assert asked["response_type"] == "code"
    assert asked["scope"] == "openid"
    assert asked["client_id"] == CLIENT
    assert asked["redirect_uri"] == f"{browser.running.url}/desk/oidc/back"
    assert asked["code_challenge_method"] == "S256"
    assert len({asked["state"], asked["nonce"], asked["code_challenge"]}) == 3


def test_the_return_works_although_another_site_begins_it(browser: Browser, provider: Provider) -> None:
    """A browser sends Lax cookies with it, and Strict ones not."""
    ticket = browser.get("/desk/oidc")

    assert "SameSite=Lax" in ticket.headers["Set-Cookie"]
    assert "SameSite=Lax" in _signs_in(browser, provider).headers["Set-Cookie"]


WRONG: Dict[str, Dict[str, Any]] = {
    "another issuer": {"iss": "https://elsewhere.example"},
    "no issuer": {"iss": None},
    "another audience": {"aud": "another application"},
    "no audience": {"aud": None},
    "made out to another application as well": {"aud": [CLIENT, "another"], "azp": "another"},
    "made out to several and to nobody in particular": {"aud": [CLIENT, "another"]},
    "an answer to another question": {"nonce": "another"},
    "an answer to no question": {"nonce": None},
    "expired": {"exp": int(time.time()) - 600},
    "without an end": {"exp": None},
    "issued in the future": {"iat": int(time.time()) + 6000},
    "about nobody": {"sub": None},
    "about something that is no name": {"sub": 17},
    "unsigned": {"sign": unsigned},
    "signed with what both know": {"sign": signed_with_the_shared_secret},
    "signed by a stranger who uses the name of the key": {"sign": KeyPair("first").sign},
    "signed by a stranger": {"sign": KeyPair("strange").sign},
    "no token": {"sign": lambda claims: "no token"},
}


@pytest.mark.parametrize("given", WRONG.values(), ids=WRONG)
def test_a_token_that_proves_nothing_signs_nobody_in(browser: Browser, provider: Provider, given: Dict[str, Any]) -> None:
    answer = _signs_in(browser, provider, **given)

    assert answer.status_code == 401
    assert "board&#39;s officer" in answer.text
    assert browser.who() is None
    assert browser.cookie == ""


def test_a_return_that_this_browser_did_not_ask_for_signs_nobody_in(browser: Browser, provider: Provider) -> None:
    strangers = Browser(browser.running)
    sent = provider.signs_in(_goes(strangers))
    _goes(browser)

    assert _comes_back(browser, sent).status_code == 401
    assert _comes_back(Browser(browser.running), sent).status_code == 401
    assert browser.who() is None


def test_a_return_is_good_once(browser: Browser, provider: Provider) -> None:
    sent = provider.signs_in(_goes(browser))
    ticket = browser.session.cookies["scr_desk_step"]
    _comes_back(browser, sent)
    again = Browser(browser.running)
    again.session.cookies.set("scr_desk_step", ticket)

    assert _comes_back(again, sent).status_code == 401
    assert provider.refused == ["no such code"]


def test_somebody_who_gives_up_at_the_provider_is_told_so(browser: Browser, provider: Provider) -> None:
    state = provider.signs_in(_goes(browser))["state"]

    answer = _comes_back(browser, {"error": "access_denied", "state": state})

    assert answer.status_code == 401
    assert "could not be signed in" in answer.text


def test_who_has_no_account_is_told_whom_to_ask_and_what_to_tell_them(browser: Browser, provider: Provider) -> None:
    answer = _signs_in(browser, provider, sub="<somebody>")

    assert answer.status_code == 403
    assert "&lt;somebody&gt;" in answer.text
    assert "board&#39;s officer" in answer.text
    assert browser.who() is None


def test_a_disabled_account_is_not_let_in(browser: Browser, provider: Provider) -> None:
    browser.running.desk.accounts.disable(HANDLER, "officer", MONDAY)

    assert _signs_in(browser, provider).status_code == 403
    assert browser.who() is None


def test_passwords_are_for_nobody_any_more(browser: Browser) -> None:
    for path in ("/desk/sign-in", "/desk/code", "/desk/set-up?token=any"):
        assert browser.get(path).headers["Location"] == "/desk/oidc"
    for path in ("/desk/sign-in", "/desk/code", "/desk/set-up", "/desk/set-up/code"):
        assert browser.post(path, name=HANDLER).status_code in (404, 405)


def test_whoever_makes_up_names_of_keys_does_not_have_the_provider_asked_each_time(
    browser: Browser, provider: Provider
) -> None:
    _signs_in(browser, provider)

    for name in ("made up", "made up as well"):
        assert _signs_in(browser, provider, sign=KeyPair(name).sign).status_code == 401

    assert provider.key_requests == 1


def test_keys_are_fetched_anew_for_an_unknown_one_once_a_minute(oidc_settings: Settings, provider: Provider) -> None:
    now = 1000.0
    ours = OurSide(oidc_settings, lambda: now)

    def subject() -> str:
        url, asked = ours.ask("https://desk.example/back")
        return ours.subject(provider.signs_in(url)["code"], asked, "https://desk.example/back")

    assert subject() == SUBJECT
    provider.keys.append(KeyPair("second"))
    now += 61

    assert subject() == SUBJECT
    assert subject() == SUBJECT
    assert provider.key_requests == 2


def test_a_provider_that_is_down_is_said_to_be_and_asked_again(browser: Browser, provider: Provider) -> None:
    provider.down = True

    answer = browser.get("/desk/oidc")

    assert answer.status_code == 503
    assert "board&#39;s officer" in answer.text
    provider.down = False
    assert _signs_in(browser, provider).headers["Location"] == "/desk"


def test_a_provider_that_calls_itself_otherwise_is_not_believed(browser: Browser, provider: Provider) -> None:
    provider.issuer_said = "https://elsewhere.example"

    assert browser.get("/desk/oidc").status_code == 503


@pytest.mark.parametrize("issuer", ["http://login.example", "login.example", "ftp://login.example"])
def test_a_provider_whose_word_could_be_forged_on_the_way_is_refused_at_the_start(
    desk_settings: Settings, issuer: str
) -> None:
    with pytest.raises(SettingsError, match="SCR_OIDC_ISSUER"):
        OurSide(desk_settings.copy(update={"oidc_issuer": issuer, "oidc_client_id": CLIENT}))


def test_a_provider_without_our_own_name_there_is_refused_at_the_start(desk_settings: Settings) -> None:
    with pytest.raises(SettingsError, match="SCR_OIDC_CLIENT_ID"):
        OurSide(desk_settings.copy(update={"oidc_issuer": "https://login.example"}))
