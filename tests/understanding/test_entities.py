"""Review references in any untidy form, and the names that `data/` knows."""

from __future__ import annotations

from typing import TYPE_CHECKING, List

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scr.content import Content
from scr.understanding.entities import AREA, REFERENCE, build, named, references

if TYPE_CHECKING:
    from spacy.language import Language


@pytest.fixture(scope="module")
def nlp(content: Content) -> Language:
    return build(content.names)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("SCR-2026-001", ["SCR-2026-001"]),
        ("scr 2026 7", ["SCR-2026-007"]),
        ("SCR/2026/007", ["SCR-2026-007"]),
        ("scr2026/07", ["SCR-2026-007"]),
        ("S.C.R. 2026-7", ["SCR-2026-007"]),
        ("its SCR_2026_12, thanks", ["SCR-2026-012"]),
        ("2026/1", ["SCR-2026-001"]),
        ("2026 - 014", ["SCR-2026-014"]),
        ("SCR-2026-001 and scr 2026 2", ["SCR-2026-001", "SCR-2026-002"]),
        ("the scr of 2026", []),
        ("SCR-1926-001", []),
        ("2026-11-30", []),
        ("30/11/2026", []),
        ("four months", []),
        ("001", []),
    ],
)
def test_a_reference_is_found_in_any_form(text: str, found: List[str]) -> None:
    assert [entity.value for entity in references(text)] == found


@pytest.mark.parametrize(
    ("text", "found"), [("001", ["SCR-2026-001"]), ("its 014 i think", ["SCR-2026-014"]), ("12", []), ("0123", [])]
)
def test_a_number_alone_counts_where_the_year_is_known(text: str, found: List[str]) -> None:
    assert [entity.value for entity in references(text, year=2026)] == found


def test_a_number_alone_does_not_count_beside_a_whole_reference() -> None:
    assert [entity.value for entity in references("SCR-2025-001 of 120 pages", year=2026)] == ["SCR-2025-001"]


def test_no_part_of_a_telephone_number_is_a_reference() -> None:
    assert list(references("ring 01632 960123 or 01632-960-123", year=2026)) == []


@settings(deadline=None, max_examples=200)
@given(st.integers(2000, 2099), st.integers(0, 999), st.sampled_from("-/_. "), st.booleans(), st.booleans())
def test_every_tidy_and_untidy_spelling_means_the_same_review(
    year: int, number: int, mark: str, is_padded: bool, is_upper: bool
) -> None:
    written = f"{'SCR' if is_upper else 'scr'}{mark}{year}{mark}{number:03d}" if is_padded else f"scr{year}{mark}{number}"

    (entity,) = references(f"where is {written}?")

    assert entity.kind == REFERENCE
    assert entity.value == f"SCR-{year}-{number:03d}"
    assert f"where is {written}?"[entity.start : entity.end] == written


def test_every_name_in_the_content_is_found_as_what_it_is(nlp: Language, content: Content) -> None:
    """In any case; and in a longer name the longer one."""
    for kind, values in content.names.items():
        for value, names in values.items():
            for name in names:
                for written in (name, name.upper(), name.lower()):
                    found = {(entity.kind, entity.value) for entity in named(nlp, f"we asked {written} of it")}

                    assert (kind, value) in found, written


def test_several_names_are_found_with_where_they_stand(nlp: Language) -> None:
    text = "I'm a school nurse in Harrogate, the police rang"

    assert [(entity.kind, entity.value, text[entity.start : entity.end]) for entity in named(nlp, text)] == [
        ("role", "school nurse", "school nurse"),
        (AREA, "north_yorkshire", "Harrogate"),
        ("agency", "Police", "police"),
    ]


@pytest.mark.parametrize("text", ["harrogated", "the silkworm", "rotherhams", "health"])
def test_a_name_within_another_word_is_no_area(nlp: Language, text: str) -> None:
    assert [entity for entity in named(nlp, text) if entity.kind == AREA] == []


def test_no_name_means_two_things(content: Content) -> None:
    meanings: dict[str, set[tuple[str, str]]] = {}
    for kind, values in content.names.items():
        for value, names in values.items():
            for name in names:
                meanings.setdefault(name.lower(), set()).add((kind, value))

    assert {name: both for name, both in meanings.items() if len(both) > 1} == {}
