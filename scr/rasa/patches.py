"""What our launcher changes in Rasa 3.6.21, each with its reason. `rasa run` without the launcher works, but slower.

Rasa 3.6.21 is the last of its line; `check_version` refuses any other, since each change rests on that version's code.
"""

from __future__ import annotations

import asyncio
import logging
from functools import lru_cache
from importlib.metadata import version
from typing import Any, Callable, Dict, List, Optional, Text, Type

from scr.exchange import READING
from scr.settings import get_settings

logger = logging.getLogger(__name__)

RASA_VERSION = "3.6.21"
_SAID_WHERE_IT_FAILS = {"action_sign_out": "utter_sign_out_failed", "action_finish_note": "utter_note_not_kept"}


class WrongRasa(Exception):
    """Another version of Rasa is installed than the one whose code the launcher changes."""


def check_version() -> None:
    """
    Raises:
        WrongRasa
    """
    found = version("rasa")
    if found != RASA_VERSION:
        raise WrongRasa(f"Rasa {found} is installed, but this project is made for {RASA_VERSION}. Run: make install")


def apply() -> None:
    check_version()
    for patch in (
        run_graph_directly,
        remember_event_types,
        compile_action_schema,
        say_that_actions_fail,
        fail_with_the_store,
        free_the_root,
    ):
        patch()


def run_graph_directly() -> None:
    """Call the graph's nodes in order. Going through dask's scheduler costs a fifth of a message's time."""
    from rasa.engine.runner.dask import DaskGraphRunner

    def run(self: Any, inputs: Optional[Dict[Text, Any]] = None, targets: Optional[List[Text]] = None) -> Dict[Text, Any]:
        # dask's results are (node, value) pairs too, and inputs are wrapped the same way.
        results = {name: (name, value) for name, value in (inputs or {}).items()}
        wanted = targets or self._graph_schema.target_names
        for name in _order(self, tuple(wanted)):
            if name not in results:
                node = self._graph_schema.nodes[name]
                results[name] = self._instantiated_nodes[name](*(results[need] for need in node.needs.values()))
        return dict(results[name] for name in wanted)

    def _order(runner: Any, wanted: Any) -> List[Text]:
        orders = runner.__dict__.setdefault("_scr_orders", {})
        if wanted not in orders:
            orders[wanted] = _topological(runner._graph_schema.nodes, wanted)
        found: List[Text] = orders[wanted]
        return found

    DaskGraphRunner.run = run


def _topological(nodes: Dict[Text, Any], wanted: Any) -> List[Text]:
    """The nodes that `wanted` rest on, each after its needs."""
    order: List[Text] = []

    def visit(name: Text) -> None:
        if name in order or name not in nodes:
            return
        for need in nodes[name].needs.values():
            visit(need)
        order.append(name)

    for name in wanted:
        visit(name)
    return order


def remember_event_types() -> None:
    """Rasa looks through every subclass of Event for each event that it reads back."""
    from rasa.shared.core.events import Event

    original: Callable[..., Any] = Event.resolve_by_type

    @lru_cache(maxsize=None)
    def resolve(type_name: Text, default: Optional[Type[Event]] = None) -> Optional[Type[Event]]:
        found: Optional[Type[Event]] = original(type_name, default)
        return found

    Event.resolve_by_type = staticmethod(resolve)


def compile_action_schema() -> None:
    """Rasa checks the schema of action results itself, against the schema of schemas, on every call: 45 ms."""
    from jsonschema import Draft7Validator
    from rasa.core.actions.action import RemoteAction

    validator = Draft7Validator(RemoteAction.action_response_format_spec())

    def validate(self: Any, result: Dict[Text, Any]) -> bool:
        validator.validate(result)
        return True

    RemoteAction._validate_action_result = validate


def say_that_actions_fail() -> None:
    """Rasa waits five minutes for the action server, and says nothing at all where that fails. And it sends it the whole
    conversation, where ours need no more than how the last message was read."""
    from rasa.core.actions.action import RemoteAction, create_bot_utterance

    original = RemoteAction.run

    def call_format(self: Any, tracker: Any, domain: Any) -> Dict[Text, Any]:
        parsed = tracker.latest_message.parse_data if tracker.latest_message else {}
        latest = {name: parsed[name] for name in ("intent", READING) if name in parsed}
        state = {"sender_id": tracker.sender_id, "slots": {}, "latest_message": latest, "events": []}
        return {
            "next_action": self.name(),
            "sender_id": tracker.sender_id,
            "tracker": state,
            "version": RASA_VERSION,
            "domain": {},
        }

    async def run(self: Any, output_channel: Any, nlg: Any, tracker: Any, domain: Any) -> List[Any]:
        try:
            done = original(self, output_channel, nlg, tracker, domain)
            events: List[Any] = await asyncio.wait_for(done, get_settings().actions_timeout)
            return events
        except Exception as error:  # noqa: BLE001  # whatever failed there, the person is told so and whom to call
            logger.error("%s failed: %s", self.name(), type(error).__name__)
            name = _SAID_WHERE_IT_FAILS.get(self.name(), "utter_register_unavailable")
            return [create_bot_utterance(await nlg.generate(name, tracker, output_channel.name()))]

    RemoteAction._action_call_format = call_format
    RemoteAction.run = run


def fail_with_the_store() -> None:
    """Rasa goes on from an empty memory when the tracker store fails; we say that the assistant is not to be reached."""
    import rasa.core.agent

    rasa.core.agent.FailSafeTrackerStore = lambda store: store


def free_the_root() -> None:
    """Rasa answers `/` with its version; the web channel has a page for it."""
    import rasa.server

    rasa.server.add_root_route = _add_no_root_route


def root_is_free() -> bool:
    """Whether a channel may answer `/`."""
    import rasa.server

    return rasa.server.add_root_route is _add_no_root_route


def _add_no_root_route(_app: Any) -> None:
    """In place of Rasa's."""
