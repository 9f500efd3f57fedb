"""A running assistant with somebody at its desk, for tests in which a person is asked for, and what these tests share."""

from __future__ import annotations

import time
from typing import Any, Dict, Iterator, List, Mapping, NamedTuple

import pytest

from scr.rules.accounts import Account
from scr.running import Talk, running_assistant
from scr.settings import Settings
from scr.storage.database import connect
from scr.storage.handovers import HandoverStore
from tests.at_the_desk import colleague
from tests.server.running import SECRET, Door

PERSON = "can i speak to a person please"


class Desk(NamedTuple):
    """Two processes on one database, and somebody at their desk."""

    settings: Settings
    other: Settings
    store: HandoverStore
    pat: Account

    def door(self) -> Door:
        return Door(self.settings.base_url, Talk(self.settings.base_url).token)

    def elsewhere(self, door: Door) -> Door:
        """The same conversation at the other process, which remembers no delivery of the first."""
        return Door(self.other.base_url, door.headers["Authorization"].split()[1])

    def take(self, number: int) -> None:
        self.store.take(number, self.pat, time.time())

    def taken(self) -> tuple[Door, int]:
        """A conversation that somebody has taken, and the number of the hand-over."""
        door = self.door()
        number = asked(door)
        self.take(number)
        return door, number


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    always = {"SCR_DESK_HOURS": "Mon-Sun 00:00-23:59", "SCR_MESSAGES_PER_MINUTE": "100000"}
    with running_assistant({"SCR_SECRET": SECRET, "SCR_ADDRESS_MESSAGES_PER_MINUTE": "100000", **always}) as settings:
        engine = connect(settings.sqlalchemy_url, timeout=5)
        same = {"SCR_SECRET": SECRET, "SCR_DATABASE_URL": settings.sqlalchemy_url, **always}
        with running_assistant(same, without=("actions",)) as other:
            yield Desk(settings, other, HandoverStore(engine), colleague(engine))


def said(door: Door, text: str, **more: object) -> List[Mapping[str, Any]]:
    replies: List[Mapping[str, Any]] = door.message(text, **more).json()["replies"]
    return replies


def asked(door: Door) -> int:
    """The number that somebody is told who asks for a person."""
    return int(said(door, PERSON)[-1]["handover"])


def news(door: Door, after: int = 0) -> Dict[str, Any]:
    found: Dict[str, Any] = door.get(f"/chat/helpline?after={after}").json()
    return found
