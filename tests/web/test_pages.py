"""The page and its files, without a server: what the headers forbid, the page does not need."""

from __future__ import annotations

import re

import pytest

from scr.content import Content
from scr.settings import ROOT, Settings
from scr.web.pages import SECURITY_HEADERS, file_response

STATIC = ROOT / "scr" / "web" / "static"
PAGE = (STATIC / "index.html").read_text(encoding="utf-8")
SCRIPT = (STATIC / "chat.js").read_text(encoding="utf-8")
STYLE = (STATIC / "style.css").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "kind"), [("index.html", "text/html"), ("style.css", "text/css"), ("chat.js", "javascript")]
)
def test_every_file_comes_with_its_kind_and_with_headers_that_keep_others_out(name: str, kind: str) -> None:
    response = file_response(name)

    assert response.body == (STATIC / name).read_bytes()
    assert kind in (response.content_type or "")
    assert "utf-8" in (response.content_type or "")
    assert {header: response.headers[header] for header in SECURITY_HEADERS} == SECURITY_HEADERS


def test_every_file_in_the_folder_is_served_and_no_other_is_named() -> None:
    named = set(re.findall(r'(?:src|href)="/static/([^"]+)"', PAGE))

    assert {path.name for path in STATIC.iterdir()} == named | {"index.html"}


def test_nothing_is_loaded_from_anybody_else() -> None:
    for text in (PAGE, SCRIPT, STYLE):
        assert re.findall(r"(?:https?:)?//[a-z][\w.-]+\.[a-z]{2,}", text) == []
    assert "@import" not in STYLE
    assert "url(" not in STYLE


def test_the_page_needs_no_script_or_style_within_itself() -> None:
    """The content security policy would stop them."""
    policy = SECURITY_HEADERS["Content-Security-Policy"]

    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert re.findall(r"<script(?![^>]*\bsrc=)", PAGE) == []
    assert "<style" not in PAGE
    assert re.findall(r"\s(?:on\w+|style)=", PAGE) == []
    assert "javascript:" not in PAGE


def test_the_script_puts_no_text_into_the_page_as_html() -> None:
    for way in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function"):
        assert way not in SCRIPT


@pytest.mark.parametrize("kind", ["answer", "wording", "notice", "urgent"])
def test_every_kind_of_passage_has_a_place_on_the_page(kind: str) -> None:
    assert kind in (STATIC.parents[1] / "replies" / "reply.py").read_text(encoding="utf-8")
    assert f'<template id="{kind}-template">' in PAGE


def test_every_kind_in_the_content_is_one_that_the_page_knows(content: Content) -> None:
    for response in content.responses.values():
        assert f'<template id="{response.kind}-template"' in PAGE, response.name


def test_every_template_is_used_and_every_id_in_the_script_is_on_the_page() -> None:
    ids = re.findall(r'\bid="([\w-]+)"', PAGE)

    assert len(ids) == len(set(ids))
    for template in re.findall(r'<template id="([\w-]+)-template"', PAGE):
        assert template in SCRIPT or template in {"answer", "notice", "urgent", "wording"}, template
    for wanted in re.findall(r'getElementById\("([\w-]+)"\)', SCRIPT):
        assert wanted in ids, wanted


def test_every_label_and_description_points_at_something() -> None:
    ids = set(re.findall(r'\bid="([\w-]+)"', PAGE))
    pointed = re.findall(r'\b(?:for|aria-labelledby|aria-describedby)="([\w-]+)"', PAGE) + re.findall(
        r'href="#([\w-]+)"', PAGE
    )

    assert pointed
    assert set(pointed) <= ids


def test_without_javascript_the_page_says_what_to_do(content: Content) -> None:
    (without,) = re.findall(r"<noscript>(.*?)</noscript>", PAGE, re.DOTALL)

    contact = content.areas["north_yorkshire"].contact
    assert contact is not None
    for said in ("scr ask", "999", contact.phone, content.areas["north_yorkshire"].board):
        assert said in without


def test_the_page_warns_of_names_and_gives_the_emergency_number_before_anything_is_typed() -> None:
    before = PAGE[: PAGE.index("<textarea")]

    assert "Do not type names or details of a child or family" in before
    assert 'href="tel:999"' in before


def test_the_limit_that_the_page_gives_is_that_of_the_server() -> None:
    limit = Settings.__fields__["max_message_length"].default

    assert f"{limit:,}" in PAGE
    assert set(re.findall(r"\b\d,\d{3}\b", PAGE)) == {f"{limit:,}"}
