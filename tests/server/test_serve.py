"""`scr serve` itself: it says when it is ready, answers, and leaves nothing running when it is stopped."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import Dict, Iterator, List

import pytest

from scr.running import Talk
from scr.settings import ROOT
from tests.conftest import free_port
from tests.server.running import Door
from tests.waiting import wait_until

pytestmark = pytest.mark.server

_PATIENCE_SECONDS = 60
CODE = "B2CD-F3GH-J4KM-N5PQ"  # nobody's


class Serving:
    """`scr serve` as somebody starts it in a terminal, and what it has printed."""

    def __init__(self, folder: Path, **changes: str) -> None:
        self.port, self.actions_port = free_port(), free_port()
        self._printed = folder / "printed"
        variables = {"SCR_VAR_DIR": str(folder), "SCR_PORT": str(self.port), "SCR_ACTIONS_PORT": str(self.actions_port)}
        with self._printed.open("wb") as printed:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "scr.cli", "serve"],
                env={**os.environ, "PYTHONUNBUFFERED": "1", **variables, **changes},
                cwd=ROOT,
                stdout=printed,
                stderr=printed,
                start_new_session=True,
            )

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def printed(self) -> str:
        return self._printed.read_text(errors="replace")

    def wait_for(self, words: str) -> None:
        wait_until(lambda: words in self.printed or self.process.poll() is not None, f"{words!r}, but only {self.printed}")
        assert words in self.printed

    def servers(self) -> Dict[str, int]:
        """The processes that it started, by what they are."""
        found = {}
        for process in descendants(self.process.pid):
            command = Path(f"/proc/{process}/cmdline").read_bytes().split(b"\0")
            if b"scr.cli" in command and b"actions" in command:
                found["actions"] = process
            elif b"scr.cli" in command and b"run" in command:
                found["assistant"] = process
        return found

    def kill(self) -> None:
        for process in (self.process.pid, *descendants(self.process.pid)):
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        self.process.wait()


def descendants(process: int) -> List[int]:
    found = []
    for task in Path(f"/proc/{process}/task").glob("*/children"):
        for child in task.read_text().split():
            found += [int(child), *descendants(int(child))]
    return found


def is_gone(process: int) -> bool:
    with contextlib.suppress(FileNotFoundError, ProcessLookupError):
        return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z"
    return True


@contextlib.contextmanager
def started(folder: Path) -> Iterator[Serving]:
    """The command once it is ready; afterwards it is asked to end, as a service manager asks, and leaves nothing behind."""
    serving = Serving(folder)
    try:
        serving.wait_for("Ready")
        servers = serving.servers()
        assert set(servers) == {"actions", "assistant"}
        yield serving
        serving.process.terminate()
        serving.process.wait(_PATIENCE_SECONDS)
        wait_until(lambda: all(is_gone(process) for process in servers.values()), "both servers to be gone")
    finally:
        serving.kill()


@pytest.fixture(scope="module")
def serving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    with started(tmp_path_factory.mktemp("serving")) as serving:
        yield serving


def test_it_says_when_it_is_ready_answers_and_stops_whole_when_it_is_interrupted(tmp_path: Path) -> None:
    with started(tmp_path) as serving:
        servers = serving.servers()
        assert f"Open {serving.base_url}/" in re.sub(r"\s+", " ", serving.printed)
        assert "Serious case review assistant" in Door(serving.base_url).get("/").text
        talk = Talk(serving.base_url)
        assert talk.send("will i be interviewed")[0]["outcome"] == "interview"
        assert talk.send("where has review SCR-2026-004 got to")[0]["form"] == "access_code"

        os.killpg(serving.process.pid, signal.SIGINT)  # what Ctrl-C does in a terminal

        serving.process.wait(_PATIENCE_SECONDS)
        wait_until(lambda: all(is_gone(process) for process in servers.values()), "both servers to be gone")


def test_where_one_of_its_servers_ends_so_does_the_other_and_the_command(tmp_path: Path) -> None:
    with started(tmp_path) as serving:
        servers = serving.servers()

        os.kill(servers["actions"], signal.SIGKILL)

        assert serving.process.wait(_PATIENCE_SECONDS) != 0
        wait_until(lambda: is_gone(servers["assistant"]), "the assistant to be gone")


def test_its_servers_can_be_reached_from_this_machine_alone(serving: Serving) -> None:
    listening = {}
    for table, width in (("tcp", 8), ("tcp6", 32)):
        for line in Path(f"/proc/net/{table}").read_text().splitlines()[1:]:
            address, state = line.split()[1], line.split()[3]
            if state == "0A":
                listening[int(address.split(":")[1], 16)] = address[:width]

    assert listening[serving.port] == "0100007F"
    assert listening[serving.actions_port] == "0100007F"


def test_it_writes_nothing_of_what_was_typed_to_the_terminal(serving: Serving) -> None:
    talk = Talk(serving.base_url)

    talk.send("will Ethel Quillfeather be interviewed")
    talk.send("where has review SCR-2026-004 of Ethel Quillfeather got to")
    for typed in (CODE, CODE.lower().replace("-", " "), CODE[:-1]):
        assert talk.send(f"my code is {typed}")[0]["form"] == "access_code"
        talk.sign_in(typed)

    assert "Ready" in serving.printed
    printed = serving.printed.replace("-", "").replace(" ", "").upper()
    assert "QUILLFEATHER" not in printed
    assert CODE.replace("-", "")[4:12] not in printed


@pytest.mark.parametrize("taken", ["SCR_PORT", "SCR_ACTIONS_PORT"])
def test_where_a_port_is_taken_it_says_which_and_what_to_do(serving: Serving, tmp_path: Path, taken: str) -> None:
    second = Serving(tmp_path, **{taken: str(serving.port)})

    assert second.process.wait(_PATIENCE_SECONDS) == 2
    assert f"Something already listens on 127.0.0.1:{serving.port}" in second.printed
    assert taken in second.printed
    assert Talk(serving.base_url).send("hello")[0]["outcome"] == "greet"


def test_without_a_model_it_says_what_to_do(tmp_path: Path) -> None:
    serving = Serving(tmp_path, SCR_MODELS_DIR=str(tmp_path))

    assert serving.process.wait(_PATIENCE_SECONDS) == 2
    assert "Run: make train" in serving.printed
    assert "Traceback" not in serving.printed


def test_with_a_setting_that_cannot_be_used_it_names_it(tmp_path: Path) -> None:
    serving = Serving(tmp_path, SCR_SESSION_HOURS="soon")

    assert serving.process.wait(_PATIENCE_SECONDS) == 2
    assert "session_hours" in serving.printed
    assert "Traceback" not in serving.printed
