"""The page and its files, as the server gives them out; what the page does is tested in a browser."""

from __future__ import annotations

import re

import pytest

from scr.running import Talk
from scr.settings import Settings
from tests.server.running import ALLOWED_ORIGIN, Door

pytestmark = pytest.mark.server

FILES = ["/", "/assistant", "/static/index.html", "/static/style.css", "/static/chat.js"]


@pytest.mark.parametrize("path", FILES)
def test_every_file_comes_with_the_headers_that_keep_others_out(stranger: Door, path: str) -> None:
    headers = stranger.get(path).headers

    policy = dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == "'self'"
    assert policy["frame-ancestors"] == "'none'"
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize(
    ("path", "kind"), [("/", "text/html"), ("/static/style.css", "text/css"), ("/static/chat.js", "text/javascript")]
)
def test_every_file_says_what_it_is(stranger: Door, path: str, kind: str) -> None:
    assert stranger.get(path).headers["Content-Type"] == f"{kind}; charset=utf-8"


def test_the_page_stands_at_the_root_and_at_its_own_address(stranger: Door) -> None:
    assert stranger.get("/").content == stranger.get("/assistant").content
    assert "<h1>Serious case review assistant</h1>" in stranger.get("/").text


def test_the_page_says_what_to_do_without_javascript(stranger: Door) -> None:
    without = re.search(r"<noscript>(.*?)</noscript>", stranger.get("/").text, re.DOTALL)

    assert without is not None
    assert all(words in without[1] for words in ("needs JavaScript", "tel:01609532917", "tel:999"))


def test_the_page_asks_for_nothing_but_its_own_files(stranger: Door) -> None:
    page = stranger.get("/").text

    asked_for = re.findall(r'(?:src|href)="([^"#]+)"', page)
    assert {"/static/style.css", "/static/chat.js"} <= set(asked_for)
    assert [each for each in asked_for if not each.startswith(("/static/", "tel:"))] == []
    assert [each for each in asked_for if each.startswith("/") and stranger.get(each).status_code != 200] == []


@pytest.mark.parametrize(
    "path", ["/static/../pages.py", "/static/%2e%2e%2fpages.py", "/static/..%2f..%2fsettings.py", "/static/"]
)
def test_no_other_file_is_given_out(stranger: Door, path: str) -> None:
    response = stranger.get(path)

    assert response.status_code == 404
    assert "import" not in response.text


@pytest.mark.parametrize("path", ["/chat/session", "/chat/messages"])
@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://127.0.0.1", "https://127.0.0.1:5005.evil.example"]
)
def test_a_page_of_another_origin_is_refused(door: Door, path: str, origin: str) -> None:
    response = door.post(path, {"text": "will i be interviewed"}, Origin=origin)

    assert response.status_code == 403
    assert response.json()["code"] == "origin_refused"
    assert "Access-Control-Allow-Origin" not in response.headers
    assert door.turns() == []


def test_a_page_of_another_origin_does_not_read_a_conversation(door: Door) -> None:
    door.message("will i be interviewed")

    response = door.get("/chat/messages", Origin="https://evil.example")

    assert response.status_code == 403
    assert "interviewed" not in response.text


def test_our_own_page_may_use_the_chat(running: Settings, door: Door) -> None:
    response = door.post("/chat/messages", {"text": "will i be interviewed"}, Origin=running.base_url)

    assert response.status_code == 200
    assert Talk(running.base_url).greeting["replies"]


def test_a_page_whose_origin_is_in_the_settings_may_use_the_chat(door: Door) -> None:
    asked_first = door.request(
        "OPTIONS",
        "/chat/messages",
        headers={
            "Origin": ALLOWED_ORIGIN,
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "authorization,content-type",
        },
    )
    response = door.post("/chat/messages", {"text": "will i be interviewed"}, Origin=ALLOWED_ORIGIN)

    assert asked_first.status_code == 200
    assert asked_first.headers["Access-Control-Allow-Origin"] == ALLOWED_ORIGIN
    assert "authorization" in asked_first.headers["Access-Control-Allow-Headers"].lower()
    assert response.status_code == 200
    assert response.headers["Access-Control-Allow-Origin"] == ALLOWED_ORIGIN


def test_a_browser_that_asks_first_for_another_origin_is_not_allowed_on(door: Door) -> None:
    asked_first = door.request(
        "OPTIONS", "/chat/messages", headers={"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
    )

    assert asked_first.headers.get("Access-Control-Allow-Origin") in {None, ALLOWED_ORIGIN}
