"""The replies that rest on no document: every ending has one, every place in it is filled, nothing typed is in it."""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import replace
from typing import List, Optional, Set

import pytest

from scr.assistant import Assistant
from scr.content import Content
from scr.content.phrases import Phrase
from scr.replies import Composer, Facts, Reply
from scr.rules.conversation import ABOUT_LAST_ANSWER, Conversation, Reading, Unsure
from scr.rules.enquiry import Asked, Ending, Finding, SupportRequest
from scr.rules.following import after
from scr.rules.register import Review, Stage
from scr.storage.tables import conversation_events
from tests.conftest import CASES

AREAS = ("north_yorkshire", "rotherham", None)
START = Conversation()
READING = Reading(("x",))
TODAY = dt.date(2026, 1, 5)
TOLD = Finding(
    Asked.REVIEW_STATUS,
    Ending.TOLD,
    TODAY,
    "SCR-2026-004",
    review=Review("SCR-2026-004", "rotherham", Stage.CONSIDERED, as_of=dt.datetime(2026, 1, 2, tzinfo=dt.timezone.utc)),
    request=SupportRequest(17, TODAY),
)
every_area = pytest.mark.parametrize("area", AREAS, ids=str)


@pytest.fixture(scope="module")
def composer(content: Content) -> Composer:
    return Composer(content, Facts())


def test_every_outcome_that_the_evaluation_names_has_a_reply(composer: Composer, content: Content) -> None:
    rows = re.findall(r"^\| ([a-z_, ]+) \|", (CASES / "labels.md").read_text(encoding="utf-8"), re.MULTILINE)
    labels = {label for row in rows for label in row.split(", ")} - {"topic", "label"}
    told = {outcome for asked in Asked for outcome in composer.tell(replace(TOLD, asked=asked), READING, START).outcomes}
    outcomes = {*content.topics, *(response.outcome for response in content.responses.values()), *told}

    assert told == {asked.value for asked in Asked}
    assert len(labels) > 45
    noted = composer.compose(Reading(("helpline_triage",)), START).outcomes
    assert labels - {*outcomes, *noted} == set()


def test_every_label_that_a_message_may_have_ends_in_a_reply(composer: Composer, phrases: List[Phrase]) -> None:
    """As the terminal and the look-up answer, where no action stands in between."""
    without: List[str] = []
    for label in sorted({phrase.label for phrase in phrases} - {"set_area", "unsure", "none_of_these"}):
        before = Conversation(topics=("imr",)) if label in ABOUT_LAST_ANSWER else Conversation()
        try:
            assert composer.compose(Reading((label,)), before).passages
        except KeyError:
            without.append(label)

    assert without == []


@pytest.mark.parametrize(
    ("message", "outcomes"),
    [
        ("Where has my review got to?", {"register_unavailable"}),
        ("Where has SCR-2026-001 got to?", {"register_unavailable"}),
        ("What is arranged for my team?", {"register_unavailable"}),
        ("I want to talk to a person", {"human"}),
        ("None of these", {"unsure", "human"}),
        ("Show me the wording", {"unsure"}),
        ("Say that more simply", {"unsure"}),
    ],
)
def test_a_wish_at_the_start_of_a_conversation_is_answered(assistant: Assistant, message: str, outcomes: Set[str]) -> None:
    reply = assistant.reply(message, Conversation())

    assert reply.outcome in outcomes
    assert reply.passages[0].text


@pytest.mark.parametrize("unsure", Unsure)
@pytest.mark.parametrize("misunderstood", [1, 2])
def test_every_way_of_being_unsure_has_its_own_words(
    composer: Composer, content: Content, unsure: Unsure, misunderstood: int
) -> None:
    offered = ("imr", "review_status") if unsure in {Unsure.SEVERAL_LIKELY, Unsure.TOO_MANY} else ()
    if unsure in {Unsure.TOO_MANY, Unsure.ABOUT_WHAT, Unsure.UNKNOWN_AREA}:
        misunderstood = 0  # as the reader has it
    reading = Reading(("unsure",), offered=offered, misunderstood=misunderstood, unsure=unsure)

    reply = composer.compose(reading, Conversation())

    assert reply.outcomes == ("unsure",)
    assert reply.buttons
    assert [button.name for button in reply.buttons][: len(offered)] == list(offered)
    assert ("none_of_these" in [button.name for button in reply.buttons]) == (unsure is Unsure.SEVERAL_LIKELY)


