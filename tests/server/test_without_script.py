"""The page answers where no script runs, from one request and with nothing kept."""

from __future__ import annotations

from typing import Mapping, Optional
from urllib.parse import urlencode

import pytest
import requests

from scr.content import Content
from scr.settings import Settings
from tests.server.running import Door

pytestmark = pytest.mark.server


def ask(stranger: Door, q: str, headers: Optional[Mapping[str, str]] = None, **more: str) -> requests.Response:
    body = urlencode({"q": q, **more}).encode()
    return stranger.request("POST", "/ask", body, {"Content-Type": "application/x-www-form-urlencoded", **(headers or {})})


def test_a_question_is_answered_with_its_source_and_its_wording(stranger: Door) -> None:
    page = ask(stranger, "will i be interviewed").text

    assert "Quite possibly." in page
    assert 'href="/documents/north_yorkshire_leaflet#p5.1"' in page
    assert "It is quite possible that the IMR report writer" in page


def test_the_area_that_is_chosen_answers_and_stays_chosen(stranger: Door) -> None:
    page = ask(stranger, "what support is there for staff", area="rotherham").text

    assert "/documents/rotherham_procedures#p" in page
    assert '<option value="rotherham" selected>' in page


def test_danger_comes_first_here_too(stranger: Door) -> None:
    page = ask(stranger, "the baby next door is being hit right now").text

    assert '<div class="passage urgent">' in page
    assert 'href="tel:999"' in page


@pytest.mark.parametrize(("q", "status"), [("", 400), ("   ", 400), ("x" * 2001, 413)])
def test_what_cannot_be_read_is_said_and_not_lost(stranger: Door, q: str, status: int) -> None:
    response = ask(stranger, q)

    assert response.status_code == status
    assert 'role="alert"' in response.text
    assert q.strip() in response.text


def test_our_own_form_may_ask_as_a_browser_posts_it(running: Settings, stranger: Door) -> None:
    assert ask(stranger, "will i be interviewed", {"Origin": running.base_url}).status_code == 200


def test_a_form_on_another_site_asks_nothing(stranger: Door) -> None:
    assert ask(stranger, "will i be interviewed", {"Origin": "https://evil.example"}).status_code == 403


def test_nothing_is_kept_and_no_cookie_is_set(running: Settings, stranger: Door) -> None:
    response = ask(stranger, "will i be interviewed by Marmaduke")

    assert response.headers.get("Set-Cookie") is None
    assert b"Marmaduke" not in (running.var_dir / "scr.db").read_bytes()


def test_a_button_below_an_answer_asks_its_question(stranger: Door, content: Content) -> None:
    title = content.topics["interview_record"].title
    assert f'<button name="q" value="{title}">' in ask(stranger, "will i be interviewed").text

    assert "written record" in ask(stranger, title).text


@pytest.mark.parametrize("document", ["north_yorkshire_leaflet", "rotherham_procedures"])
def test_a_document_can_be_read_whole(stranger: Door, content: Content, document: str) -> None:
    response = stranger.get(f"/documents/{document}")

    assert response.status_code == 200
    sections = content.documents[document].sections
    assert response.text.count('class="paragraph"') == sum(len(section.paragraphs) for section in sections)


def test_paragraphs_come_as_published(stranger: Door, content: Content) -> None:
    found = stranger.get("/documents/north_yorkshire_leaflet/paragraphs?numbers=5.1,5.2").json()

    document = content.documents["north_yorkshire_leaflet"]
    assert found["paragraphs"] == [{"number": each, "text": document.paragraph(each).wording} for each in ("5.1", "5.2")]
    assert found["document"]["title"] == document.title


@pytest.mark.parametrize(
    "path",
    [
        "/documents/none",
        "/documents/none/paragraphs?numbers=1.1",
        "/documents/north_yorkshire_leaflet/paragraphs?numbers=99",
    ],
)
def test_a_document_or_paragraph_that_there_is_not_is_not_found(stranger: Door, path: str) -> None:
    assert stranger.get(path).status_code == 404
