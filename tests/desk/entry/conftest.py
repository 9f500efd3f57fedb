"""A door that runs, over the test's own database."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Iterator

import pytest

from scr.content import Content
from scr.rules.accounts import Role
from scr.settings import Settings
from tests.desk.entry.running import Browser, RunningDoor, running_door
from tests.storage.desk_accounts import HANDLER, KEY


@pytest.fixture
def desk_settings(tmp_path: Path) -> Settings:
    return Settings(var_dir=tmp_path, database_url="", desk_secret=KEY, secret="k" * 32, oidc_issuer="")


@pytest.fixture
def running(desk_settings: Settings, content: Content) -> Iterator[RunningDoor]:
    with running_door(desk_settings, content) as running:
        yield running


@pytest.fixture
def browser(running: RunningDoor) -> Browser:
    return Browser(running)


@pytest.fixture
def token(running: RunningDoor) -> str:
    """What the link holds with which an account is set up."""
    at = dt.datetime.fromtimestamp(running.clock.now, dt.timezone.utc)
    return running.desk.accounts.add(HANDLER, Role.HANDLER, "officer", at)


@pytest.fixture
def secret(running: RunningDoor, token: str) -> str:
    """What the app of an account holds that has been set up."""
    return running.desk.set_up(token, now=running.clock.now)
