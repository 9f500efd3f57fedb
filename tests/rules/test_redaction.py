"""Identifying details are found and taken out; what the trade talks about stays."""

from __future__ import annotations

from itertools import pairwise
from typing import Callable, List

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scr.content import Content, load_content
from scr.rules.redaction import Redactor
from tests.conftest import DATA

_content = load_content(DATA)
REDACTOR = Redactor(_content.first_names, _content.not_names)

# One of each kind, and of the ways in which people write it. Every person and place is invented.
DATES = ("30/11/2006", "30/11/06", "3.4.19", "3-4-2019", "30 / 11 / 2006", "3rd March 2004", "3 mar 04", "March 3, 2004")
DATES_THE_OTHER_WAY = ("2006-11-30", "2006/11/30")
NHS_NUMBERS = ("943 476 5919", "943-476-5919", "9434765919")
POSTCODES = ("S60 1AB", "s601ab", "YO8 4XY", "DL10 4zz")
ADDRESSES = (
    "12 Acacia Avenue",
    "12a acacia ave",
    "Flat 3, 16 Beech Court",
    "4 Station Cottages",
    "7 Long Mill Lane",
    "flat 12b",
)
OTHERS = ("mum.of.two@mail.example", "01632 960123", "+44 1632 960123", "01632-960-123")
SURNAMES = ("Oakwell", "Thornbury", "Marsham", "Adeyinka", "Fennimore-Price", "O'Dell")
# Words between details: none of them may say anything about anybody.
CONNECTIONS = ("the child is", "called", "and", "who lives at", "born", "dob", "my case is", "is it", "about", ",", "-", "?")

first_names = st.sampled_from(sorted(name for name in _content.first_names if len(name) > 3 and name.isascii()))
cases = st.sampled_from((str.lower, str.title, str.upper))
names = st.builds(lambda name, case: case(name), first_names, cases)
full_names = st.builds(lambda first, last: f"{first.title()} {last}", first_names, st.sampled_from(SURNAMES))
planted = st.one_of(
    names, full_names, *(st.sampled_from(kind) for kind in (DATES, NHS_NUMBERS, POSTCODES, ADDRESSES, OTHERS))
)
sentences = st.lists(st.one_of(planted, st.sampled_from(CONNECTIONS)), min_size=1, max_size=6).map(" ".join)


@pytest.mark.parametrize("detail", [*DATES, *NHS_NUMBERS, *POSTCODES, *ADDRESSES, *OTHERS])
@pytest.mark.parametrize(
    "sentence", ["{}", "is there a review, {}?", "the child ({}) was seen", "dob {} i think", "{}\nthanks"]
)
def test_a_detail_is_taken_out_wherever_it_stands(sentence: str, detail: str) -> None:
    redacted = REDACTOR.redact(sentence.format(detail))

    assert detail not in redacted
    assert "[" in redacted


@pytest.mark.parametrize("date", DATES_THE_OTHER_WAY)
def test_a_date_that_begins_with_the_year_is_taken_out(date: str) -> None:
    assert date not in REDACTOR.redact(f"dob {date} i think")


@settings(deadline=None, max_examples=200)
@given(full_names, st.sampled_from(("{}", "is {} in the review", "it is about {}, aged 3", "{}'s mum rang", "({})")))
def test_a_name_is_taken_out_wherever_it_stands(name: str, sentence: str) -> None:
    redacted = REDACTOR.redact(sentence.format(name))

    assert [word for word in name.split() if word in redacted] == []


@pytest.mark.parametrize(
    "name",
    [
        "Mia Oakwell",
        "mia oakwell",
        "MIA OAKWELL",
        "Mia",
        "mia",
        "Mia's",
        "Anna-Maria Thornbury",
        "Zoë Thornbury",
        "Adam O'Dell",
    ],
)
def test_a_name_is_taken_out_however_it_is_written(name: str) -> None:
    redacted = REDACTOR.redact(f"is {name} the child in the review?")

    assert [word for word in name.removesuffix("'s").split() if word.lower() in redacted.lower()] == []


@pytest.mark.parametrize("name", ["Mr Oakwell", "Mrs Oakwell", "mr oakwell", "Ms Fennimore-Price", "Dr Thornbury"])
def test_a_surname_after_a_title_is_taken_out(name: str) -> None:
    redacted = REDACTOR.redact(f"the father is {name} and he was told")

    assert name.split()[1] not in redacted


