"""The bot's own token, with which it calls the connector: got when it is first needed, kept until shortly before it ends."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from typing import Any, Callable, Dict, Mapping, Optional

import aiohttp

from scr.settings import Settings, TeamsAppType
from scr.teams.http import Http

_CONNECTOR = "https://api.botframework.com"
_LOGIN = "https://login.microsoftonline.com"
_MULTI_TENANT = "botframework.com"
_VIRTUAL_MACHINE = "http://169.254.169.254/metadata/identity/oauth2/token"
_MARGIN = 5 * 60.0


class NoToken(Exception):
    """Microsoft gives the bot no token; the message says what it answered."""


@dataclass(frozen=True)
class TokenRequest:
    """How a token is asked for, which differs by how the bot is registered."""

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    form: Optional[Mapping[str, str]] = None


def token_request(settings: Settings) -> TokenRequest:
    if settings.teams_app_type is TeamsAppType.MANAGED_IDENTITY:
        return _of_managed_identity(settings)
    single = settings.teams_app_type is TeamsAppType.SINGLE_TENANT
    tenant = settings.teams_tenant if single else _MULTI_TENANT
    form = {
        "grant_type": "client_credentials",
        "client_id": settings.teams_app_id,
        "client_secret": settings.teams_password.get_secret_value(),
        "scope": f"{_CONNECTOR}/.default",
    }
    return TokenRequest("POST", settings.teams_token_url or f"{_LOGIN}/{tenant}/oauth2/v2.0/token", form=form)


def _of_managed_identity(settings: Settings) -> TokenRequest:
    query = {"resource": _CONNECTOR, "client_id": settings.teams_app_id}
    header = settings.teams_identity_header.get_secret_value()
    if header:
        query["api-version"] = "2019-08-01"
        return TokenRequest("GET", settings.teams_token_url, {"X-IDENTITY-HEADER": header}, query)
    query["api-version"] = "2018-02-01"
    return TokenRequest("GET", settings.teams_token_url or _VIRTUAL_MACHINE, {"Metadata": "true"}, query)


class BotToken:
    """
    Args:
        clock: seconds that only ever count up.
    """

    def __init__(self, request: TokenRequest, http: Http, clock: Callable[[], float] = time.monotonic) -> None:
        self._request = request
        self._http = http
        self._clock = clock
        self._token = ""
        self._ends_at = 0.0
        self._one_at_a_time = asyncio.Lock()

    async def get(self) -> str:
        """
        Raises:
            NoToken
        """
        async with self._one_at_a_time:
            if not self._token or self._clock() >= self._ends_at:
                answer = await self._ask()
                lifetime = float(answer["expires_in"])
                self._token = str(answer["access_token"])
                # One that lives no longer than the margin is still good for a while.
                self._ends_at = self._clock() + max(lifetime - _MARGIN, lifetime / 2)
        return self._token

    def refused(self, token: str) -> None:
        """The connector did not take it, so another is asked for next time."""
        if token == self._token:
            self._token = ""

    async def _ask(self) -> Dict[str, Any]:
        request = self._request
        try:
            async with self._http.session.request(
                request.method, request.url, headers=request.headers, params=request.query, data=request.form
            ) as response:
                answer: Dict[str, Any] = await response.json(content_type=None)
                if response.status != 200 or not {"access_token", "expires_in"} <= answer.keys():
                    # Microsoft's own short code, such as invalid_client; its description may name the tenant.
                    raise NoToken(f"no token for the bot: {response.status} {answer.get('error', '')}")
        except (aiohttp.ClientError, asyncio.TimeoutError, ValueError, AttributeError) as error:
            raise NoToken(f"no token for the bot: {type(error).__name__}") from error
        return answer
