"""An empty register, files to take into it, and a terminal for its commands."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Callable, Iterator

import pytest

from scr.storage.database import connect
from scr.storage.register import RegisterStore
from scr.storage.tables import metadata
from tests.register.known import ONE
from tests.terminal import Said, Terminal


@pytest.fixture
def store(tmp_path: Path) -> Iterator[RegisterStore]:
    engine = connect(f"sqlite:///{tmp_path / 'scr.db'}", timeout=5)
    yield RegisterStore(engine)
    engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def any_store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[RegisterStore]:
    """The register in either database."""
    is_sqlite = request.param == "sqlite"
    url = f"sqlite:///{tmp_path / 'any.db'}" if is_sqlite else str(request.getfixturevalue("postgresql_url"))
    engine = connect(url, timeout=5)
    yield RegisterStore(engine)
    metadata.drop_all(engine)
    engine.dispose()


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Writes a file of the given name."""

    def written(text: str, name: str = "register.csv", encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        path.write_bytes(text.encode(encoding))
        return path

    return written


@pytest.fixture
def terminal(own_database: str, capsys: Said) -> Iterator[Terminal]:
    with closing(Terminal(own_database, capsys)) as terminal:
        yield terminal


@pytest.fixture
def with_one(terminal: Terminal) -> Terminal:
    terminal.does("add", ONE, "--area", "rotherham", "--agency", "Health", "--agency", "Police", "--since", "2025-01-06")
    return terminal
