"""Replies as Adaptive Cards: what is shown, what can be pressed, and how large a message becomes."""

from __future__ import annotations

import json
from typing import Any, List, Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scr.assistant import Assistant
from scr.content import Content
from scr.replies import Attachment, Button, Fact, Passage, Reply, as_text
from scr.replies.reply import HELPLINE, KINDS, REGISTER
from scr.rules.conversation import Conversation
from scr.teams.cards import LARGEST, Cards, size
from tests.teams.teams import elements

# What Teams shows of Adaptive Cards, as far as we use it.
_KNOWN = {"TextBlock", "Container", "FactSet", "ActionSet"}
_ACTIONS = {"Action.Submit", "Action.OpenUrl", "Action.ToggleVisibility"}


@pytest.fixture(scope="session")
def cards(content: Content) -> Cards:
    return Cards(content)


def _reply(*passages: Passage, **more: Any) -> Reply:
    return Reply(("review_status",), passages, Conversation(), **more)


def _card(activity: Mapping[str, Any]) -> Mapping[str, Any]:
    card: Mapping[str, Any] = activity["attachments"][0]["content"]
    return card


def _texts(activity: Mapping[str, Any]) -> List[str]:
    return [element["text"] for element in elements(_card(activity)) if "text" in element]


def _check_form(activity: Mapping[str, Any]) -> None:
    card = _card(activity)
    found = elements(card)
    ids = [element["id"] for element in found if "id" in element]
    actions = [action for element in found for action in element.get("actions", ())]
    assert (card["type"], card["version"]) == ("AdaptiveCard", "1.5")
    assert card["fallbackText"]
    assert {element["type"] for element in found} <= _KNOWN
    assert {action["type"] for action in actions} <= _ACTIONS
    assert len(ids) == len(set(ids))
    assert {target for action in actions for target in action.get("targetElements", ())} == set(ids)
    assert all(len(element["actions"]) <= 6 for element in found if element["type"] == "ActionSet")
    assert all(element["wrap"] for element in found if element["type"] == "TextBlock")
    assert size(dict(activity)) <= LARGEST


def test_every_answer_there_is_becomes_one_card_of_the_right_form(assistant: Assistant, cards: Cards) -> None:
    for topic in assistant.content.topics.values():
        reply = assistant.reply(topic.title, Conversation())

        [activity] = cards.activities(reply)

        _check_form(activity)
        assert reply.passages[0].text in _texts(activity)


def test_every_response_there_is_becomes_one_card_of_the_right_form(assistant: Assistant, cards: Cards) -> None:
    from scr.rules.conversation import Reading

    for name in assistant.content.responses:
        reading = Reading((name[len("utter_") :],))

        [activity] = cards.activities(assistant.composer.respond(name, reading, Conversation()))

        _check_form(activity)


def test_all_that_a_reply_says_is_in_the_card_and_in_its_words_for_who_sees_no_cards(
    assistant: Assistant, cards: Cards
) -> None:
    reply = assistant.reply("will i be interviewed and how long does it take", Conversation())

    [activity] = cards.activities(reply)

    assert _card(activity)["fallbackText"] == as_text(reply)
    shown = "\n".join(_texts(activity))
    assert all(passage.text in shown and passage.citation.text in shown for passage in reply.passages if passage.citation)


def test_the_wording_is_there_already_so_that_no_button_asks_for_it(assistant: Assistant, cards: Cards) -> None:
    reply = assistant.reply("will i be interviewed", Conversation())

    [activity] = cards.activities(reply)

    pressed = [
        action["title"]
        for element in elements(_card(activity))
        for action in element.get("actions", ())
        if action["type"] == "Action.Submit"
    ]
    assert "show_wording" in [button.name for button in reply.buttons]
    assert pressed == [button.text for button in reply.buttons if button.name != "show_wording"]


