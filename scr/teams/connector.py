"""Sending to Teams through Microsoft's connector: only to hosts that are known, again where it is busy, never for long."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
import random
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import Any, Callable, FrozenSet, List, Mapping, Optional
from urllib.parse import quote

import aiohttp
from yarl import URL

from scr.settings import Settings
from scr.teams.addresses import may_be_called
from scr.teams.http import Http
from scr.teams.places import Place
from scr.teams.token import BotToken, NoToken, token_request

# What Microsoft says to send again. A timeout is not among them: the message may have arrived, and nobody wants it twice.
_AGAIN = frozenset({412, 429, 502, 503, 504})
_NOT_REACHED = 503  # as if it had said so itself: nothing was sent, so it can be sent again
_TRIES = 4
_FIRST_WAIT = 0.5
_LONGEST_WAIT = 30.0
_CHANCE = random.SystemRandom()


class NotSent(Exception):
    """The connector did not take it; the message, for the log, says why."""

    def __init__(self, reason: str, status: int = 0) -> None:
        super().__init__(reason)
        self.status = status

    @property
    def is_about_the_form(self) -> bool:
        """It is too large, or the card is one that Teams cannot show; plain text might still arrive."""
        return self.status in (400, 413)

    @property
    def is_unwanted(self) -> bool:
        """The person has taken the bot away or blocked it, or the chat is gone."""
        return self.status in (403, 404)


@dataclass(frozen=True)
class _Answer:
    status: int
    body: Mapping[str, Any] = field(default_factory=dict)
    retry_after: float = 0.0


class Connector:
    """
    Args:
        hosts: those that may be called, in lower case.
        sleep: waits for so many seconds before the next try.
    """

    def __init__(
        self,
        hosts: FrozenSet[str],
        token: BotToken,
        http: Http,
        sleep: Callable[[float], Any] = asyncio.sleep,
    ) -> None:
        self._hosts = hosts
        self._token = token
        self._http = http
        self._sleep = sleep

    async def send(self, place: Place, activity: Mapping[str, Any], reply_to: Optional[str] = None) -> str:
        """Send an activity; the id that Teams gives it.

        Raises:
            NotSent
        """
        path = f"v3/conversations/{quote(place.conversation_id, safe='')}/activities"
        if reply_to:
            path += f"/{quote(reply_to, safe='')}"
        envelope = {"from": {"id": place.bot_id}, "conversation": {"id": place.conversation_id}}
        answer = await self._post(place.service_url, path, {**envelope, **activity})
        return str(answer.get("id") or "")

    async def open_chat(self, near: Place, person_id: str) -> Place:
        """The chat of the bot with one person, who is known from another place.

        Raises:
            NotSent
        """
        wanted = {
            "bot": {"id": near.bot_id},
            "members": [{"id": person_id}],
            "tenantId": near.tenant,
            "channelData": {"tenant": {"id": near.tenant}},
            "isGroup": False,
        }
        answer = await self._post(near.service_url, "v3/conversations", wanted)
        if not answer.get("id"):
            raise NotSent("the connector named no conversation")
        return Place(near.service_url, str(answer["id"]), near.tenant, near.bot_id, is_personal=True)

    async def _post(self, service_url: str, path: str, body: Mapping[str, Any]) -> Mapping[str, Any]:
        if not may_be_called(service_url, self._hosts):
            raise NotSent("the host is not in SCR_TEAMS_SERVICE_HOSTS")
        # Quoted already; aiohttp would undo some of it.
        url = URL(f"{service_url.rstrip('/')}/{path}", encoded=True)
        sent = json.dumps(body, ensure_ascii=False).encode()
        for wait in (*_waits(), None):
            answer = await self._try(url, sent)
            if answer.status < 300:
                return answer.body
            if answer.status not in _AGAIN or wait is None:
                break
            seconds = answer.retry_after or wait
            if seconds > _LONGEST_WAIT:
                break
            await self._sleep(seconds)
        raise NotSent(f"the connector answered {answer.status}", answer.status)

    async def _try(self, url: URL, sent: bytes) -> _Answer:
        """One try, with another token where the connector does not take the one that there is."""
        token = await self._bot_token()
        answer = await self._call(url, sent, token)
        if answer.status == 401:
            self._token.refused(token)
            answer = await self._call(url, sent, await self._bot_token())
        return answer

    async def _call(self, url: URL, sent: bytes, token: str) -> _Answer:
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json; charset=utf-8"}
        try:
            # A redirect would take the token elsewhere.
            async with self._http.session.post(url, data=sent, headers=headers, allow_redirects=False) as response:
                body = await _body(response)
                return _Answer(response.status, body, _seconds(response.headers.get("Retry-After", "")))
        except aiohttp.ClientConnectorError:
            return _Answer(_NOT_REACHED)
        except (aiohttp.ClientError, asyncio.TimeoutError) as error:
            raise NotSent(f"the connector broke off: {type(error).__name__}") from error

    async def _bot_token(self) -> str:
        try:
            return await self._token.get()
        except NoToken as error:
            raise NotSent(str(error)) from error


def connector_of(settings: Settings, http: Http) -> Connector:
    """The connector that the settings name."""
    hosts = frozenset(host.lower() for host in settings.teams_service_hosts)
    return Connector(hosts, BotToken(token_request(settings), http), http)


def _waits() -> List[float]:
    """Longer each time, and never the same for two that were refused at once."""
    return [_FIRST_WAIT * 2**number * _CHANCE.uniform(1, 1.5) for number in range(_TRIES - 1)]


def _seconds(retry_after: str) -> float:
    """What ``Retry-After`` asks for; 0 where it says nothing that can be read."""
    if retry_after.strip().isdigit():
        return float(retry_after)
    try:
        return max(0.0, (parsedate_to_datetime(retry_after) - dt.datetime.now(dt.timezone.utc)).total_seconds())
    except (TypeError, ValueError):
        return 0.0


async def _body(response: aiohttp.ClientResponse) -> Mapping[str, Any]:
    try:
        answer = await response.json(content_type=None)
    except ValueError:
        return {}
    return answer if isinstance(answer, dict) else {}