@settings(deadline=None, max_examples=400)
@given(st.lists(planted, min_size=1, max_size=4), st.sampled_from((" ", ", ", " and ", "\n", " is ", ". ")))
def test_several_details_side_by_side_are_all_taken_out(details: List[str], between: str) -> None:
    redacted = REDACTOR.redact(between.join(details))

    assert [detail for detail in details if detail in redacted] == []


@pytest.mark.parametrize(
    "text",
    [
        "mia S60 1AB",
        "kayleigh birthday 3/4/06",
        "call adam adam@mail.example",
        "adam flat 3",
        "Adam May 12 2006",
        "mia Flat 3",
    ],
)
def test_a_name_that_runs_into_another_detail_is_taken_out_too(text: str) -> None:
    redacted = REDACTOR.redact(text)

    assert [name for name in ("mia", "kayleigh", "adam") if name in redacted.lower()] == []
    assert REDACTOR.redact(redacted) == redacted


@settings(deadline=None, max_examples=400)
@given(sentences)
def test_redacting_twice_changes_nothing(text: str) -> None:
    once = REDACTOR.redact(text)

    assert REDACTOR.redact(once) == once


@settings(deadline=None, max_examples=200)
@given(st.text(max_size=400))
def test_any_text_at_all_is_redacted_without_a_failure(text: str) -> None:
    details = REDACTOR.details(text)

    assert all(0 <= detail.start < detail.end <= len(text) for detail in details)
    assert all(first.end <= second.start for first, second in pairwise(details))
    assert REDACTOR.redact(REDACTOR.redact(text)) == REDACTOR.redact(text)


@settings(deadline=None, max_examples=200)
@given(
    sentences, st.integers(2000, 2099), st.integers(1, 999), st.sampled_from(("SCR-{}-{:03d}", "scr {} {}", "SCR/{}/{:03d}"))
)
def test_a_reference_survives_whatever_stands_around_it(text: str, year: int, number: int, form: str) -> None:
    reference = form.format(year, number)

    assert reference in REDACTOR.redact(f"{text} . {reference} . {text}")


@pytest.mark.parametrize("kind", sorted(_content.names))
@pytest.mark.parametrize("case", [str, str.lower, str.title, str.upper], ids=["as written", "lower", "title", "upper"])
def test_areas_agencies_teams_and_roles_are_left_alone(content: Content, kind: str, case: Callable[[str], str]) -> None:
    spoken = [case(name) for value, names in content.names[kind].items() for name in (value, *names)]

    sentences = [f"i asked {name} about it" for name in spoken]

    assert spoken
    assert [sentence for sentence in sentences if REDACTOR.redact(sentence) != sentence] == []


@pytest.mark.parametrize(
    "text",
    [
        "Will I be interviewed for SCR-2026-001?",
        "How long does the Individual Management Review take, four months?",
        "Working Together to Safeguard Children (2006), Chapter 8",
        "the Serious Case Review Panel and the Overview Report",
        "I am on duty from 9 to 5 with 3 other health visitors",
        "North Yorkshire Local Safeguarding Children Board",
        "is the Executive Summary out in May, or by 2027?",
    ],
)
def test_a_question_of_the_trade_is_kept_as_it_is(text: str) -> None:
    assert REDACTOR.redact(text) == text


def test_the_kind_of_a_detail_is_all_that_is_kept_of_it() -> None:
    text = "Mia Oakwell, dob 30/11/2006, nhs 943 476 5919, 12 Acacia Avenue, S60 1AB, tel 01632 960123"

    assert REDACTOR.redact(text) == (
        "[name], [date of birth], nhs [NHS number], [address], [postcode], tel [telephone number]"
    )


@pytest.mark.parametrize(
    "text",
    [
        "dob 30/11/2006",
        "nhs number 943 476 5919",
        "Mia Oakwell, 12 Acacia Avenue",
        "mia oakwell 30/11/06",
        "mia lives at S60 1AB",
    ],
)
def test_who_gives_a_person_away_is_warned(text: str) -> None:
    assert REDACTOR.identifies_somebody(text)


@pytest.mark.parametrize(
    "text",
    [
        "the review began on 30/11/2006",
        "Jan Whitfield is our named nurse",
        "call me on 01632 960123",
        "our office is at 12 Acacia Avenue",
        "SCR-2026-001",
        "will I be interviewed",
    ],
)
def test_who_gives_nobody_away_is_not_warned(text: str) -> None:
    assert not REDACTOR.identifies_somebody(text)
