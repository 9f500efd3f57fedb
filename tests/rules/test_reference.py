"""References as people type them, and what is none."""

from __future__ import annotations

import datetime as dt
import time
from typing import List

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scr.rules.reference import Mention, is_reference, meant, mentions, read

UNTIDY = [
    "SCR-2026-001",
    "scr-2026-001",
    "Scr 2026 001",
    "SCR/2026/001",
    "SCR_2026_1",
    "scr2026001",
    "SCR2026-1",
    "S.C.R. 2026-001",
    "s c r 2026 001",
    "src 2026/1",
    "SCR: 2026-001",
    "SCR ref 2026-001",
    "scr reference 2026-001",
    "scr no. 2026/001",
    "SCR #2026-001",
    "scr number 2026 1",
    "SCR 26/1",
    "scr 26-001",
    "SCR-2O26-OO1",
    "scr 2026 oo1",
    "SCR-2026-00l",
    "SCR \u2013 2026 \u2013 001",
    "SCR\u20112026\u2011001",
    "SCR\u22122026\u2212001",
    "2026-001",
    "2026/1",
    "2026 001",
    "review 1 of 2026",
    "number 001 from 2026",
]
AROUND = ["{}", "where is {} up to?", "hi,is it ({})", "re: {}.", "{}, please", "“{}”", "it's {}!", "status of {} and when?"]
NONE = [
    "",
    "where has the review got to?",
    "is the scr finished",
    "SCRs",
    "what does scr mean in 2026",
    "Working Together 2018 replaced it",
    "it began in 2026",
    "2026 200 people were asked",
    "in 2026 45 staff were interviewed",
    "on 2026-09-14 at 10:30",
    "14/09/2026",
    "14.09.2026",
    "scr 14/09/2026",
    "scr on 14/09/26",
    "scr 2026-09-14",
    "the year 2025-26",
    "2025/26 budget",
    "2026-09",
    "01632 960101",
    "+44 1632 960 101",
    "ring 01632 960 201 or 202",
    "020 2026 0101",
    "SCR-1999-001",
    "SCR-2026-0001",
    "SCR-2026-12a",
    "scr 2026",
    "scr 001",
    "case 123 of 456",
    "£2026.50",
    "2026.001",
    "screening 2026 100",
    "3 of 12 agencies",
]


@pytest.mark.parametrize("around", AROUND)
@pytest.mark.parametrize("untidy", UNTIDY)
def test_a_reference_is_read_in_any_form(untidy: str, around: str) -> None:
    assert read(around.format(untidy)) == "SCR-2026-001"


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_reference_is_not_taken_for_one(text: str) -> None:
    assert mentions(text) == []


def test_where_it_stands_is_said_so_that_it_can_be_taken_out() -> None:
    text = "and scr 2026/1 then?"

    (mention,) = mentions(text)

    assert mention == Mention("SCR-2026-001", 4, 14)
    assert text[mention.start : mention.end] == "scr 2026/1"


def test_several_are_found_in_their_order_and_none_of_them_is_the_one_that_is_meant() -> None:
    text = "is it SCR-2026-002 or scr 2025/11, not 2026-002"

    assert [mention.reference for mention in mentions(text)] == ["SCR-2026-002", "SCR-2025-011", "SCR-2026-002"]
    assert read(text) is None


def test_the_same_reference_twice_is_one() -> None:
    assert read("SCR-2026-002, I mean scr 2026/2") == "SCR-2026-002"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("001", "001"),
        ("it's 012", "012"),
        ("no 1", "001"),
        ("number 12", "012"),
        ("review 3", "003"),
        ("scr 7", "007"),
        ("#: ref 4", "004"),
    ],
)
def test_a_bare_number_counts_only_where_one_was_asked_for(text: str, number: str) -> None:
    assert [mention.reference for mention in mentions(text, numbers=True)] == [number]
    assert mentions(text) == []


@pytest.mark.parametrize("text", ["01632 960101", "at 10:30", "14/09/2026", "1001", "none", "3 people"])
def test_other_numbers_are_none_even_where_one_was_asked_for(text: str) -> None:
    assert mentions(text, numbers=True) == []


def test_beside_a_whole_reference_no_number_counts() -> None:
    assert [mention.reference for mention in mentions("SCR-2026-001, room 204", numbers=True)] == ["SCR-2026-001"]