def test_facts_that_follow_each_other_are_one_table(cards: Cards) -> None:
    first = Passage("A is b.", REGISTER, facts=(Fact("A", "b"),))
    second = Passage("C is d.", REGISTER, facts=(Fact("C", "d"),))

    [activity] = cards.activities(_reply(Passage("Hello."), first, second, Passage("Bye.", REGISTER)))

    body = _card(activity)["body"]
    assert [element["type"] for element in body] == ["TextBlock", "FactSet", "TextBlock"]
    assert body[1]["facts"] == [{"title": "A", "value": "b"}, {"title": "C", "value": "d"}]


def test_nothing_that_was_entered_somewhere_is_read_as_markdown(cards: Cards) -> None:
    entered = "Ward *3* [here](https://attacker.example) `x`"

    [activity] = cards.activities(_reply(Passage("x", REGISTER, facts=(Fact(entered, entered),)), Passage(entered)))

    escaped = r"Ward \*3\* \[here\](https://attacker.example) \`x\`"
    body = _card(activity)["body"]
    assert body[0]["facts"] == [{"title": escaped, "value": escaped}]
    assert body[1]["text"] == escaped


def test_a_file_that_is_no_calendar_is_left_out(cards: Cards) -> None:
    [activity] = cards.activities(_reply(Passage("Here."), attachments=(Attachment("x.txt", "text/plain", "x"),)))

    assert [element["type"] for element in _card(activity)["body"]] == ["TextBlock"]


# ---- Size ----


def _long(sentences: int, kind: str = "notice") -> Passage:
    return Passage(" ".join(f"This is sentence number {number} of it." for number in range(sentences)), kind)


def test_what_is_too_long_for_one_message_is_split_between_passages_with_the_buttons_on_the_last(cards: Cards) -> None:
    passages = [_long(150) for _ in range(5)]
    reply = _reply(*passages, buttons=(Button("timescale", "How long?"),), buttons_label="Next", id="x")

    activities = cards.activities(reply)

    assert len(activities) > 1
    for activity in activities:
        _check_form(activity)
    shown = [text for activity in activities for text in _texts(activity)]
    assert shown == [*(passage.text for passage in passages), "Next"]
    assert "How long?" in json.dumps(activities[-1])


def test_a_passage_that_is_too_long_by_itself_is_split_between_sentences(cards: Cards) -> None:
    activities = cards.activities(_reply(_long(1000)))

    parts = [text for activity in activities for text in _texts(activity)]
    assert len(parts) > 1
    assert all(part.endswith(".") for part in parts)
    assert " ".join(parts) == _long(1000).text


def test_a_table_that_is_too_long_is_told_in_sentences(cards: Cards) -> None:
    facts = tuple(Fact(f"Fact {number}", "so " * 50) for number in range(300))

    activities = cards.activities(_reply(Passage(_long(900).text, REGISTER, facts=facts)))

    assert " ".join(text for activity in activities for text in _texts(activity)) == _long(900).text


@settings(max_examples=40, deadline=None)
@given(
    texts=st.lists(st.text(max_size=300), min_size=1, max_size=4),
    repeated=st.integers(min_value=1, max_value=120),
    kind=st.sampled_from(KINDS),
    plain=st.booleans(),
)
def test_whatever_is_said_fits_and_nothing_of_it_is_lost(
    cards: Cards, texts: List[str], repeated: int, kind: str, plain: bool
) -> None:
    reply = _reply(*(Passage(text * repeated, kind) for text in texts))

    activities = cards.plain(reply) if plain else cards.activities(reply)

    assert all(size(activity) <= LARGEST for activity in activities)
    if plain:
        shown = "".join(activity["text"] for activity in activities)
    else:
        shown = "".join(_card(activity)["fallbackText"] for activity in activities)
    if kind == HELPLINE:  # before each piece it is said who wrote it
        shown = shown.replace("Helpline:", "")
    assert "".join(shown.split()) == "".join("".join(text * repeated for text in texts).split())


def test_where_teams_takes_no_card_the_words_and_the_choices_are_text(assistant: Assistant, cards: Cards) -> None:
    reply = assistant.reply("will i be interviewed", Conversation())

    [activity] = cards.plain(reply)

    assert activity["textFormat"] == "plain"
    assert activity["text"].startswith(as_text(reply))
    assert all(f"- {button.text}" in activity["text"] for button in reply.buttons)
