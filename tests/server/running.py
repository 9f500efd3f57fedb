"""A running assistant for the tests of several folders, and ways to knock at its doors that are not the page's."""

from __future__ import annotations

import contextlib
import json
from typing import Any, Dict, Mapping, Optional

import pytest
import requests

from scr.running import Talk, running_assistant
from scr.settings import Settings

SECRET = "a key of thirty-two characters.."
ALLOWED_ORIGIN = "https://board.example"
_MANY = "100000"
_PATIENCE_SECONDS = 30

_RUNNING = pytest.StashKey[Settings]()


@pytest.fixture(scope="session")
def running(request: pytest.FixtureRequest) -> Settings:
    """The assistant's processes, with an empty database: one assistant for every folder, stopped when all tests are over."""
    stash = request.config.stash
    if _RUNNING not in stash:
        limits = {"SCR_MESSAGES_PER_MINUTE": _MANY, "SCR_ADDRESS_MESSAGES_PER_MINUTE": _MANY}
        origins = {"SCR_ALLOWED_ORIGINS": f'["{ALLOWED_ORIGIN}"]'}
        stack = contextlib.ExitStack()
        stash[_RUNNING] = stack.enter_context(running_assistant({"SCR_SECRET": SECRET, **limits, **origins}))
        request.config.add_cleanup(stack.close)
    return stash[_RUNNING]


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


@pytest.fixture(scope="session")
def long_talk(running: Settings) -> Door:
    """Knocks with the token of a conversation that many tests and examples carry on."""
    return Door(running.base_url, Talk(running.base_url).token)


@pytest.fixture(scope="session")
def stranger(running: Settings) -> Door:
    """Knocks without any token."""
    return Door(running.base_url)
