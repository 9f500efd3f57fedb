"""Waiting for what other processes do in their own time."""

from __future__ import annotations

import time
from typing import Callable

_PATIENCE_SECONDS = 60
_BETWEEN_SECONDS = 0.05


def wait_until(so: Callable[[], bool], what: str, seconds: float = _PATIENCE_SECONDS) -> None:
    """Ask until it is so; the test fails, and names what was waited for, if it does not come to be."""
    deadline = time.monotonic() + seconds
    while not so():
        assert time.monotonic() < deadline, f"waited in vain for {what}"
        time.sleep(_BETWEEN_SECONDS)
