"""Whether the server can answer. Rasa itself says 200 with everything down."""

from __future__ import annotations

import logging
from typing import Any, List

import aiohttp
from rasa.core.lock_store import LockError
from sanic import Sanic

from scr.settings import Settings
from scr.storage.database import DatabaseUnavailable

logger = logging.getLogger(__name__)

_TIMEOUT = aiohttp.ClientTimeout(total=2)


def conversation_store(app: Sanic) -> Any:
    """Our tracker store; without our launcher Rasa keeps it inside one of its own that hides failures."""
    store: Any = app.ctx.agent.tracker_store
    return getattr(store, "_tracker_store", store)


async def problems(app: Sanic, settings: Settings) -> List[str]:
    """What stands in the way, in words for an operator; nothing where all is well."""
    agent: Any = getattr(app.ctx, "agent", None)
    if agent is None or not agent.is_ready():
        return ["no model is loaded (run: make train)"]
    found = []
    try:
        await conversation_store(app).ping()
    except DatabaseUnavailable as error:
        # Its address is for the log; /health may be read by anybody.
        logger.error("%s", error)
        found.append("the database cannot be reached (the log says more)")
    try:
        await agent.lock_store.ping()
    except LockError as error:
        found.append(str(error))
    try:
        async with (
            aiohttp.ClientSession(timeout=_TIMEOUT) as client,
            client.get(f"{settings.actions_url}/health") as response,
        ):
            response.raise_for_status()
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        found.append(f"the action server does not answer at {settings.actions_url} ({type(error).__name__})")
    return found
