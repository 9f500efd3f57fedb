"""`GET /lookup?q=…`: one question, one answer, as JSON."""

from __future__ import annotations

from typing import Any, Dict
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.server.running import Door

pytestmark = pytest.mark.server


def looked_up(stranger: Door, question: str, area: str = "") -> Dict[str, Any]:
    response = stranger.get(f"/lookup?q={quote(question)}" + (f"&area={quote(area)}" if area else ""))
    assert response.status_code == 200
    found: Dict[str, Any] = response.json()
    return found


def test_a_question_is_answered_with_its_citation(stranger: Door) -> None:
    found = looked_up(stranger, "will i be interviewed")

    assert found["outcomes"] == ["interview"]
    assert "Quite possibly" in found["passages"][0]["text"]
    assert "paragraph 5.1" in found["passages"][0]["citation"]["text"]
    assert found["area"] is None


def test_an_areas_own_document_answers_where_the_area_is_given(stranger: Door) -> None:
    found = looked_up(stranger, "are the family told about the review", "rotherham")

    assert found["outcomes"] == ["informing_family"]
    assert found["area"] == "rotherham"
    assert "Rotherham procedures" in found["passages"][0]["citation"]["text"]


def test_where_an_areas_document_is_silent_the_answer_says_whose_it_is(stranger: Door) -> None:
    found = looked_up(stranger, "will i be interviewed", "rotherham")

    assert "does not say" in found["passages"][0]["text"]
    assert "North Yorkshire" in found["passages"][1]["citation"]["text"]


def test_an_area_that_is_named_in_the_question_counts(stranger: Door) -> None:
    assert looked_up(stranger, "who writes the overview report in rotherham")["area"] == "rotherham"


@pytest.mark.parametrize("area", ["nowhere", "ROTHERHAM'; --", "../rotherham"])
def test_an_unknown_area_counts_as_none(stranger: Door, area: str) -> None:
    assert looked_up(stranger, "will i be interviewed", area)["area"] is None


def test_what_else_it_could_be_is_listed_by_how_likely_it_is(stranger: Door) -> None:
    found = looked_up(stranger, "will i be interviewed")

    assert found["topics"][0]["topic"] == "interview"
    sureness = [each["confidence"] for each in found["topics"]]
    assert sureness == sorted(sureness, reverse=True)
    assert all(0 <= share <= 1 for share in sureness)


def test_danger_is_answered_with_the_emergency_route(stranger: Door) -> None:
    found = looked_up(stranger, "i can hear my neighbour hitting a toddler right now")

    assert found["outcomes"] == ["immediate_danger"]
    assert "999" in found["passages"][0]["text"]


@pytest.mark.parametrize("said", ["no", "None of these", "say it again", "Show me the wording", "cancel", "thanks", "why?"])
def test_what_makes_sense_only_in_a_conversation_gets_a_sentence(stranger: Door, said: str) -> None:
    assert looked_up(stranger, said)["passages"][0]["text"]


@pytest.mark.parametrize("query", ["/lookup", "/lookup?q=", "/lookup?q=%20", "/lookup?area=rotherham", "/lookup?query=why"])
def test_without_a_question_it_asks_for_one(stranger: Door, query: str) -> None:
    response = stranger.get(query)

    assert response.status_code == 400
    assert response.json() == {"error": "Please type a question first.", "code": "empty"}


def test_a_question_that_is_too_long_is_refused_in_words(stranger: Door) -> None:
    response = stranger.get("/lookup?q=" + "a" * 2001)

    assert response.status_code == 413
    assert "2000 characters" in response.json()["error"]


def test_a_look_up_leaves_no_trace_in_the_conversation(stranger: Door, door: Door) -> None:
    door.get("/lookup?q=will+i+be+interviewed")

    assert door.turns() == []


@given(st.text(max_size=100), st.text(max_size=20))
@settings(deadline=None, max_examples=50)
def test_whatever_is_looked_up_gets_json_with_a_sentence(stranger: Door, question: str, area: str) -> None:
    response = stranger.get(f"/lookup?q={quote(question, errors='replace')}&area={quote(area, errors='replace')}")

    assert response.status_code in {200, 400}
    found = response.json()
    assert found["error"] if response.status_code == 400 else found["passages"][0]["text"]


@pytest.mark.parametrize(
    "path",
    ["/nothing", "/webhooks/rest/webhook", "/conversations/any/tracker", "/static/nothing.js", "/static/pages.py", "/model"],
)
def test_what_is_not_there_is_said_in_json(stranger: Door, path: str) -> None:
    response = stranger.get(path)

    assert response.status_code == 404
    assert response.headers["Content-Type"].startswith("application/json")
    assert response.json()
    assert "Traceback" not in response.text


@pytest.mark.parametrize(
    ("method", "path"),
    [("PUT", "/chat/messages"), ("GET", "/chat/session"), ("POST", "/lookup"), ("DELETE", "/chat/session")],
)
def test_another_method_is_refused_in_json(stranger: Door, method: str, path: str) -> None:
    response = stranger.request(method, path)

    assert response.status_code == 405
    assert response.headers["Content-Type"].startswith("application/json")
    assert response.json()
