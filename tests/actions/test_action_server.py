"""The action server names a response and says no word of its own."""

from __future__ import annotations

import os
import pkgutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, Dict, Iterator

import pytest
import requests
import yaml

import actions
from scr.settings import ROOT
from tests.conftest import DATA, free_port

DOMAIN = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
_PATIENCE_SECONDS = 30


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The action server as `scr serve` runs it."""
    port = free_port()
    log = tmp_path_factory.mktemp("actions") / "log"
    with log.open("wb") as written:
        server = subprocess.Popen(
            [sys.executable, "-m", "rasa_sdk", "--actions", "actions", "--port", str(port)],
            env={**os.environ, "ACTION_SERVER_SANIC_WORKERS": "1"},
            cwd=ROOT,
            stdout=written,
            stderr=written,
        )
    try:
        wait_for(f"http://127.0.0.1:{port}/health", server, log)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(_PATIENCE_SECONDS)


def wait_for(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        try:
            requests.get(url, timeout=1).raise_for_status()
        except requests.ConnectionError:
            time.sleep(0.1)
        else:
            return
    pytest.fail(f"the action server did not start: {log.read_text(errors='replace')}")


def call(address: str, action: str, text: str = "where has SCR-2026-004 got to") -> requests.Response:
    """What Rasa sends for an action."""
    tracker: Dict[str, Any] = {
        "sender_id": "one",
        "slots": {},
        "latest_message": {"text": text, "intent": {"name": "review_status"}, "entities": []},
        "events": [],
        "paused": False,
        "followup_action": None,
        "active_loop": {},
        "latest_action_name": "action_listen",
    }
    body = {"next_action": action, "sender_id": "one", "tracker": tracker, "domain": DOMAIN, "version": "3.6.21"}
    return requests.post(f"{address}/webhook", json=body, timeout=_PATIENCE_SECONDS)


@pytest.mark.parametrize("action", ["action_review_status", "action_support_arrangements"])
def test_an_action_answers_with_the_named_response_and_changes_nothing_else(address: str, action: str) -> None:
    response = call(address, action)

    assert response.status_code == 200
    answer = response.json()
    assert answer["events"] == []
    assert [said["response"] for said in answer["responses"]] == ["utter_register_unavailable"]
    assert [said["text"] for said in answer["responses"]] == [None]


def test_the_response_that_the_actions_name_is_written_in_data() -> None:
    pages = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in (DATA / "tasks").glob("*.yml")]

    assert [page for page in pages if "utter_register_unavailable" in (page.get("responses") or {})]


@pytest.mark.parametrize("text", ["", "🙂", "Ethel Quillfeather, born 14/02/2019", "where has it got to " * 500])
def test_what_was_typed_never_comes_back(address: str, text: str) -> None:
    response = call(address, "action_review_status", text)

    assert response.status_code == 200
    assert "Quillfeather" not in response.text
    assert len(response.text) < 1000


def test_every_action_of_the_domain_is_registered_and_no_other(address: str) -> None:
    registered = {each["name"] for each in requests.get(f"{address}/actions", timeout=_PATIENCE_SECONDS).json()}

    assert registered == set(DOMAIN["actions"])


def test_there_is_one_file_for_each_action() -> None:
    files = {module.name for module in pkgutil.iter_modules(actions.__path__)}

    assert {f"action_{name}" for name in files} == set(DOMAIN["actions"])


def test_an_unknown_action_is_an_error_and_no_empty_answer(address: str) -> None:
    assert call(address, "action_nothing").status_code == 404


def test_the_action_server_needs_no_rasa() -> None:
    """It starts within a second, and what it does cannot depend on the server that calls it."""
    check = "import sys, actions.review_status, actions.support_arrangements; sys.exit('rasa' in sys.modules)"

    assert subprocess.run([sys.executable, "-W", "ignore", "-c", check], cwd=ROOT, timeout=60).returncode == 0
