"""Which turns of whole conversations are handed to a person, and that nothing typed gets into a hand-over unredacted."""

from __future__ import annotations

from typing import List, NamedTuple, Optional, Tuple

import pytest
from rasa.core.agent import Agent

from scr.content import Content
from scr.rasa.calls import calls_in
from scr.rasa.channels.gate import Gate
from scr.rasa.redacting import WITHHELD, Redacting
from scr.rules.handover import Call, WhyHanded
from scr.rules.triage import Urgency
from scr.settings import get_settings
from scr.storage.database import connect
from scr.storage.handovers import HandoverStore
from tests.at_the_desk import colleague
from tests.rasa.agents import agent_with, send
from tests.rasa.conftest import SettingsWith
from tests.rasa.conversations import replied, said
from tests.rasa.planted import MESSAGES, leaks

NOT_UNDERSTOOD = ("hjkl zxcv", "qwzx plmn", "gfhj vbnm")
PERSON = "can i talk to a real person please"
CODE = "B2CD-F3GH-J4KM-N5PQ"


class World(NamedTuple):
    agent: Agent
    store: HandoverStore

    async def say(self, *texts: str) -> Optional[Tuple[WhyHanded, Urgency]]:
        """Why the conversation is handed over after these, and how urgent it is."""
        for text in texts:
            await send(self.agent, text)
        waiting = self.store.waiting()
        assert len(waiting) <= 1
        return (waiting[0].why, waiting[0].urgency) if waiting else None


@pytest.fixture
def world(settings_with: SettingsWith) -> World:
    in_force = settings_with()
    engine = connect(in_force.sqlalchemy_url, timeout=5)
    colleague(engine)
    return World(agent_with(in_force), HandoverStore(engine))


@pytest.mark.parametrize(
    ("texts", "why", "urgency"),
    [
        ((PERSON,), WhyHanded.ASKED, Urgency.THIS_WEEK),
        (NOT_UNDERSTOOD, WhyHanded.NOT_UNDERSTOOD, Urgency.THIS_WEEK),
        (("i cant stop crying since the review started",), WhyHanded.DISTRESS, Urgency.TODAY),
        ((PERSON, "the baby next door is being hit right now"), WhyHanded.ASKED, Urgency.EMERGENCY),
    ],
    ids=["asked for", "not understood", "distress", "then a danger"],
)
async def test_what_is_handed_over_and_how_urgent_it_is(
    world: World, texts: Tuple[str, ...], why: WhyHanded, urgency: Urgency
) -> None:
    assert await world.say(*texts) == (why, urgency)


async def test_what_is_answered_or_is_for_nobody_at_the_desk_is_not_handed_over(world: World) -> None:
    questions = ("will i be interviewed", *NOT_UNDERSTOOD[:2], "the baby next door is being hit right now", MESSAGES[0])

    assert await world.say(*questions) is None


def calls(*events: object, first: int = 0) -> List[Call]:
    return calls_in(list(events), first)


def test_offered_topics_that_were_refused_are_told_from_a_person_that_was_asked_for() -> None:
    offer = replied("unsure", offered=("interview", "imr"))

    refused, asked = (
        calls(said("it", "unsure"), offer, said("no", "human"), replied("human", area="rotherham")),
        calls(said("it", "unsure"), replied("unsure"), said("a person", "human"), replied("human")),
    )

    assert refused == [Call("web", WhyHanded.REFUSED, Urgency.THIS_WEEK, "human", "rotherham")]
    assert [call.why for call in asked] == [WhyHanded.ASKED]


def test_only_what_is_new_calls_for_anything() -> None:
    earlier = [said("a person", "human"), replied("human")]

    assert calls(*earlier, said("hello", "greet"), replied("greet"), first=2) == []


@pytest.mark.parametrize("message", MESSAGES)
def test_what_is_passed_on_is_redacted_as_what_is_stored(content: Content, message: str) -> None:
    redacting = Redacting(content)
    let_in = Gate(get_settings()).text(f"{message} {CODE}")

    assert leaks(redacting.kept(let_in, withheld=False).lower().encode()) == []
    assert redacting.kept(message, withheld=True) == WITHHELD
