"""A staffed desk, and one of its staff."""

from __future__ import annotations

import pytest

from tests.desk.running import HANDLER, Desk, Staff, desk

__all__ = ["desk"]


@pytest.fixture
def handler(desk: Desk) -> Staff:
    return desk.staff(HANDLER)
