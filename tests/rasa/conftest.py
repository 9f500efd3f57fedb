"""Rasa in this process as our launcher prepares it, settings of a test's own, and real servers for what Rasa stands on."""

from __future__ import annotations

import contextlib
import shutil
import signal
import socket
import subprocess
import time
import uuid
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Callable, Iterator

import pytest
import sqlalchemy as sa

from scr.rasa import launcher
from scr.settings import Settings, get_settings
from tests.conftest import PostgreSQL, free_port

if TYPE_CHECKING:
    from rasa.core.agent import Agent

launcher.prepare()  # before any test here imports Rasa

_PATIENCE_SECONDS = 20

SettingsWith = Callable[..., Settings]


@pytest.fixture(scope="session", autouse=True)
def stock() -> SimpleNamespace:
    """Rasa's own code, kept from before our patches; from here on they are in force, as in the running assistant."""
    from rasa.core.actions.action import RemoteAction
    from rasa.engine.runner.dask import DaskGraphRunner
    from rasa.shared.core.events import Event

    from scr.rasa import patches

    kept = SimpleNamespace(
        run=DaskGraphRunner.run,
        resolve_by_type=Event.resolve_by_type,
        validate=RemoteAction._validate_action_result,
    )
    patches.apply()
    return kept


@contextlib.contextmanager
def settings_in_force(var_dir: Path, **values: object) -> Iterator[Settings]:
    """Settings of one's own until the block ends; what is written goes to `var_dir`."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {"var_dir": var_dir, **values}.items():
            patch.setenv(f"SCR_{name.upper()}", str(value))
        get_settings.cache_clear()
        var_dir.mkdir(exist_ok=True)
        yield get_settings()
    get_settings.cache_clear()


@pytest.fixture
def settings_with(tmp_path: Path) -> Iterator[SettingsWith]:
    """Puts settings in force until the test ends, e.g. ``settings_with(redis_url="…")``."""
    with contextlib.ExitStack() as stack:
        yield lambda **values: stack.enter_context(settings_in_force(tmp_path / "var", **values))


@pytest.fixture(scope="session")
def agent(tmp_path_factory: pytest.TempPathFactory) -> Agent:
    """Rasa's agent with our parts in it, the trained model and a database of its own."""
    from tests.rasa.agents import agent_with

    with settings_in_force(tmp_path_factory.mktemp("agent")) as settings:
        return agent_with(settings)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database, once of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'conversations.db'}"
    server: PostgreSQL = request.getfixturevalue("postgresql")
    name = f"test_{uuid.uuid4().hex}"
    engine = sa.create_engine(server.url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return str(sa.engine.make_url(server.url).set(database=name).render_as_string(hide_password=False))


class RedisServer:
    """A Redis server of our own, on a free port; it keeps nothing."""

    def __init__(self, folder: Path) -> None:
        program = shutil.which("redis-server")
        if program is None:
            pytest.fail("Redis is not installed, and the tests need a real one: apt-get install redis-server")
        self.port = free_port()
        command = [program, "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while not is_listening(self.port):
            if time.monotonic() > deadline or self._process.poll() is not None:
                pytest.fail("redis-server did not start")
            time.sleep(0.05)

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    @contextlib.contextmanager
    def frozen(self) -> Iterator[None]:
        """It takes connections and answers nothing until the block ends."""
        self._process.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self._process.send_signal(signal.SIGCONT)

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait()


@pytest.fixture
def own_redis(tmp_path: Path) -> Iterator[RedisServer]:
    """A Redis server that a test may freeze or stop."""
    server = RedisServer(tmp_path)
    yield server
    server.stop()


@pytest.fixture(scope="session")
def redis_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    server = RedisServer(tmp_path_factory.mktemp("redis"))
    yield server
    server.stop()


def is_listening(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
