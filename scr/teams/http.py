"""The one HTTP client for everything that Teams needs: keys, tokens, the connector."""

from __future__ import annotations

from typing import Optional

import aiohttp

_TIMEOUT = aiohttp.ClientTimeout(total=10, connect=3)
_AT_ONCE = 1000  # one that hangs takes one place, so there must be many more than conversations that talk at once


class Http:
    """Made without an event loop, and so before the server runs; the client itself comes with the first request."""

    def __init__(self) -> None:
        self._session: Optional[aiohttp.ClientSession] = None

    @property
    def session(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                timeout=_TIMEOUT,
                connector=aiohttp.TCPConnector(limit=_AT_ONCE),
                cookie_jar=aiohttp.DummyCookieJar(),
            )
        return self._session

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None
