"""Fixtures that several folders share: the content as it stands, the trained assistant, real databases."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path
from typing import Any, Callable, Dict, Iterator, List

import pytest
import yaml

from scr.assistant import Assistant, load_assistant
from scr.content import Content, ContentError, load_content
from scr.content.phrases import Phrase, load_phrases
from scr.rules.conversation import Conversation
from scr.settings import ROOT, Settings, get_settings

DATA = ROOT / "data"
CASES = ROOT / "tests" / "evaluation"

_DATABASE_USER = "postgres"

# On a busy machine the register would only seem to be down. Whoever tests that one gives up says after how long.
for _limit in ("SCR_ACTIONS_TIMEOUT", "SCR_DATABASE_TIMEOUT"):
    os.environ.setdefault(_limit, "20")


@pytest.fixture(scope="session")
def settings() -> Settings:
    return get_settings()


@pytest.fixture(scope="session")
def content() -> Content:
    return load_content(DATA)


@pytest.fixture(scope="session")
def phrases() -> List[Phrase]:
    return load_phrases(DATA)


@pytest.fixture(scope="session")
def pages() -> Dict[Path, Dict[str, Any]]:
    """Every file of `data/` as Rasa reads it, phrases and rules too."""
    return {path: yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader) for path in sorted(DATA.glob("**/*.yml"))}


@pytest.fixture(scope="session")
def assistant(settings: Settings) -> Assistant:
    """The assistant with the trained model, as the terminal and the look-up have it."""
    return load_assistant(settings)


@pytest.fixture(scope="session")
def outcomes_of(assistant: Assistant) -> Callable[..., tuple[str, ...]]:
    """How a message is read: its outcomes, after the given topics, in the given area."""

    def read(message: str, *topics: str, area: str | None = None) -> tuple[str, ...]:
        return assistant.read(message, Conversation(topics=topics, area=area)).outcomes

    return read


@pytest.fixture
def own_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """An empty database, which is that of the settings until the test ends; its address."""
    monkeypatch.setenv("SCR_VAR_DIR", str(tmp_path))
    monkeypatch.setenv("SCR_DATABASE_URL", "")  # .env may name one
    get_settings.cache_clear()
    yield get_settings().sqlalchemy_url
    get_settings.cache_clear()


@pytest.fixture
def data_copy(tmp_path: Path) -> Path:
    """A copy of `data/` that a test may change."""
    return Path(shutil.copytree(DATA, tmp_path / "data"))


def edit(path: Path, old: str, new: str) -> None:
    """Change a file as an editor would, once; what is to be changed must be there."""
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{path.name} no longer holds {old!r}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def problems_of(folder: Path) -> List[str]:
    """What is said to be wrong with a folder of content; that it says so is part of the test."""
    with pytest.raises(ContentError) as caught:
        load_content(folder)
    return caught.value.problems


def labels_of_the_first_table() -> List[str]:
    """The topics that tests/evaluation/labels.md names as answered from the documents."""
    text = (CASES / "labels.md").read_text(encoding="utf-8")
    table = text.split("\n## ")[1]
    return re.findall(r"^\| (\w+) \|", table, re.MULTILINE)[1:]


def evaluation_messages() -> List[str]:
    """Everything that people type in the evaluation's cases; nothing of it may be learned from."""
    questions = yaml.safe_load((CASES / "questions.yml").read_text(encoding="utf-8"))
    conversations = yaml.safe_load((CASES / "conversations.yml").read_text(encoding="utf-8"))
    turns = [turn["user"] for conversation in conversations for turn in conversation["turns"]]
    return [question["text"] for question in questions] + turns


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class PostgreSQL:
    """A PostgreSQL server of our own, in a folder that goes with it. The server refuses to run as root."""

    PASSWORD = "kept-out-of-messages"

    def __init__(self) -> None:
        self._binaries = _postgresql_binaries()
        self._folder = Path(tempfile.mkdtemp(prefix="scr-postgresql-"))
        self.port = free_port()
        password = self._folder / "password"
        password.write_text(self.PASSWORD, encoding="utf-8")
        if os.geteuid() == 0:
            for path in (self._folder, password):
                shutil.chown(path, _DATABASE_USER)
        self._run("initdb", "--auth=scram-sha-256", f"--pwfile={password}", "--username=scr", "--no-sync")
        self.start()

    @property
    def url(self) -> str:
        return f"postgresql://scr:{self.PASSWORD}@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self._folder} -c fsync=off"
        self._run("pg_ctl", "start", "--wait", "--silent", f"--log={self._folder / 'log'}", f"--options={options}")

    def stop(self) -> None:
        self._run("pg_ctl", "stop", "--wait", "--silent", "--mode=immediate")

    def remove(self) -> None:
        self.stop()
        shutil.rmtree(self._folder)

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(self._binaries / program), f"--pgdata={self._folder / 'data'}", *arguments]
        if os.geteuid() == 0:
            command = ["runuser", "-u", _DATABASE_USER, "--", *command]
        # pg_ctl leaves the server with our pipes, so none are given to it.
        done = subprocess.run(command, cwd=self._folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=60)
        if done.returncode:
            log = self._folder / "log"
            pytest.fail(f"{program} failed: {log.read_text() if log.exists() else command}")


def _postgresql_binaries() -> Path:
    on_path = shutil.which("initdb")
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name))
    candidates = [Path(on_path).parent] if on_path else installed
    if not candidates:
        pytest.fail("PostgreSQL is not installed, and the tests need a real one: apt-get install postgresql")
    return candidates[-1]


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgreSQL]:
    server = PostgreSQL()
    yield server
    server.remove()


@pytest.fixture(scope="session")
def postgresql_url(postgresql: PostgreSQL) -> str:
    return postgresql.url
