"""The database for code that must not block: in threads, in time if need be, and connected when it is first needed."""

from __future__ import annotations

import asyncio
import threading
from typing import Awaitable, Callable, Generic, Optional, TypeVar

from sqlalchemy.engine import Engine

from scr.settings import Settings
from scr.storage.database import DatabaseUnavailable, connect

_Stores = TypeVar("_Stores")
_Result = TypeVar("_Result")


class Reached(Generic[_Stores]):
    """
    Args:
        stores: makes what is worked with, of an engine.
        patience: seconds after which nobody waits any longer; None where the database's own timeouts are enough. What is
            under way then goes on.
    """

    def __init__(self, settings: Settings, stores: Callable[[Engine], _Stores], patience: Optional[float] = None) -> None:
        self._settings = settings
        self._make = stores
        self._patience = patience
        self._stores: Optional[_Stores] = None
        self._connecting = threading.Lock()

    async def of(self, work: Callable[[_Stores], _Result]) -> _Result:
        """What `work`, which may block, makes of the stores.

        Raises:
            DatabaseUnavailable: also where it took too long.
        """
        done: Awaitable[_Result] = asyncio.get_running_loop().run_in_executor(None, lambda: work(self.stores()))
        try:
            return await asyncio.wait_for(done, self._patience)
        except asyncio.TimeoutError as error:
            raise DatabaseUnavailable("The database did not answer in time") from error

    def stores(self) -> _Stores:
        """The stores themselves, which block.

        Raises:
            DatabaseUnavailable
        """
        # Not at start: the server must come up, and say what is wrong, while the database is down.
        with self._connecting:
            if self._stores is None:
                self._stores = self._make(connect(self._settings.sqlalchemy_url, self._settings.database_timeout))
        return self._stores
