"""An empty database, the same tests on SQLite and on PostgreSQL; and accounts of the desk and call notes in it."""

from __future__ import annotations

from pathlib import Path
from typing import Iterator

import pytest
from sqlalchemy.engine import Engine

from scr.rules.accounts import Account
from scr.storage.call_notes import CallNoteStore
from scr.storage.database import connect
from scr.storage.tables import metadata
from tests.at_the_desk import colleague
from tests.storage.desk_accounts import Desk
from tests.storage.notes_at_desk import an_account


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'scr.db'}"
    return str(request.getfixturevalue("postgresql_url"))


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    engine = connect(url, timeout=5)
    yield engine
    metadata.drop_all(engine)
    engine.dispose()


@pytest.fixture
def desk(engine: Engine) -> Desk:
    return Desk(engine)


@pytest.fixture
def secret(desk: Desk) -> str:
    """Of an account that has been set up a period ago."""
    return desk.set_up(desk.add())


@pytest.fixture
def pat(engine: Engine) -> Account:
    return colleague(engine)


@pytest.fixture
def handler(engine: Engine) -> Account:
    return an_account(engine, "Example Handler")


@pytest.fixture
def notes(engine: Engine) -> CallNoteStore:
    return CallNoteStore(engine)
