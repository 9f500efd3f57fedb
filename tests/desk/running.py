"""A running assistant with a staffed desk, for the tests of several folders, and its staff as browsers would be them."""

from __future__ import annotations

import contextlib
import re
import time
from typing import Any, Dict, Mapping, NamedTuple, Optional

import pytest
import requests
from sqlalchemy.engine import Engine

from scr.rules.accounts import Account, Role
from scr.running import Talk, running_assistant
from scr.settings import Settings
from scr.storage import account_sessions
from scr.storage.call_notes import CallNoteStore
from scr.storage.database import connect
from scr.storage.handovers import HandoverStore
from tests.at_the_desk import colleague

HANDLER, COLLEAGUE, SUPERVISOR, OFFICER = "Example Handler", "Example Colleague", "Example Supervisor", "Example Officer"
_STAFF = {HANDLER: Role.HANDLER, COLLEAGUE: Role.HANDLER, SUPERVISOR: Role.SUPERVISOR, OFFICER: Role.OFFICER}
_PATIENCE_SECONDS = 30
_MANY = "100000"
_RUNNING = pytest.StashKey["Desk"]()
_TOKEN = re.compile(r'name="form_token" value="([^"]+)"')
COOKIE = "scr_desk"


class Staff:
    """One of the staff, signed in, and what they send."""

    def __init__(self, base_url: str, account: Account, session: str) -> None:
        self.account = account
        self.session = session
        self._base_url = base_url
        self._requests = requests.Session()
        self._requests.cookies.set(COOKIE, session, path="/desk")
        self._token = ""

    def get(self, path: str, **headers: str) -> requests.Response:
        return self._requests.get(self._base_url + path, headers=headers, timeout=_PATIENCE_SECONDS, allow_redirects=False)

    def post(self, path: str, form: Optional[Mapping[str, Any]] = None, **headers: str) -> requests.Response:
        """A form of theirs, with the token that their pages have in every form."""
        sent = {"form_token": self.token, **(form or {})}
        return self._requests.post(
            self._base_url + path, data=sent, headers=headers, timeout=_PATIENCE_SECONDS, allow_redirects=False
        )

    @property
    def token(self) -> str:
        if not self._token:
            found = _TOKEN.search(self.get("/desk").text)
            assert found is not None
            self._token = found[1]
        return self._token

    def keep(self, words: str, **fields: str) -> int:
        """The number of the note that was kept of a call."""
        kept = self.post("/desk/call", {"words": words, "do": "keep", **fields})
        assert kept.status_code == 303, kept.text
        return int(kept.headers["Location"].split("=")[1])


class Desk(NamedTuple):
    settings: Settings
    engine: Engine
    accounts: Dict[str, Account]

    def staff(self, name: str = HANDLER) -> Staff:
        """Signed in from now on."""
        account = self.accounts[name]
        with self.engine.begin() as connection:
            session = account_sessions.begin(connection, account.id, time.time())
        return Staff(self.settings.base_url, account, session)

    def talk(self) -> Talk:
        """Somebody new who has opened the chat."""
        return Talk(self.settings.base_url)

    def helpline(self, talk: Talk) -> Mapping[str, Any]:
        """What the page of the chat is told of its person."""
        headers = {"Authorization": f"Bearer {talk.token}"}
        address = f"{self.settings.base_url}/chat/helpline"
        found: Mapping[str, Any] = requests.get(address, headers=headers, timeout=_PATIENCE_SECONDS).json()
        return found

    @property
    def notes(self) -> CallNoteStore:
        return CallNoteStore(self.engine)

    @property
    def handovers(self) -> HandoverStore:
        return HandoverStore(self.engine)


@pytest.fixture(scope="session")
def desk(request: pytest.FixtureRequest) -> Desk:
    """One for every folder, stopped when all tests are over. Its hours are round the clock."""
    stash = request.config.stash
    if _RUNNING not in stash:
        limits = {"SCR_MESSAGES_PER_MINUTE": _MANY, "SCR_ADDRESS_MESSAGES_PER_MINUTE": _MANY}
        stack = contextlib.ExitStack()
        settings = stack.enter_context(running_assistant({**limits, "SCR_DESK_HOURS": "Mon-Sun 00:00-23:59"}))
        engine = connect(settings.sqlalchemy_url, timeout=5)
        stack.callback(engine.dispose)
        stash[_RUNNING] = Desk(settings, engine, {name: colleague(engine, name, role) for name, role in _STAFF.items()})
        request.config.add_cleanup(stack.close)
    return stash[_RUNNING]
