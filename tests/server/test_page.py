"""The page and its files, as the server gives them out; what the page does is tested in a browser."""

from __future__ import annotations

import re

import pytest

from scr.running import Talk
from scr.settings import Settings
from tests.server.running import ALLOWED_ORIGIN, Door

pytestmark = pytest.mark.server

PAGES = ["/", "/assistant", "/demo", "/documents/north_yorkshire_leaflet"]
STYLES = ["colours", "page", "reply", "document", "demo", "desk", "rooms", "call"]
FILES = {
    "/widget.js": "text/javascript",
    "/static/desk.js": "text/javascript",
    **{f"/static/{name}.css": "text/css" for name in STYLES},
}


@pytest.mark.parametrize("path", PAGES)
def test_every_page_comes_with_the_headers_that_keep_others_out(stranger: Door, path: str) -> None:
    headers = stranger.get(path).headers

    policy = dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == "'self'"
    assert policy["frame-ancestors"] == "'none'"
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Content-Type"] == "text/html; charset=utf-8"


@pytest.mark.parametrize("path", FILES)
def test_every_file_says_what_it_is_and_may_be_shown_by_other_sites(stranger: Door, path: str) -> None:
    headers = stranger.get(path).headers

    assert headers["Content-Type"] == f"{FILES[path]}; charset=utf-8"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert headers["Content-Encoding"] == "gzip"


def test_the_page_stands_at_the_root_and_at_its_own_address(stranger: Door) -> None:
    assert stranger.get("/").content == stranger.get("/assistant").content
    assert "<h1>Serious case review assistant</h1>" in stranger.get("/").text


def test_the_page_opens_in_the_language_asked_for(stranger: Door) -> None:
    assert 'data-lang="cy"' in stranger.get("/?lang=cy").text
    assert 'data-lang="en"' in stranger.get("/?lang=%22%3E%3Cscript%3E").text


def test_a_page_asks_for_nothing_but_its_own_files(stranger: Door) -> None:
    for path in PAGES:
        asked_for = re.findall(r'(?:src|href)="([^"#]+)', stranger.get(path).text)
        assert [each for each in asked_for if not each.startswith(("/", "tel:", "mailto:"))] == []
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
