"""One action server on a real SQLite register for the tests of this folder."""

from __future__ import annotations

from typing import Iterator, NamedTuple

import pytest
from sqlalchemy.engine import Engine

from scr.settings import Settings
from tests.actions.running import ActionServer, action_server
from tests.conftest import free_port
from tests.small_register import filled


class Serving(NamedTuple):
    server: ActionServer
    engine: Engine


@pytest.fixture(scope="session")
def serving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    folder = tmp_path_factory.mktemp("actions")
    settings = Settings.parse_obj({"var_dir": folder, "actions_port": free_port()})
    engine = filled(settings.sqlalchemy_url)
    with action_server(settings, folder / "actions.log") as server:
        yield Serving(server, engine)
    engine.dispose()
