"""Calls that are made at the same time, each in a thread of its own."""

from __future__ import annotations

import threading
from typing import Callable


def at_once(*calls: Callable[[], object]) -> None:
    """Make all the calls and wait for them; what one raises fails no test, so each notes what became of it."""
    threads = [threading.Thread(target=call) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
