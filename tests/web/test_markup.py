"""From the text of a passage to HTML."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import List

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scr.web.markup import blocks, linked


class Seen(HTMLParser):
    """What a browser would find in a piece of HTML."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: List[str] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One.", ["One."]),
        ("One.\n\nTwo.", ["One.", "Two."]),
        ("One\nline.", ["One line."]),
        ("List:\n- a\n- b", ["List:", ["a", "b"]]),
        ("- a\n\nAfter.", [["a"], "After."]),
        ("- a\nAfter.", [["a"], "After."]),
        ("", []),
        ("\n\n\n", []),
    ],
)
def test_blank_lines_part_paragraphs_and_dashes_make_lists(text: str, expected: object) -> None:
    assert list(blocks(text)) == expected


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("call 999 now", 'call <a href="tel:999">999</a> now'),
        ("01609 532917", '<a href="tel:01609532917">01609 532917</a>'),
        ("write to a.b@example.org.", 'write to <a href="mailto:a.b@example.org">a.b@example.org</a>.'),
        ("www.example.org", "www.example.org"),
        ("paragraph 5.1 of 2006", "paragraph 5.1 of 2006"),
        ("<b>", "&lt;b&gt;"),
    ],
)
def test_what_can_be_reached_becomes_a_link(text: str, html: str) -> None:
    assert linked(text) == html


@given(st.text(alphabet="<>&\"'ab@.0199 /-", max_size=80))
def test_nothing_but_links_comes_out_and_no_character_is_lost(text: str) -> None:
    seen = Seen(str(linked(text)))

    assert set(seen.tags) <= {"a"}
    assert seen.text == text
