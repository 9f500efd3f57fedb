"""Work that goes on behind: in order within a conversation, side by side between conversations."""

from __future__ import annotations

import asyncio
import logging
from typing import Awaitable, Callable, Dict, Optional

from scr.storage.database import DatabaseUnavailable
from scr.teams.connector import NotSent

logger = logging.getLogger(__name__)

Work = Callable[[], Awaitable[object]]

_MOST_WAITING = 100


class InOrder:
    """Each piece of work begins once those given before it for the same conversation are done, however they ended."""

    def __init__(self) -> None:
        self._last: Dict[str, asyncio.Task[None]] = {}
        self._waiting: Dict[str, int] = {}

    def add(self, conversation: str, work: Work) -> bool:
        """Whether it was taken; more than a person can mean is not."""
        waiting = self._waiting.get(conversation, 0)
        if waiting >= _MOST_WAITING:
            return False
        self._waiting[conversation] = waiting + 1
        before = self._last.get(conversation)
        self._last[conversation] = asyncio.ensure_future(self._after(before, conversation, work))
        return True

    async def finished(self, timeout: Optional[float] = None) -> None:
        """Wait for all that is under way; what takes longer than `timeout` seconds is given up."""
        tasks = list(self._last.values())
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=timeout)
            for task in late:
                task.cancel()

    async def _after(self, before: "Optional[asyncio.Task[None]]", conversation: str, work: Work) -> None:
        if before is not None:
            await asyncio.wait([before])
        try:
            await work()
        except (NotSent, DatabaseUnavailable) as error:
            logger.error("Work for a conversation in Teams failed: %s", error)
        except Exception as error:  # noqa: BLE001  # the edge: what failed is logged, and the next in line is not held up
            logger.error("Work for a conversation in Teams failed: %s", type(error).__name__)
        finally:
            self._waiting[conversation] -= 1
            if not self._waiting[conversation]:
                del self._waiting[conversation], self._last[conversation]
