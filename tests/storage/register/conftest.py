"""A store without reviews, and its history."""

from __future__ import annotations

import pytest
from sqlalchemy.engine import Engine

from scr.storage.history import HistoryStore
from scr.storage.register import RegisterStore


@pytest.fixture
def store(engine: Engine) -> RegisterStore:
    return RegisterStore(engine)


@pytest.fixture
def history(engine: Engine) -> HistoryStore:
    return HistoryStore(engine)
