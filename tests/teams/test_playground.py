"""The whole assistant in Microsoft's own emulator of Teams: what people do there, and what they see."""

from __future__ import annotations

from typing import Any, Iterator, List, Mapping

import pytest

from scr.storage.access import AccessStore
from tests.small_register import BY, OWN, filled, health_visitor, now_utc
from tests.teams.playground import TENANT, Playground, playing
from tests.teams.teams import elements

pytestmark = pytest.mark.playground

QUESTION = "will i be interviewed"
STATUS = f"where has {OWN} got to"


@pytest.fixture(scope="module")
def playground() -> Iterator[Playground]:
    """With a register in which the person who sits before it is linked."""
    with playing({"SCR_SAMPLE_REGISTER": "false", "SCR_TEAMS_NEWS_SECONDS": "0"}) as (playground, settings):
        engine = filled(settings.sqlalchemy_url)
        health_visitor(engine, "Alex Example")
        AccessStore(engine).link_teams("Alex Example", TENANT, playground.person["aadObjectId"], BY, now_utc())
        yield playground
        engine.dispose()


def _next(playground: Playground, where: str, before: int) -> Mapping[str, Any]:
    """The one message that came after so many."""
    found = playground.sees(before + 1, where)
    assert len(found) == before + 1
    return found[-1]


def _words(message: Mapping[str, Any]) -> str:
    card = message["attachments"][0]["content"]
    texts = [element["text"] for element in elements(card) if "text" in element]
    facts = [fact["value"] for element in elements(card) for fact in element.get("facts", ())]
    return "\n".join([*texts, *facts])


def _buttons(message: Mapping[str, Any]) -> List[Mapping[str, Any]]:
    card = message["attachments"][0]["content"]
    actions = [action for element in elements(card) for action in element.get("actions", ())]
    return [action for action in actions if action["type"] == "Action.Submit"]


def test_it_greets_when_it_is_installed_and_answers_in_a_chat_of_two(playground: Playground) -> None:
    before = len(playground.sees(0, playground.chat))
    playground.happen("install", playground.chat)
    greeting = _next(playground, playground.chat, before)
    playground.happen("botAdded", playground.chat)
    playground.happen("userAdded", playground.chat)
    playground.say(QUESTION, playground.chat)

    assert "I answer questions about serious case reviews" in _words(greeting)
    assert "Quite possibly" in _words(_next(playground, playground.chat, before + 1))


def test_it_answers_a_group_that_mentions_it(playground: Playground) -> None:
    before = len(playground.sees(0, playground.group))
    playground.say(QUESTION, playground.group, mention=True)

    assert "Quite possibly" in _words(_next(playground, playground.group, before))


def test_it_answers_a_channel_in_the_thread(playground: Playground) -> None:
    thread = playground.say(QUESTION, playground.channel, mention=True)

    assert "Quite possibly" in _words(_next(playground, thread, 0))
    assert thread.startswith(f"{playground.channel};messageid=")


def test_a_button_that_is_pressed_is_answered(playground: Playground) -> None:
    before = len(playground.sees(0, playground.chat))
    playground.say(QUESTION, playground.chat)
    answer = _next(playground, playground.chat, before)
    button = _buttons(answer)[0]

    playground.submit(button["data"], playground.chat, answer["messageId"])

    assert "Source: " in _words(_next(playground, playground.chat, before + 1))


def test_a_card_that_waits_for_an_answer_gets_one(playground: Playground) -> None:
    before = len(playground.sees(0, playground.chat))
    playground.say("hello", playground.chat)
    answer = _next(playground, playground.chat, before)

    action = {"action": {"type": "Action.Execute", "verb": "say", "data": {"say": QUESTION}}}
    told = playground.execute(action, playground.chat, answer["messageId"])

    assert "Working on the answer" in repr(told)
    assert "Quite possibly" in _words(_next(playground, playground.chat, before + 1))


def test_where_a_review_has_got_to_is_told_in_the_chat_of_two_and_not_in_the_channel(playground: Playground) -> None:
    before = len(playground.sees(0, playground.chat))
    thread = playground.say(STATUS, playground.channel, mention=True)

    in_channel = _words(_next(playground, thread, 0))

    assert "I have written to you in our own chat" in in_channel
    assert "The agencies are writing" not in in_channel
    assert "The agencies are writing" in _words(_next(playground, playground.chat, before))


def test_who_takes_it_away_is_greeted_when_it_comes_back(playground: Playground) -> None:
    before = len(playground.sees(0, playground.chat))
    playground.happen("uninstall", playground.chat)
    playground.happen("install", playground.chat)

    assert "I answer questions" in _words(_next(playground, playground.chat, before))
