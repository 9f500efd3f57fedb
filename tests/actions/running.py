"""The action server in a process of its own, as `scr serve` runs it, and calls to it as the Rasa server makes them."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Dict, Iterator, Mapping, Optional, Sequence

import pytest
import requests

from scr.action_server import PROOF_HEADER
from scr.exchange import from_json
from scr.rules.enquiry import Finding, Party
from scr.secret import actions_secret
from scr.serve import commands, environment
from scr.settings import ROOT, Settings

_PATIENCE_SECONDS = 30


@dataclass
class ActionServer:
    settings: Settings
    log: Path
    process: "subprocess.Popen[bytes]" = field(init=False)

    def start(self) -> None:
        values = {f"SCR_{name.upper()}": value for name, value in self._values().items()}
        with self.log.open("wb") as written:
            self.process = subprocess.Popen(
                commands(self.settings)["actions"].split(),
                env={**os.environ, **environment(self.settings), **values},
                cwd=ROOT,
                stdout=written,
                stderr=written,
            )
        self._wait()

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(_PATIENCE_SECONDS)

    @property
    def address(self) -> str:
        return self.settings.actions_url

    @property
    def logged(self) -> str:
        return self.log.read_text(errors="replace")

    @contextlib.contextmanager
    def frozen(self) -> Iterator[None]:
        """It takes connections and answers nothing until the block ends."""
        self.process.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self.process.send_signal(signal.SIGCONT)

    def call(self, action: str, conversation_id: str = "one", **message: Any) -> requests.Response:
        """What Rasa sends for an action, with the proof that it is Rasa."""
        return self.post("/webhook", body_of(action, conversation_id, **message), self.proof)

    def finding(self, action: str, conversation_id: str = "one", **message: Any) -> Finding:
        """What was looked up; the action changes nothing else and says no word of its own."""
        answer = self.call(action, conversation_id, **message).json()
        (response,) = answer["responses"]
        assert (answer["events"], response["text"], response["response"]) == ([], None, f"utter_{action[len('action_') :]}")
        return from_json(response["finding"])

    def post(self, path: str, body: object, headers: Mapping[str, Any]) -> requests.Response:
        sent: Dict[str, Any] = {"data": body} if isinstance(body, bytes) else {"json": body}
        return requests.post(self.address + path, headers=dict(headers), timeout=_PATIENCE_SECONDS, **sent)

    @property
    def proof(self) -> Dict[str, str]:
        return {PROOF_HEADER: actions_secret(self.settings)}

    def _values(self) -> Dict[str, str]:
        names = ("var_dir", "actions_port", "database_url", "database_timeout", "idle_minutes")
        return {name: str(getattr(self.settings, name)) for name in names}

    def _wait(self) -> None:
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while time.monotonic() < deadline and self.process.poll() is None:
            with contextlib.suppress(requests.ConnectionError):
                requests.get(f"{self.address}/health", timeout=1).raise_for_status()
                return
            time.sleep(0.05)
        pytest.fail(f"the action server did not start: {self.logged}")


@contextlib.contextmanager
def action_server(settings: Settings, log: Path) -> Iterator[ActionServer]:
    """An action server with these settings until the block ends."""
    server = ActionServer(settings, log)
    server.start()
    try:
        yield server
    finally:
        server.stop()


def body_of(
    action: str, conversation_id: str, reference: Optional[str] = None, parties: Sequence[Party] = (), **more: Any
) -> Dict[str, Any]:
    """The call of an action for a message that names this review and these parties."""
    reading = {"outcomes": [action], "reference": reference, "parties": [vars(party) for party in parties]}
    tracker = {
        "sender_id": conversation_id,
        "slots": {},
        "latest_message": {"intent": {"name": action}, "reading": reading, **more},
        "events": [],
    }
    return {"next_action": action, "sender_id": conversation_id, "tracker": tracker, "domain": {}, "version": "3.6.21"}
