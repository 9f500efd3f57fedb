"""Whether the assistant is switched off, as every door of this process asks before each turn."""

from __future__ import annotations

import asyncio
import logging
import time
from typing import Optional

from scr.settings import Settings
from scr.storage.database import DatabaseUnavailable
from scr.storage.reached import Reached
from scr.storage.switch import SwitchStore

logger = logging.getLogger(__name__)

_KNOWN_SECONDS = 0.5
"""For so long what was read counts, so that the switch is seen within a second and costs nothing."""

_PATIENCE_SECONDS = 0.3
"""A database that is slower holds up nobody: what was known before counts until it has answered."""


class Switch:
    """What was known last counts where the database does not answer."""

    def __init__(self, settings: Settings) -> None:
        self._switch = Reached(settings, SwitchStore)
        self._off = False
        self._known_until = 0.0
        self._asking: Optional[asyncio.Task[None]] = None
        self._lost = False

    async def is_off(self) -> bool:
        if time.monotonic() >= self._known_until:
            # Whoever comes meanwhile waits for the same answer.
            if self._asking is None or self._asking.done():
                self._asking = asyncio.ensure_future(self._ask())
            await asyncio.wait({self._asking}, timeout=_PATIENCE_SECONDS)
        return self._off

    async def _ask(self) -> None:
        try:
            self._off = await self._switch.of(lambda switch: switch.state().is_off)
            self._lost = False
        except DatabaseUnavailable as error:
            if not self._lost:
                logger.error("%s; what was known before counts: it is %s", error, "off" if self._off else "on")
            self._lost = True
        self._known_until = time.monotonic() + _KNOWN_SECONDS
