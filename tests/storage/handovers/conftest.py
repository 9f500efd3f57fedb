"""A store without hand-overs."""

from __future__ import annotations

import pytest
from sqlalchemy.engine import Engine

from scr.storage.handovers import HandoverStore


@pytest.fixture
def store(engine: Engine) -> HandoverStore:
    return HandoverStore(engine)
