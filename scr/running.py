"""The whole assistant in processes of its own, for whoever wants to talk to it: tests, the evaluation, the benches."""

from __future__ import annotations

import contextlib
import json
import os
import shlex
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any, Dict, Iterator, List, Mapping, Optional

from scr.serve import commands, environment, problems
from scr.settings import ROOT, Settings

_PATIENCE_SECONDS = 90
_STOP_SECONDS = 10


class NotReady(Exception):
    """The assistant did not come up; the message holds what was in the way and the end of its log."""


class Talk:
    """One conversation with a running assistant, over HTTP as the page has it."""

    def __init__(self, base_url: str) -> None:
        self._base_url = base_url
        self.token = ""
        self.greeting = self._post("/chat/session", {})
        self.token = self.greeting["token"]

    def send(self, text: str) -> List[Mapping[str, Any]]:
        """The replies to a message; those of a failing server too."""
        answer = self._post("/chat/messages", {"text": text})
        replies: List[Mapping[str, Any]] = answer.get("replies") or []
        return replies

    def sign_in(self, code: str) -> List[Mapping[str, Any]]:
        """The replies to an access code, entered where the page asks for it."""
        replies: List[Mapping[str, Any]] = self._post("/chat/access", {"code": code}).get("replies") or []
        return replies

    def _post(self, path: str, body: Mapping[str, Any]) -> Dict[str, Any]:
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {self.token}"}
        request = urllib.request.Request(self._base_url + path, json.dumps(body).encode(), headers)
        try:
            with urllib.request.urlopen(request, timeout=30) as response:
                answer: Dict[str, Any] = json.load(response)
        except urllib.error.HTTPError as error:
            answer = json.load(error)
        return answer


class Processes:
    """The assistant's processes, which can be killed and started anew: on the same ports, with the same database."""

    def __init__(self, settings: Settings, variables: Mapping[str, str], without: tuple[str, ...] = ()) -> None:
        self.settings = settings
        self._variables = variables
        self._without = without
        self._running: List[subprocess.Popen[bytes]] = []

    def start(self) -> None:
        """
        Raises:
            NotReady
        """
        var = Path(self._variables["SCR_VAR_DIR"])
        self._running = [
            _start(name, command, {**environment(self.settings), **self._variables}, var)
            for name, command in commands(self.settings).items()
            if name not in self._without
        ]
        _wait(self.settings, self._running, var, expect_problems=bool(self._without))

    def kill(self) -> None:
        """At once, whatever they are at."""
        for process in self._running:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def stop(self) -> None:
        _stop(self._running)


@contextlib.contextmanager
def running_assistant(changes: Optional[Mapping[str, str]] = None, without: tuple[str, ...] = ()) -> Iterator[Settings]:
    """The assistant on free ports with an empty database, until the block ends.

    Args:
        changes: settings as environment variables, e.g. ``{"SCR_REDIS_URL": "…"}``.
        without: processes that are not to be started, e.g. the action server.

    Raises:
        NotReady
    """
    with running_processes(changes, without) as processes:
        yield processes.settings


@contextlib.contextmanager
def running_processes(changes: Optional[Mapping[str, str]] = None, without: tuple[str, ...] = ()) -> Iterator[Processes]:
    """As `running_assistant`, for whoever kills them.

    Raises:
        NotReady
    """
    with tempfile.TemporaryDirectory() as folder:
        variables = {
            "SCR_VAR_DIR": folder,
            "SCR_PORT": str(_free_port()),
            "SCR_ACTIONS_PORT": str(_free_port()),
            **(changes or {}),
        }
        with _environment(variables):
            settings = Settings.parse_obj({})
        processes = Processes(settings, variables, without)
        try:
            processes.start()
            yield processes
        finally:
            processes.stop()


@contextlib.contextmanager
def _environment(variables: Mapping[str, str]) -> Iterator[None]:
    before = dict(os.environ)
    os.environ.update(variables)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _start(name: str, command: str, variables: Mapping[str, str], var: Path) -> subprocess.Popen[bytes]:
    with (var / f"{name}.log").open("wb") as log:
        return subprocess.Popen(
            shlex.split(command), stdout=log, stderr=log, env=dict(variables), cwd=ROOT, start_new_session=True
        )


def _wait(settings: Settings, processes: List[subprocess.Popen[bytes]], var: Path, expect_problems: bool) -> None:
    deadline = time.monotonic() + _PATIENCE_SECONDS
    found: Optional[List[str]] = None
    while time.monotonic() < deadline and all(process.poll() is None for process in processes):
        found = problems(settings)
        if found == [] or (expect_problems and found is not None):
            return
        time.sleep(0.1)
    logs = "\n".join(path.read_text(errors="replace")[-3000:] for path in var.glob("*.log"))
    raise NotReady(f"The assistant did not come up ({found}).\n{logs}")


def _stop(processes: List[subprocess.Popen[bytes]]) -> None:
    for process in processes:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
    for process in processes:
        try:
            process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
