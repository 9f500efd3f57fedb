"""One turn of a conversation at a time, in this process or, by one setting, across processes through Redis.

Rasa's Redis store reads, changes and writes back a list of tickets, and loses turns when two processes do so at once; both
of Rasa's stores look again only every second. Here waiting turns are served when the one before them ends.
"""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import Any, AsyncGenerator, Optional, Text
from weakref import WeakValueDictionary

from rasa.core.lock import TicketLock
from rasa.core.lock_store import LOCK_LIFETIME, LockError, LockStore
from rasa.utils.endpoints import EndpointConfig
from redis.asyncio import Redis
from redis.exceptions import LockError as RedisLockError
from redis.exceptions import RedisError

from scr.settings import get_settings

_POLL_SECONDS = 0.02
_REDIS_DOWN = (RedisError, asyncio.TimeoutError, OSError)


class ConversationLockStore(LockStore):
    """``lock_store: type:`` in endpoints.yml."""

    def __init__(self, endpoint_config: Optional[EndpointConfig] = None, **kwargs: Any) -> None:
        """Rasa's signature; the address of Redis is a setting."""
        settings = get_settings()
        timeout = settings.database_timeout
        self._redis: Optional[Redis[bytes]] = (
            Redis.from_url(settings.redis_url, socket_timeout=timeout, socket_connect_timeout=timeout)
            if settings.redis_url
            else None
        )
        self._local: WeakValueDictionary[Text, asyncio.Lock] = WeakValueDictionary()

    @asynccontextmanager
    async def lock(
        self,
        conversation_id: Text,
        lock_lifetime: float = LOCK_LIFETIME,
        wait_time_in_seconds: float = _POLL_SECONDS,
    ) -> AsyncGenerator[TicketLock, None]:
        """Hold the conversation for one turn.

        Raises:
            LockError: it was not to be had within `lock_lifetime` seconds, or Redis is down.
        """
        holder = self._in_redis if self._redis is not None else self._in_process
        async with holder(conversation_id, lock_lifetime):
            yield TicketLock(conversation_id)

    async def ping(self) -> None:
        """
        Raises:
            LockError: Redis is down.
        """
        if self._redis is None:
            return
        try:
            await self._redis.ping()
        except _REDIS_DOWN as error:
            raise LockError("Redis does not answer") from error

    @asynccontextmanager
    async def _in_process(self, conversation_id: Text, lifetime: float) -> AsyncGenerator[None, None]:
        lock = self._local.setdefault(conversation_id, asyncio.Lock())
        try:
            await asyncio.wait_for(lock.acquire(), lifetime)
        except asyncio.TimeoutError as error:
            raise LockError("The conversation's last turn did not end in time") from error
        try:
            yield
        finally:
            lock.release()

    @asynccontextmanager
    async def _in_redis(self, conversation_id: Text, lifetime: float) -> AsyncGenerator[None, None]:
        assert self._redis is not None
        lock = self._redis.lock(
            f"scr:conversation:{conversation_id}", timeout=lifetime, sleep=_POLL_SECONDS, blocking_timeout=lifetime
        )
        try:
            acquired = await lock.acquire()
        except _REDIS_DOWN as error:
            raise LockError("Redis does not answer") from error
        if not acquired:
            raise LockError("The conversation's last turn did not end in time")
        try:
            yield
        finally:
            try:
                await lock.release()
            except (RedisLockError, *_REDIS_DOWN) as error:
                raise LockError("The turn took longer than it may, or Redis went away during it") from error
