"""How Rasa calls the action server: with the shared secret, with no typed word, and no longer than the limit."""

from __future__ import annotations

import json
import time
from typing import AsyncIterator, Dict, List, Mapping

import pytest
from aiohttp import web
from hypothesis import given, settings
from hypothesis import strategies as st
from rasa.core.actions.action import RemoteAction
from rasa.shared.core.domain import Domain

from scr.action_server import PROOF_HEADER
from tests.actions.running import action_server
from tests.conftest import free_port
from tests.rasa.agents import agent_with, send
from tests.rasa.conftest import SettingsWith
from tests.rasa.conversations import said, tracker_after


class Recorder:
    """In place of the action server: keeps what is sent to it, as it came, and answers nothing."""

    def __init__(self) -> None:
        self.bodies: List[bytes] = []
        self.headers: List[Mapping[str, str]] = []
        self.port = free_port()

    async def __call__(self, request: web.Request) -> web.Response:
        self.bodies.append(await request.read())
        self.headers.append(request.headers)
        return web.json_response({"events": [], "responses": []})


@pytest.fixture
async def recorder() -> AsyncIterator[Recorder]:
    recorder = Recorder()
    application = web.Application()
    application.router.add_post("/webhook", recorder)
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", recorder.port).start()
    yield recorder
    await runner.cleanup()


async def test_the_action_server_is_sent_how_a_message_was_read_and_no_word_that_was_typed(
    settings_with: SettingsWith, recorder: Recorder
) -> None:
    agent = agent_with(settings_with(actions_port=recorder.port))

    for text in ("my name is Ethel Quillfeather", "where has SCR-2026-004 of the Lanternmoss family got to"):
        await send(agent, text)

    (body,) = map(json.loads, recorder.bodies)
    assert [word for word in ("Ethel", "Quillfeather", "Lanternmoss", "family", "got to") if word in str(body)] == []
    assert set(body) == {"next_action", "sender_id", "tracker", "version", "domain"}
    assert set(body["tracker"]["latest_message"]) == {"intent", "reading"}
    assert (body["next_action"], body["sender_id"]) == ("action_review_status", "one")
    assert body["tracker"]["latest_message"]["reading"]["reference"] == "SCR-2026-004"
    assert (body["tracker"]["events"], body["tracker"]["slots"], body["domain"]) == ([], {}, {})
    assert len(recorder.bodies[0]) < 2000


async def test_the_call_carries_the_shared_secret(settings_with: SettingsWith, recorder: Recorder) -> None:
    agent = agent_with(settings_with(actions_port=recorder.port, actions_secret="between the two of us"))

    await send(agent, "where has SCR-2026-004 got to")

    assert [headers[PROOF_HEADER] for headers in recorder.headers] == ["between the two of us"]


@given(st.text(min_size=1), st.lists(st.text(), max_size=3), st.dictionaries(st.text(), st.text(), max_size=3))
@settings(deadline=None, max_examples=100)
def test_whatever_was_typed_before_or_now_is_sent_to_no_action(
    text: str, before: List[str], details: Dict[str, str]
) -> None:
    mark = "Quillfeather"
    history = [said(f"{mark} {words}", "greet") for words in before]
    tracker = tracker_after(*history, said(f"{mark} {text}", "review_status", metadata={**details, "name": mark}))

    assert mark not in json.dumps(RemoteAction("action_test", None)._action_call_format(tracker, Domain.empty()))


async def test_a_slow_action_server_is_waited_for_no_longer_than_the_limit(settings_with: SettingsWith) -> None:
    configured = settings_with(actions_port=free_port(), actions_timeout=5.0)
    agent = agent_with(configured)

    with action_server(configured, configured.var_dir / "actions.log") as server:
        before = await send(agent, "where has SCR-2026-004 got to")
        with server.frozen():
            started = time.monotonic()
            slow = await send(agent, "where has SCR-2026-004 got to")
            took = time.monotonic() - started
        after = await send(agent, "where has SCR-2026-004 got to")

    assert [reply["outcome"] for reply in (*before, *slow, *after)] == [
        "review_status",
        "register_unavailable",
        "review_status",
    ]
    assert 5.0 <= took < 10.0


@pytest.mark.parametrize(
    ("text", "says"),
    [("where has SCR-2026-004 got to", "I cannot reach the register"), ("sign out", "you may still be signed in")],
)
async def test_an_action_server_that_is_down_refuses_or_breaks_is_said_to_be_out_of_reach_and_the_turn_goes_on(
    settings_with: SettingsWith, text: str, says: str
) -> None:
    down = agent_with(settings_with(actions_port=free_port()))
    replies = await send(down, text)
    between = await send(down, "will i be interviewed")

    configured = settings_with(actions_port=free_port(), actions_secret="the right one")
    with action_server(settings_with(actions_secret="another one"), configured.var_dir / "actions.log"):
        replies += await send(agent_with(configured), text)

    assert [reply["outcome"] for reply in replies] == ["register_unavailable"] * 2
    assert all(says in reply["passages"][0]["text"] for reply in replies)
    assert [reply["outcome"] for reply in between] == ["interview"]
