"""The look-up: one question in, one answer out, nothing kept."""

from __future__ import annotations

import json
from typing import Optional

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scr.assistant import Assistant
from scr.web.lookup import look_up


def test_a_question_is_answered_with_its_source_and_how_sure_it_is(assistant: Assistant) -> None:
    found = look_up(assistant, "will i be interviewed")

    assert (found["query"], found["area"]) == ("will i be interviewed", None)
    assert found["outcome"] == "interview"
    assert found["outcomes"] == ["interview"]
    assert 0.5 < found["confidence"] <= 1
    assert found["passages"][0]["text"].startswith("Quite possibly")
    assert "paragraph 5.1" in found["passages"][0]["citation"]["text"]
    assert found["topics"][0]["topic"] == "interview"
    assert found["topics"][0]["title"] == assistant.content.topics["interview"].title
    assert found["buttons"]


def test_the_topics_stand_by_how_sure_they_are(assistant: Assistant) -> None:
    shares = [topic["confidence"] for topic in look_up(assistant, "who sees the report of the review")["topics"]]

    assert 1 <= len(shares) <= 3
    assert shares == sorted(shares, reverse=True)


@pytest.mark.parametrize(
    ("area", "document"), [("rotherham", "Rotherham procedures"), ("north_yorkshire", "North Yorkshire leaflet")]
)
def test_an_area_is_answered_by_its_own_document(assistant: Assistant, area: str, document: str) -> None:
    found = look_up(assistant, "what support is there for staff", area)

    assert found["area"] == area
    assert found["passages"][-1]["citation"]["text"].startswith(document)


def test_an_area_named_in_the_question_is_taken(assistant: Assistant) -> None:
    assert look_up(assistant, "what support is there for staff in Rotherham")["area"] == "rotherham"


@pytest.mark.parametrize("area", ["atlantis", "", "../rotherham", "ROTHERHAM"])
def test_an_area_that_is_not_known_counts_as_none(assistant: Assistant, area: str) -> None:
    assert look_up(assistant, "will i be interviewed", area) == look_up(assistant, "will i be interviewed")


def test_an_answer_that_is_not_sure_offers_what_it_may_be(assistant: Assistant) -> None:
    found = look_up(assistant, "lessons")

    assert found["outcome"] == "unsure"
    assert found["offered"]
    assert len(found["buttons"]) == len(found["offered"]) + 1


def test_danger_stands_before_the_answer_here_too(assistant: Assistant) -> None:
    found = look_up(assistant, "what is an imr? the baby next door is being hit right now, she is screaming")

    assert found["outcome"] == "immediate_danger"
    assert "999" in found["passages"][0]["text"]


@pytest.mark.parametrize(
    "query",
    [
        "where has SCR-2026-001 got to",
        "What is arranged for my team?",
        "none of these",
        "show me the wording",
        "why",
        "",
        "🙂",
    ],
)
def test_what_needs_more_than_a_look_up_is_answered_too(assistant: Assistant, query: str) -> None:
    assert look_up(assistant, query)["passages"]


@settings(deadline=None, max_examples=60)
@given(query=st.text(max_size=200), area=st.none() | st.text(max_size=20))
def test_whatever_is_looked_up_comes_back_as_json(assistant: Assistant, query: str, area: Optional[str]) -> None:
    found = look_up(assistant, query, area)

    assert json.loads(json.dumps(found)) == found


def test_one_look_up_changes_nothing_for_the_next(assistant: Assistant) -> None:
    before = look_up(assistant, "who signs it off")

    look_up(assistant, "what is an imr, i am in Rotherham")

    assert look_up(assistant, "who signs it off") == before
