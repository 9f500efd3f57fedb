"""A running assistant for the tests of a folder, and ways to knock at its doors that are not the page's."""

from __future__ import annotations

import json
from typing import Any, Dict, Iterator, Mapping, Optional

import pytest
import requests

from scr.running import Talk, running_assistant
from scr.settings import Settings

SECRET = "a key of thirty-two characters.."
_MANY = "100000"
_PATIENCE_SECONDS = 30


@pytest.fixture(scope="package")
def running() -> Iterator[Settings]:
    """The assistant's processes, with an empty database, for all tests of the folder."""
    limits = {"SCR_MESSAGES_PER_MINUTE": _MANY, "SCR_ADDRESS_MESSAGES_PER_MINUTE": _MANY}
    with running_assistant({"SCR_SECRET": SECRET, **limits}) as settings:
        yield settings


@pytest.fixture
def talk(running: Settings) -> Talk:
    """A new conversation with it."""
    return Talk(running.base_url)


class Door:
    """Requests as a browser, a stranger or a broken client would send them, with the answer as it came."""

    def __init__(self, base_url: str, token: str = "") -> None:
        self._base_url = base_url
        self.headers = {"Authorization": f"Bearer {token}"} if token else {}

    def get(self, path: str, **headers: str) -> requests.Response:
        return self.request("GET", path, headers=headers)

    def post(self, path: str, body: object = None, **headers: str) -> requests.Response:
        """`body` as JSON; bytes as they are."""
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        return self.request("POST", path, data, {"Content-Type": "application/json", **headers})

    def message(self, text: object, **more: object) -> requests.Response:
        return self.post("/chat/messages", {"text": text, **more})

    def turns(self) -> list[Mapping[str, Any]]:
        found: list[Mapping[str, Any]] = self.get("/chat/messages").json()["turns"]
        return found

    def request(
        self, method: str, path: str, data: Optional[bytes] = None, headers: Optional[Mapping[str, str]] = None
    ) -> requests.Response:
        sent: Dict[str, str] = {**self.headers, **(headers or {})}
        return requests.request(method, self._base_url + path, data=data, headers=sent, timeout=_PATIENCE_SECONDS)


@pytest.fixture
def door(running: Settings, talk: Talk) -> Door:
    """Knocks with the token of a new conversation."""
    return Door(running.base_url, talk.token)


@pytest.fixture(scope="package")
def long_talk(running: Settings) -> Door:
    """Knocks with the token of a conversation that many tests and examples carry on."""
    return Door(running.base_url, Talk(running.base_url).token)


@pytest.fixture(scope="package")
def stranger(running: Settings) -> Door:
    """Knocks without any token."""
    return Door(running.base_url)
