"""The names that `data/` knows, in a message."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scr.content import Content
from scr.understanding.entities import AREA, build, named

if TYPE_CHECKING:
    from spacy.language import Language


@pytest.fixture(scope="module")
def nlp(content: Content) -> Language:
    return build(content.names)


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