def test_a_bare_number_means_the_one_known_reference_that_ends_so() -> None:
    known = ["SCR-2025-001", "SCR-2026-002"]

    assert meant("001", known) == "SCR-2025-001"
    assert meant("002", known) == "SCR-2026-002"
    assert meant("003", known) is None
    assert meant("001", [*known, "SCR-2026-001"]) is None
    assert meant("SCR-2020-009", known) == "SCR-2020-009"


@pytest.mark.parametrize(
    "text", ["SCR-2026-001\n", "scr-2026-001", "SCR-2026-1", "SCR-1926-001", " SCR-2026-001", "SCR-2026-\u0661\u0662\u0663"]
)
def test_only_the_one_form_is_kept(text: str) -> None:
    assert not is_reference(text)
    assert is_reference("SCR-2026-001")


prefixes = st.sampled_from(
    ["SCR", "scr", "Scr", "S.C.R.", "s.c.r", "src", "SCR ref", "scr no.", "scr number", "SCR reference", "SCR #", "scr:"]
)
betweens = st.sampled_from(["-", " ", "/", "_", ".", " - ", "\u2013", " \u2014 ", "\u2011", "- ", ", "])
contexts = st.sampled_from([("", ""), ("what about ", "?"), ("hello. ", " please"), ("(", ")"), ("is ", ", done")])


@st.composite
def typed(draw: st.DrawFn, reference: str) -> str:
    """A reference as somebody might type it, within a sentence or alone."""
    _, year, number = reference.split("-")
    before, after = draw(contexts)
    between = draw(betweens)
    if draw(st.booleans()):
        number = str(int(number))
    if draw(st.booleans()):
        number = number.replace("0", draw(st.sampled_from("0Oo"))).replace("1", draw(st.sampled_from("1Il")))
    if draw(st.booleans()):
        year = "2" + year[1:].replace("0", draw(st.sampled_from("0Oo")))
    middle = between if len(number) < 3 or draw(st.booleans()) else ""
    return f"{before}{draw(prefixes)}{draw(betweens)}{year}{middle}{number}{after}"


references = st.builds("SCR-20{:02d}-{:03d}".format, st.integers(0, 99), st.integers(0, 999))


@given(st.data(), references)
def test_every_reference_is_read_back_from_every_untidy_form(data: st.DataObject, reference: str) -> None:
    text = data.draw(typed(reference))

    assert read(text) == reference


@given(references)
def test_a_reference_is_read_back_as_itself(reference: str) -> None:
    assert is_reference(reference)
    assert read(reference) == reference
    assert meant(reference, []) == reference


words = st.sampled_from(
    ["the", "review", "panel", "team", "is", "when", "will", "my", "debrief", "staff", "report", "of", "and"]
)
days = st.dates(dt.date(2000, 1, 1), dt.date(2099, 12, 31))
dates = st.builds(dt.date.strftime, days, st.sampled_from(["%d/%m/%Y", "%Y-%m-%d", "%d.%m.%Y", "%d %B %Y", "%d-%m-%y"]))
phones = st.builds("01632 {:06d}".format, st.integers(960_000, 960_999)) | st.builds(
    "+441632{}".format, st.integers(960_000, 960_999)
)
counts = st.builds("{} {}".format, st.integers(0, 99), st.sampled_from(["people", "days", "agencies", "weeks"]))
times = st.times().map(lambda time: time.strftime("%H:%M"))


@given(st.lists(words | dates | phones | counts | times, max_size=12))
def test_ordinary_sentences_dates_phone_numbers_and_counts_hold_none(parts: List[str]) -> None:
    assert mentions(" ".join(parts)) == []


@given(st.text(max_size=60))
def test_whatever_is_typed_what_is_found_is_a_reference_where_it_says(text: str) -> None:
    for mention in mentions(text):
        assert mention.is_whole
        assert 0 <= mention.start < mention.end <= len(text)
    for mention in mentions(text, numbers=True):
        assert mention.is_whole or (
            len(mention.reference) == 3 and mention.reference.isascii() and mention.reference.isdigit()
        )


@pytest.mark.parametrize("text", ["scr" + " " * 2000, "scr - " * 350, "2026 " * 400, "scr ref no " * 200, "s.c.r. " * 280])
def test_a_long_message_is_read_in_no_time(text: str) -> None:
    """A pattern that tries every way to share out the blanks would take minutes over the first of these."""
    before = time.perf_counter()

    mentions(text, numbers=True)

    assert time.perf_counter() - before < 0.25
