"""Rasa asks for a response by name, and gets the whole composed reply."""

from __future__ import annotations

from typing import Any, Dict, List

import pytest
import yaml
from rasa.core.agent import Agent
from rasa.core.nlg.generator import NaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.utils.endpoints import EndpointConfig

from scr.content import load_content
from scr.rasa.replies import ReplyGenerator
from scr.rasa.turns import REPLY
from scr.replies import Reply
from scr.settings import ROOT
from tests.conftest import DATA
from tests.rasa.conversations import replied, said, tracker_after

RULES = [
    step["action"]
    for path in sorted(DATA.glob("**/*.yml"))
    for rule in yaml.safe_load(path.read_text(encoding="utf-8")).get("rules") or []
    for step in rule["steps"]
    if step.get("action", "").startswith("utter_")
]


def read_as(outcome: str, **reading: Any) -> Dict[str, Any]:
    nothing = {"offered": [], "area": None, "confidence": 1.0, "misunderstood": 0, "unsure": None, "still_in_danger": False}
    return {"reading": {"outcomes": [outcome], **nothing, **reading}}


async def generated(name: str, *events: Any) -> Dict[str, Any]:
    message = await ReplyGenerator().generate(name, tracker_after(*events), "web")
    assert message is not None
    return message


def reply_of(message: Dict[str, Any]) -> Reply:
    return Reply.from_dict(message["metadata"][REPLY])


@pytest.fixture(autouse=True)
def _model_is_loaded(agent: Agent) -> None:
    """The generator finds the assistant that came with the model."""


def test_the_endpoints_file_names_it() -> None:
    endpoint = yaml.safe_load((ROOT / "endpoints.yml").read_text(encoding="utf-8"))["nlg"]

    made = NaturalLanguageGenerator.create(EndpointConfig.from_dict(endpoint), Domain.empty())

    assert type(made) is ReplyGenerator


async def test_a_topic_is_answered_with_its_citation_and_its_buttons() -> None:
    message = await generated("utter_ask/interview", said("will they talk to me", "interview", **read_as("interview")))

    reply = reply_of(message)
    assert reply.outcomes == ("interview",)
    assert reply.passages[0].citation.text in message["text"]
    assert reply.passages[0].text in message["text"]
    assert [button["title"] for button in message["buttons"]] == [button.text for button in reply.buttons]
    assert "Will there be notes of my interview?" in [button.text for button in reply.buttons]


async def test_a_button_sends_the_words_that_it_shows() -> None:
    message = await generated("utter_greet", said("hello", "greet", **read_as("greet")))

    assert message["buttons"]
    assert all(button["title"] == button["payload"] for button in message["buttons"])


async def test_a_reply_that_an_action_names_is_given_whatever_was_read() -> None:
    message = await generated("utter_register_unavailable", said("where has it got to", **read_as("review_status")))

    assert reply_of(message).outcome == "register_unavailable"


async def test_the_area_goes_on_with_the_conversation() -> None:
    events = [replied("set_area", area="rotherham"), said("who decides", **read_as("who_decides", area="rotherham"))]

    reply = reply_of(await generated("utter_ask/who_decides", *events))

    assert reply.conversation.area == "rotherham"
    assert reply.conversation.topics == ("who_decides",)


async def test_the_last_answer_is_repeated_from_the_conversation() -> None:
    events = [replied("interview", topics=("interview",)), said("say it again", **read_as("repeat"))]

    reply = reply_of(await generated("utter_repeat", *events))

    assert reply.outcome == "repeat"
    assert "Quite possibly" in reply.passages[1].text


async def test_a_message_that_was_never_understood_is_answered_by_its_intent() -> None:
    message = await generated("utter_greet", said("hello", "greet", reading=None))

    assert reply_of(message).outcome == "greet"


@pytest.mark.parametrize("name", sorted(set(RULES) - {"utter_ask"}))
async def test_every_response_that_a_rule_names_can_be_generated(name: str) -> None:
    area = {"area": "rotherham"} if name == "utter_set_area" else {}
    message = await generated(name, said("…", **read_as(name[len("utter_") :], **area)))

    assert message["text"].strip()
    assert "{" not in message["text"]


def test_there_are_rules_whose_responses_are_generated() -> None:
    assert len(set(RULES)) > 15


@pytest.mark.parametrize("topic", sorted(load_content(DATA).topics))
async def test_every_topic_can_be_generated(topic: str) -> None:
    reply = reply_of(await generated(f"utter_ask/{topic}", said("…", **read_as(topic))))

    assert reply.outcomes == (topic,)
    assert any(passage.citation for passage in reply.passages)


async def test_a_response_that_does_not_exist_is_an_error_and_no_empty_reply() -> None:
    with pytest.raises(KeyError, match="utter_nonsense"):
        await generated("utter_nonsense", said("hello", **read_as("greet")))


async def test_before_anything_was_said_a_response_can_be_given() -> None:
    no_message: List[Any] = []

    assert reply_of(await generated("utter_greet", *no_message)).outcome == "greet"
