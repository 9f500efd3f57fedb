"""Each change to Rasa does what it says, and what Rasa decides stays as it was."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, Dict, List

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import ValidationError
from rasa.core.actions.action import RemoteAction
from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage
from rasa.engine.constants import PLACEHOLDER_MESSAGE, PLACEHOLDER_TRACKER
from rasa.engine.graph import ExecutionContext, GraphComponent, GraphSchema, SchemaNode
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.events import ActionExecuted, Event
from rasa.shared.utils.common import all_subclasses

from scr.rasa.tracker_store import ConversationTrackerStore
from scr.storage.database import DatabaseUnavailable
from tests.conftest import free_port
from tests.rasa.agents import agent_with, send
from tests.rasa.conftest import SettingsWith
from tests.rasa.conversations import replied, said, tracker_after

MESSAGES = (
    "will i be interviewed",
    "why?",
    "who writes the overview report and do i get a copy",
    "there is a baby with bruises here now",
    "xkcd qwrt zzz",
    "i work in rotherham",
)


@pytest.mark.parametrize("message", MESSAGES)
@pytest.mark.parametrize("topics", [(), ("interview",)])
def test_the_direct_run_of_the_trained_graph_gives_what_dasks_does(
    agent: Agent, stock: SimpleNamespace, message: str, topics: tuple[str, ...]
) -> None:
    processor = agent.processor
    assert processor is not None
    runner: Any = processor.graph_runner
    metadata = processor.model_metadata
    tracker = tracker_after(replied("interview", topics=topics))
    inputs = {PLACEHOLDER_MESSAGE: [UserMessage(message)], PLACEHOLDER_TRACKER: tracker}

    directly = runner.run(inputs=inputs, targets=[metadata.nlu_target])[metadata.nlu_target]
    by_dask = stock.run(runner, inputs=inputs, targets=[metadata.nlu_target])[metadata.nlu_target]

    assert [each.as_dict() for each in directly] == [each.as_dict() for each in by_dask]
    assert directly[0].get("intent")["name"]


def test_the_direct_run_decides_what_dasks_does(agent: Agent, stock: SimpleNamespace) -> None:
    processor = agent.processor
    assert processor is not None
    runner: Any = processor.graph_runner
    target = processor.model_metadata.core_target
    inputs = {PLACEHOLDER_TRACKER: tracker_after(ActionExecuted("action_listen"), said("hello", "greet"))}

    directly = runner.run(inputs=inputs, targets=[target])[target]
    by_dask = stock.run(runner, inputs=inputs, targets=[target])[target]

    assert directly.probabilities == by_dask.probabilities
    assert processor.domain.action_names_or_texts[directly.max_confidence_index] == "utter_greet"


class Step(GraphComponent):
    """Writes down that it ran, and passes on what it was given with its own name at the end."""

    ran: List[str] = []

    def __init__(self, name: str) -> None:
        self._name = name

    @classmethod
    def create(
        cls, config: Dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> Step:
        return cls(config["name"])

    def pass_on(self, **given: str) -> str:
        if self._name == "fails":
            raise ValueError("this step fails")
        self.ran.append(self._name)
        return "(" + "+".join(given[name] for name in sorted(given)) + ")" + self._name

    def join(self, left: str, right: str) -> str:
        return self.pass_on(left=left, right=right)

    def follow(self, before: str) -> str:
        return self.pass_on(before=before)


def node(name: str, function: str, **needs: str) -> SchemaNode:
    return SchemaNode(needs=needs, uses=Step, constructor_name="create", fn=function, config={"name": name}, is_target=True)


@pytest.fixture
def diamond() -> Any:
    """first -> left and right -> last, with a node that fails beside them."""
    nodes = {
        "last": node("last", "join", left="left", right="right"),
        "left": node("left", "follow", before="first"),
        "right": node("right", "follow", before="first"),
        "first": node("first", "follow", before="given"),
        "fails": node("fails", "follow", before="first"),
    }
    Step.ran.clear()
    storage: Any = None
    return DaskGraphRunner.create(GraphSchema(nodes), storage, ExecutionContext(GraphSchema(nodes)))


def test_each_node_that_is_needed_runs_once_after_its_needs_and_no_other(diamond: Any, stock: SimpleNamespace) -> None:
    result = diamond.run({"given": "input"}, ["last"])

    assert Step.ran[0] == "first"
    assert sorted(Step.ran[1:3]) == ["left", "right"]
    assert Step.ran[3:] == ["last"]
    assert result == stock.run(diamond, {"given": "input"}, ["last"])


def test_another_target_of_the_same_graph_is_run_as_well(diamond: Any) -> None:
    diamond.run({"given": "input"}, ["last"])

    assert diamond.run({"given": "other"}, ["left"]) == {"left": "((other)first)left"}


def test_a_node_that_fails_fails_the_run_as_with_dask(diamond: Any, stock: SimpleNamespace) -> None:
    with pytest.raises(Exception, match="fails") as directly:
        diamond.run({"given": "input"}, ["fails"])
    with pytest.raises(Exception, match="fails") as by_dask:
        stock.run(diamond, {"given": "input"}, ["fails"])

    assert type(directly.value) is type(by_dask.value)


def test_event_types_are_resolved_as_before(stock: SimpleNamespace) -> None:
    names = [each.type_name for each in all_subclasses(Event) if isinstance(getattr(each, "type_name", None), str)]

    assert len(names) > 15
    for _ in range(2):  # the second time from memory
        assert [Event.resolve_by_type(name) for name in names] == [stock.resolve_by_type(name) for name in names]


def test_an_unknown_event_type_is_refused_or_the_default_each_time() -> None:
    for _ in range(2):
        with pytest.raises(ValueError, match="nonsense"):
            Event.resolve_by_type("nonsense")
        assert Event.resolve_by_type("nonsense", Event) is Event


ACTION = RemoteAction("action_test", None)
WELL_FORMED = {"events": [{"event": "slot", "name": "a", "value": 1}], "responses": [{"response": "utter_greet"}]}

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["event", "name", "text", "x"]), inner, max_size=3)
    ),
    max_leaves=8,
)


@pytest.mark.parametrize("result", [{"events": "slot"}, {"events": [{"name": "no event"}]}, {"responses": {}}, [], "text"])
def test_a_malformed_result_of_an_action_is_still_refused(result: Any) -> None:
    with pytest.raises(ValidationError):
        ACTION._validate_action_result(result)


def test_a_well_formed_result_of_an_action_is_taken() -> None:
    assert ACTION._validate_action_result(WELL_FORMED) is True


@given(st.fixed_dictionaries({}, optional={"events": JSON, "responses": JSON, "other": JSON}) | JSON)
@settings(deadline=None, max_examples=60)
def test_the_compiled_schema_takes_and_refuses_what_rasas_check_does(stock: SimpleNamespace, result: Any) -> None:
    assert accepted(ACTION._validate_action_result, result) == accepted(lambda it: stock.validate(ACTION, it), result)


def accepted(check: Any, result: Any) -> bool:
    try:
        return bool(check(result))
    except ValidationError:
        return False


async def test_a_failing_store_fails_the_turn(settings_with: SettingsWith) -> None:
    closed = f"postgresql://scr:x@127.0.0.1:{free_port()}/scr"
    agent = agent_with(settings_with(database_url=closed))

    with pytest.raises(DatabaseUnavailable):
        await send(agent, "will i be interviewed")


async def test_with_a_store_that_works_the_same_turn_is_answered(agent: Agent) -> None:
    replies = await send(agent, "will i be interviewed")

    assert [reply["outcome"] for reply in replies] == ["interview"]


def test_the_agent_uses_the_store_it_is_given_and_no_memory_behind_it(agent: Agent) -> None:
    assert type(agent.tracker_store) is ConversationTrackerStore