def test_whoever_names_an_area_that_is_none_of_ours_is_told_which_there_are(composer: Composer, content: Content) -> None:
    reply = composer.compose(Reading(("unsure",), unsure=Unsure.UNKNOWN_AREA), Conversation())

    assert [area.name for area in content.areas.values() if area.name not in reply.passages[0].text] == []


@pytest.mark.parametrize("name", ["utter_greet", "utter_help"])
def test_whoever_begins_is_told_how_old_the_documents_are_and_what_replaced_the_reviews(content: Content, name: str) -> None:
    text = content.responses[name].text

    for said in ("2006", "child safeguarding practice reviews", "2018", "partnership", "999", "names"):
        assert said in text


def test_the_reply_to_details_repeats_none_and_asks_for_none(assistant: Assistant) -> None:
    reply = assistant.reply("it is Mia Oakwell, dob 30/11/2006, 12 Acacia Avenue", Conversation())

    assert reply.outcomes == ("case_details",)
    assert "do not type names" in reply.passages[0].text


@pytest.mark.parametrize(
    "message",
    [
        "will i be interviewed about Mia Oakwell",
        "Mia Oakwell dob 30/11/2006",
        "what is the capital of Oakwell",
        "Mia Oakwell asdfgh qwerty",
        "Mia Oakwell is being hit right now by her dad",
        "why",
        "tell me the name of the child, is it Mia Oakwell",
    ],
)
def test_no_word_that_somebody_typed_is_in_a_reply_or_kept_for_the_next(assistant: Assistant, message: str) -> None:
    kept = json.dumps(assistant.reply(message, Conversation(topics=("imr",))).as_dict())

    for typed in ("Mia", "Oakwell", "30/11"):
        assert typed not in kept


def test_every_outcome_has_room_in_the_database(composer: Composer, content: Content) -> None:
    room = conversation_events.c.outcome.type.length

    outcomes = {*content.topics, *(response.outcome for response in content.responses.values())}
    assert max(map(len, outcomes)) <= room


def test_every_button_of_every_reply_is_understood_when_it_is_pressed(assistant: Assistant, content: Content) -> None:
    replies: List[Reply] = [assistant.composer.compose(Reading((topic,)), Conversation()) for topic in content.topics]
    replies += [
        assistant.composer.respond(name, Reading(("x",), area="rotherham"), Conversation()) for name in content.responses
    ]
    reading = Reading(("unsure",), offered=("imr", "human"), misunderstood=1, unsure=Unsure.SEVERAL_LIKELY)
    offer = assistant.composer.compose(reading, Conversation())

    pressed = [(reply, button.text) for reply in (*replies, offer) for button in reply.buttons]
    assert len(pressed) > 150
    for reply, button in pressed:
        assert assistant.read(button, reply.conversation).outcome != "unsure", button
    assert assistant.read(offer.buttons[-1].text, offer.conversation).outcome == "human"
    assert offer.conversation == after(reading, Conversation(), frozenset(content.topics))


@every_area
def test_every_reply_is_the_same_after_it_was_kept_and_read_back(
    composer: Composer, content: Content, area: Optional[str]
) -> None:
    for name in content.responses:
        reading = Reading(("x",), offered=("imr",), area=area, misunderstood=1)
        following = Conversation(("imr", "media"), area, ("imr",), 1, in_danger=True)
        reply = composer.respond(name, reading, following)

        assert Reply.from_dict(json.loads(json.dumps(reply.as_dict()))) == reply
