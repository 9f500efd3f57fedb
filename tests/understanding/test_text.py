"""Messages as people and machines send them, made ready to be understood."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scr.understanding.text import clean, has_words, is_bare, key, points_back, without_lead


@pytest.mark.parametrize(
    ("typed", "cleaned"),
    [
        ("  will   i be interviewed ", "will i be interviewed"),
        ("will i\tbe\tinterviewed", "will i be interviewed"),
        ("<b>will i</b> be <br/>interviewed", "will i be interviewed"),
        ("<!-- hidden --> hello", "<!-- hidden --> hello"),
        ("less than 5 < 6 > 4", "less than 5 < 6 > 4"),
        ("\uff57\uff49\uff4c\uff4c i", "will i"),
        ("\ufb01le", "file"),
        ("will\u00a0i", "will i"),
        ("in\u200bter\u00adview\ufeffed", "interviewed"),
        ("\u202ereversed\u202c", "reversed"),
        ("one\r\n\ntwo", "one\n\n\ntwo"),
        ("a\x00b\x1b[31mc", "ab[31mc"),
        ("\ud83d broken half of an emoji", "broken half of an emoji"),
        ("🙂", "🙂"),
        ("", ""),
    ],
)
def test_a_message_is_cleaned_of_what_nobody_sees(typed: str, cleaned: str) -> None:
    assert clean(typed) == cleaned


@settings(deadline=None, max_examples=300)
@given(st.text(st.characters(), max_size=300))
def test_a_cleaned_message_holds_nothing_that_cannot_be_shown(text: str) -> None:
    cleaned = clean(text)

    assert all(c == "\n" or unicodedata.category(c)[0] != "C" for c in cleaned)
    assert "  " not in cleaned
    assert cleaned == cleaned.strip()
    assert cleaned.encode("utf-8").decode("utf-8") == cleaned


@settings(deadline=None, max_examples=300)
@given(st.text(st.sampled_from("ab<>/! \t\n’'"), max_size=60))
def test_no_tag_is_left_or_made_by_cleaning(text: str) -> None:
    assert "<b>" not in clean(text.replace("ab", "<b>"))


@pytest.mark.parametrize(
    ("text", "expected"), [("hello", True), ("7", True), ("日本", True), ("?!…", False), ("___", False), ("🙂", False)]
)
def test_a_message_has_words_or_it_has_not(text: str, expected: bool) -> None:
    assert has_words(text) is expected


@pytest.mark.parametrize("typed", ["What's an IMR?", "whats an imr", " WHAT’S  an imr!!", "<i>what's</i> an\nimr"])
def test_two_spellings_of_one_phrase_share_a_key(typed: str) -> None:
    assert key(typed) == "whats an imr"


@pytest.mark.parametrize("text", ["why?", "and who does that?", "Why", "what happens then", "is that so"])
def test_words_that_only_point_are_bare(text: str) -> None:
    assert is_bare(text)


@pytest.mark.parametrize(
    "text", ["", "?", "no", "why is it confidential", "who writes it", "imr", "who does that and why and when"]
)
def test_words_that_say_something_are_not_bare(text: str) -> None:
    assert not is_bare(text)


@pytest.mark.parametrize("text", ["do i get to see it", "what do they do", "why?"])
def test_a_message_may_point_back(text: str) -> None:
    assert points_back(text)


def test_a_message_may_stand_by_itself() -> None:
    assert not points_back("will the newspapers print names")


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("ok thanks and who writes it", "who writes it"),
        ("Right, so what next", "what next"),
        ("got it. and the family?", "the family?"),
        ("android phones", "android phones"),
        ("thanks", "thanks"),
        ("so", "so"),
    ],
)
def test_what_a_message_carries_on_with_is_taken_off(text: str, rest: str) -> None:
    assert without_lead(text) == rest
