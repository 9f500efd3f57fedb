"""What people type that is no access code is not taken for one, and stays in the text."""

from __future__ import annotations

from typing import List

import pytest
import yaml
from hypothesis import assume, given
from hypothesis import strategies as st

from scr.content.phrases import Phrase
from scr.rules.codes import ALPHABET, find_code, redacted
from scr.settings import ROOT


@pytest.mark.parametrize(
    "text",
    [
        "",
        "where is SCR-2026-001 up to?",
        "scr 2026 001",
        "01632 960123",
        "+44 1632 960 123 and 01632 960456",
        "my NHS number is 943 476 5929",
        "2345 6789 2345 6789",
        "what does the SW from CAMHS do in an MDT with the CPS, NHS and DWP?",
        "the NSPCC, NHS, CPS, DWP, PCSO, DSL, HMRC and the GP",
        "call us 24/7, 365 days",
        "R5MB-JST4-TP65",
        "R5MB-JST4-TP65-5KD",
        "R5MB-JST4-TP65-5KDCX",
        "R5MB-JST4-TP65-5KD0",
        "R5MB-JST4-TP65-5KDé",
        "R5MB (JST4) TP65 5KDC",
    ],
)
def test_what_is_no_code_is_not_taken_for_one(text: str) -> None:
    assert find_code(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "where is SCR-2026-001 up to, and SCR 2026/2?",
        "01632 960123",
        "943 476 5929",
        "9434765929",
        "sdkfjhsdkjfh",
        "the NSPCC, NHS, CPS, DWP and the PCSO 24/7",
        "R5MB",
        "call 020 7946 0234 by 2026-03-14",
    ],
)
def test_what_is_no_code_is_left_as_it_is(text: str) -> None:
    assert redacted(text) == text


def test_no_phrase_that_people_type_is_taken_for_a_code_or_changed(phrases: List[Phrase]) -> None:
    assert len(phrases) > 1000

    assert [phrase.text for phrase in phrases if find_code(phrase.text) or redacted(phrase.text) != phrase.text] == []


def test_no_paragraph_of_the_documents_is_taken_for_a_code_or_changed() -> None:
    texts = [path.read_text(encoding="utf-8") for path in (ROOT / "data" / "documents").glob("**/*.yml")]
    assert len(yaml.safe_load(texts[0]))

    assert all(find_code(text) is None and redacted(text) == text for text in texts)


words = st.text("abcdefghijklmnopqrstuvwxyz'", min_size=1, max_size=12).filter(lambda word: set(word) & set("aeiouyl"))


@given(sentence=st.lists(words, max_size=30))
def test_a_sentence_whose_words_have_vowels_is_no_code_and_stays(sentence: List[str]) -> None:
    text = " ".join(sentence)
    assume(not any(sum(character.upper() in ALPHABET for character in word) >= 10 for word in sentence))

    assert find_code(text) is None
    assert redacted(text) == text


@given(
    year=st.integers(2000, 2099),
    number=st.integers(1, 999),
    form=st.sampled_from(["SCR-{}-{:03d}", "scr {} {}", "SCR{}{:03d}"]),
)
def test_a_reference_is_no_code_and_stays(year: int, number: int, form: str) -> None:
    text = f"how far is {form.format(year, number)} now"

    assert find_code(text) is None
    assert redacted(text) == text


@given(
    number=st.integers(0, 999),
    form=st.sampled_from(["01632 960{:03d}", "+44 1632 960{:03d}", "(01632) 960{:03d} ext 22", "01632960{:03d}"]),
)
def test_a_telephone_number_is_no_code_and_stays(number: int, form: str) -> None:
    assert find_code(form.format(number)) is None
    assert redacted(form.format(number)) == form.format(number)


@given(digits=st.text("0123456789 -+()./", max_size=60))
def test_digits_alone_are_never_a_code(digits: str) -> None:
    assert find_code(digits) is None
