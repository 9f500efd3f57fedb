"""What has the form of a question, what asks to confirm, and what leans on what stands before it."""

from __future__ import annotations

import pytest

from scr.understanding.questions import asks_to_confirm, ends_in_pointing, is_question, leans, names_things


@pytest.mark.parametrize(
    "text",
    [
        "who writes it",
        "and who writes it",
        "the family?",
        "What's an IMR",
        "how’s it done",
        "ok so who writes it",
        "in what cases is one held",
        "if not what happens",
        "if they ask me can i say no",
        "she asked if they can come",
        "any chance of a copy",
        "need the address please",
        "baby has died and neglect is suspected what has to happen first",
        "honestly what is the point",
        "my card has run out how do i renew it",
        "three things: who's on it",
        "I've to explain to my governors why such reviews are held",
        "I should be grateful to know in which cases one is held",
        "i'd like the number of the board",
        "whether we are told",
        "after a death who lets the agencies know",
        "before the meeting what happens",
        "if i go is my sister allowed in",
        "after all the fuss does practice change",
        "First, whether we are told.",
        "secondly is the review a public document",
        "My deputy asked me who decides and I went blank",
        "Not clear to me who chairs it.",
        "I should also like to establish whether they are paid",
        "I'd be interested to hear about that",
        "a plain answer on why they are held",
        "recommendations - what happens to them",
        "the leaflet in large print pls",
        "caller would like the leaflet",
        "she asks are we told",
        "whats it for",
    ],
)
def test_a_question_is_seen_to_be_one(text: str) -> None:
    assert is_question(text)


@pytest.mark.parametrize(
    "text",
    [
        "i saw the family",
        "and the family",
        "",
        "and",
        "the nurse who was there",
        "after the nurse who was there rang me",
        "mum is deaf",
        "he was shaken",
    ],
)
def test_what_is_no_question_is_seen_to_be_none(text: str) -> None:
    assert not is_question(text)


@pytest.mark.parametrize(
    "text", ["is that right?", "Is this normal when there's a review?", "true?", "so is that all correct", "do you know"]
)
def test_what_asks_to_confirm_is_told(text: str) -> None:
    assert asks_to_confirm(text)


@pytest.mark.parametrize(
    "text",
    [
        "is that the report",
        "it is true",
        "do you know who writes it",
        "right to refuse",
        "is she told",
        "is she allowed to bring a friend",
        "is it right that relatives are asked",
        "is it legal advice",
        "is it allowed in court",
    ],
)
def test_what_asks_more_than_to_confirm_is_a_question_of_its_own(text: str) -> None:
    assert not asks_to_confirm(text)


@pytest.mark.parametrize("text", ["do i get sight of that", "and for the others", "when is it", "who decides"])
def test_what_points_back_or_is_short_leans(text: str) -> None:
    assert leans(text)


def test_what_says_all_of_it_does_not_lean() -> None:
    assert not leans("will the parents be told about the review")


@pytest.mark.parametrize(
    ("text", "points"), [("do i get to see it?", True), ("can i see that", True), ("is it long", False)]
)
def test_what_ends_in_pointing_is_told(text: str, points: bool) -> None:
    assert ends_in_pointing(text) is points


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("chronology, imr, sealed records", True),
        ("large print leaflet and the phone number", True),
        ("i rang, the phone number", False),
        ("the records were taken", False),
        ("one thing " * 8, False),
    ],
)
def test_what_only_names_things_is_told(text: str, names: bool) -> None:
    assert names_things(text) is names
