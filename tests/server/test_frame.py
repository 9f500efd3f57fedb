"""What a person sets around the chat holds for the next message; nothing else that a client sends of itself does."""

from __future__ import annotations

from typing import Any, Mapping

import pytest

from tests.server.running import Door

pytestmark = pytest.mark.server


def reply(door: Door, text: str, **frame: object) -> Mapping[str, Any]:
    [only] = door.message(text, **frame).json()["replies"]
    found: Mapping[str, Any] = only
    return found


def documents(found: Mapping[str, Any]) -> list[str]:
    return [passage["citation"]["document"] for passage in found["passages"] if passage["citation"]]


def test_the_area_that_is_set_answers(door: Door) -> None:
    found = reply(door, "what support is there for staff", area="rotherham", plain=False)

    assert found["area"] == "rotherham"
    assert documents(found) == ["rotherham_procedures"]


def test_an_area_that_is_named_stands_over_the_one_that_is_set_and_goes_back_to_whoever_shows_it(door: Door) -> None:
    assert reply(door, "what support is there for staff in Rotherham", area="north_yorkshire")["area"] == "rotherham"


def test_an_area_that_is_taken_back_is_no_more(door: Door) -> None:
    reply(door, "what support is there for staff", area="rotherham", plain=False)

    assert reply(door, "what support is there for staff", area=None, plain=False)["area"] is None


def test_who_sets_nothing_keeps_what_the_conversation_has(door: Door) -> None:
    reply(door, "i am in Rotherham")

    assert reply(door, "what support is there for staff")["area"] == "rotherham"


@pytest.mark.parametrize("area", ["atlantis", 5, ["rotherham"], {"a": 1}])
def test_an_area_that_there_is_not_counts_as_none(door: Door, area: object) -> None:
    assert reply(door, "what support is there for staff", area=area)["area"] is None


def test_plain_answers_are_in_simpler_words_with_the_same_source(door: Door) -> None:
    usual = reply(door, "will i be interviewed", plain=False)
    plain = reply(door, "will i be interviewed", plain=True)

    assert (usual["plain"], plain["plain"]) == (False, True)
    assert usual["passages"][0]["text"] != plain["passages"][0]["text"]
    assert usual["passages"][0]["citation"] == plain["passages"][0]["citation"]


def test_the_frame_is_the_only_thing_that_a_client_can_set(door: Door) -> None:
    found = reply(door, "will i be interviewed", plain=True, in_danger=True, signed_in=True, conversation={"area": "x"})

    assert found["outcome"] == "interview"
    assert "conversation" not in found


def test_the_greeting_is_for_the_area_that_the_page_is_for(stranger: Door) -> None:
    [greeting] = stranger.post("/chat/session", {"area": "rotherham"}).json()["replies"]

    assert greeting["area"] == "rotherham"


@pytest.mark.parametrize(
    ("asked", "lang", "direction"), [("en", "en", "ltr"), ("ur", "ur", "rtl"), ("xx", "en", "ltr"), ("", "en", "ltr")]
)
def test_the_words_of_the_frame_come_in_the_language_asked_for_or_in_english(
    stranger: Door, asked: str, lang: str, direction: str
) -> None:
    frame = stranger.get(f"/widget/frame?lang={asked}").json()

    assert (frame["lang"], frame["dir"]) == (lang, direction)
    assert frame["limit"] == 2000
    assert {area["id"] for area in frame["areas"]} >= {"north_yorkshire", "rotherham"}
    assert frame["details"]["first_names"]
