"""The pages and their files, without a server: what the headers forbid, the pages do not need."""

from __future__ import annotations

import gzip
import re
from types import SimpleNamespace
from typing import Dict, List

import pytest
from sanic.exceptions import NotFound

from scr.content import Content
from scr.replies import Citation, Passage, Reply
from scr.rules.conversation import Conversation
from scr.settings import ROOT
from scr.web import pages

STATIC = ROOT / "scr" / "web" / "static"
FILES = sorted(each.name for each in STATIC.iterdir())


def request(**headers: str) -> SimpleNamespace:
    return SimpleNamespace(headers={name.replace("_", "-"): value for name, value in headers.items()})


def shown(content: Content) -> Dict[str, str]:
    """Every page as HTML, by template."""
    words = {"words": content.pages, "documents": content.documents}
    document = next(iter(content.documents.values()))
    front = {"language": "en", "areas": content.areas.values(), "asked": "", "area": None, "reply": None, "problem": None}
    rendered = {
        "front.html": pages.page("front.html", **words, **front),
        "document.html": pages.page("document.html", **words, document=document),
        "demo.html": pages.page("demo.html", **words),
    }
    return {name: response.body.decode() for name, response in rendered.items()}


@pytest.mark.parametrize("name", FILES)
def test_every_file_comes_compressed_to_whoever_can_read_that_and_plain_to_others(name: str) -> None:
    small, plain = pages.file_response(request(accept_encoding="br, gzip"), name), pages.file_response(request(), name)

    assert plain.body == (STATIC / name).read_bytes()
    assert gzip.decompress(small.body) == plain.body
    assert small.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain.headers


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_the_browser_has_is_not_sent_again(name: str) -> None:
    tag = pages.file_response(request(), name).headers["ETag"]

    again = pages.file_response(request(if_none_match=tag), name)

    assert (again.status, again.body) == (304, b"")
    assert pages.file_response(request(if_none_match='"an older one"'), name).status == 200


def test_every_file_in_the_folder_is_served_and_no_other() -> None:
    assert {path.name for path in STATIC.iterdir()} == set(FILES)
    for name in ("front.html", "../pages.py", "", "."):
        with pytest.raises(NotFound):
            pages.file_response(request(), name)


def test_nothing_is_loaded_from_anybody_else(content: Content) -> None:
    texts = {**shown(content), **{name: (STATIC / name).read_text(encoding="utf-8") for name in FILES}}

    # The name of SVG's elements looks like an address, and nothing is fetched from it.
    texts = {name: text.replace("http://www.w3.org/2000/svg", "") for name, text in texts.items()}
    loaded = {name: re.findall(r"(?:https?:)?//[a-z][\w-]+\.[a-z][\w.-]+", text) for name, text in texts.items()}
    assert {name: found for name, found in loaded.items() if found} == {}
    assert not [name for name, text in texts.items() if "@import" in text or "url(" in text]


def test_no_page_needs_a_script_or_a_style_within_itself(content: Content) -> None:
    """The content security policy would stop them."""
    policy = pages.PAGE_HEADERS["Content-Security-Policy"]

    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    for page in shown(content).values():
        within: List[str] = re.findall(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=", page)
        assert within == []


def test_every_word_of_the_pages_is_used(content: Content) -> None:
    templates = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "scr" / "web" / "templates").glob("*.html"))

    assert {name for name in content.pages if f"words.{name}" not in templates} == set()


def test_every_paragraph_of_a_document_can_be_linked_to(content: Content) -> None:
    for document in content.documents.values():
        response = pages.page("document.html", words=content.pages, documents=content.documents, document=document)

        ids = re.findall(r'id="p([^"]+)"', response.body.decode())
        assert ids == [paragraph.number for section in document.sections for paragraph in section.paragraphs]


def test_what_was_typed_is_shown_as_it_was_typed_and_does_nothing(content: Content) -> None:
    reply = Reply(("unsure",), (Passage("<b>bold</b> & more"),), Conversation())

    response = pages.page(
        "front.html",
        words=content.pages,
        documents=content.documents,
        language="en",
        areas=content.areas.values(),
        asked='<script>alert("1")</script>',
        area=None,
        reply=reply,
        problem="<i>problem</i>",
    )

    html = response.body.decode()
    assert "<script>" not in html
    assert "&lt;script&gt;alert(&#34;1&#34;)&lt;/script&gt;" in html
    assert "&lt;b&gt;bold&lt;/b&gt; &amp; more" in html
    assert "&lt;i&gt;problem&lt;/i&gt;" in html


def test_an_answer_links_to_its_paragraph_and_can_show_its_wording(content: Content) -> None:
    document = content.documents["north_yorkshire_leaflet"]
    citation = Citation("North Yorkshire leaflet, paragraph 5.1.", document.id, ("5.1",))
    reply = Reply(("interview",), (Passage("Quite possibly.", "answer", citation),), Conversation())

    html = pages.page(
        "front.html",
        words=content.pages,
        documents=content.documents,
        language="en",
        areas=(),
        asked="",
        area=None,
        reply=reply,
        problem=None,
    ).body.decode()

    assert 'href="/documents/north_yorkshire_leaflet#p5.1"' in html
    assert "It is quite possible that the IMR report writer will need to talk with you" in html
