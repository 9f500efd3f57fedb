"""Teams shows every reply of the table in full: as cards, and as the words that stand in for a card."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any, Dict, Iterator, List, Mapping, Sequence

import pytest

from scr.content import Content
from scr.replies import Reply
from scr.teams.cards import Cards
from tests.channels.every_reply import every_reply
from tests.channels.test_every_outcome import missing

# The wording is in the card, folded; a calendar file is a link that is made of it; a code is not asked for there.
_NOT_IN_TEAMS = frozenset({"show_wording"})


@pytest.fixture(scope="module")
def replies(content: Content) -> Dict[str, Reply]:
    return every_reply(content)


def strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from strings(each)
    elif isinstance(value, (list, tuple)):
        for each in value:
            yield from strings(each)


def unmarked(text: str) -> str:
    """Without the strokes that keep Markdown from reading signs of its own in a sentence."""
    return text.replace("\\", "").replace("- ", "")


def seen(activities: Sequence[Mapping[str, Any]]) -> str:
    """What a card shows or can unfold; not the words that stand in for it where a card cannot be shown."""
    cards = [attachment["content"] for activity in activities for attachment in activity["attachments"]]
    return unmarked("\n".join(strings([card["body"] for card in cards])))


def test_cards_show_every_reply_in_full(replies: Dict[str, Reply], content: Content) -> None:
    cards = Cards(content)
    found = {}
    for name, reply in replies.items():
        sent = seen(json.loads(json.dumps(cards.activities(reply))))
        # What the register says is a table there: its facts stand for the sentences.
        facts = [word for passage in reply.passages for fact in passage.facts for word in (fact.label, fact.value)]
        told = replace(reply, passages=tuple(passage for passage in reply.passages if not passage.facts), attachments=())
        found[name] = [*missing(told, sent, True, _NOT_IN_TEAMS), *(fact for fact in facts if unmarked(fact) not in sent)]

    assert {name: words for name, words in found.items() if words} == {}


def test_the_wording_is_in_the_card_or_can_be_asked_for(replies: Dict[str, Reply], content: Content) -> None:
    cards, words = Cards(content), content.frames["en"].words
    without = []
    for name, reply in replies.items():
        if any(passage.kind == "answer" for passage in reply.passages) and "show_wording" in _names(reply):
            sent = seen(cards.activities(reply))
            if words["show_wording"] not in sent and content.fragments["show_wording"] not in sent:
                without.append(name)

    assert without == []


def _names(reply: Reply) -> List[str]:
    return [button.name for button in reply.buttons]


def test_the_words_in_place_of_a_card_say_all_of_it_too(replies: Dict[str, Reply], content: Content) -> None:
    cards = Cards(content)
    found = {
        name: missing(reply, unmarked("\n".join(strings(list(cards.plain(reply))))), False, frozenset())
        for name, reply in replies.items()
    }

    assert {name: words for name, words in found.items() if words} == {}
