"""A running assistant with a small register, for tests that enter access codes, and what these tests share."""

from __future__ import annotations

from typing import Any, Callable, Dict, Iterator, Mapping, NamedTuple

import jwt
import pytest
import requests
from sqlalchemy.engine import Engine

from scr.running import Talk, running_assistant
from scr.settings import Settings
from scr.storage.access import AccessStore
from tests.server.running import SECRET, Door
from tests.small_register import OWN, failures_forgiven, filled, health_visitor, now_utc

WRONG = "B2CD-F3GH-J4KM-N5PQ"  # nobody's
STATUS = f"where has {OWN} got to"
TOLD = "The agencies are writing their individual management reviews"
_MANY = "100000"

FORMS: Dict[str, Callable[[str], str]] = {
    "as it stands in the letter": lambda code: code,
    "in a sentence": lambda code: f"hi, my code is {code} thanks",
    "in small letters with spaces": lambda code: code.lower().replace("-", " "),
    "with nothing between": lambda code: code.replace("-", ""),
    "with dots": lambda code: code.replace("-", "."),
    "with a word processor's dashes": lambda code: code.replace("-", "\u2013"),
    "in two lines": lambda code: f"{code[:9]}\n{code[10:]}",
    "like a command": lambda code: f"/{code}",
}


class Signing(NamedTuple):
    settings: Settings
    engine: Engine

    @property
    def door(self) -> Door:
        """Knocks with the token of a new conversation."""
        return Door(self.settings.base_url, Talk(self.settings.base_url).token)

    def is_signed_in(self, door: Door) -> bool:
        return AccessStore(self.engine).signed_in(conversation_of(door), now_utc().timestamp()) is not None


@pytest.fixture(scope="session")
def with_register() -> Iterator[Signing]:
    """An assistant of their own: what is counted of wrong codes from this machine must keep no other test waiting."""
    limits = {"SCR_MESSAGES_PER_MINUTE": _MANY, "SCR_ADDRESS_MESSAGES_PER_MINUTE": _MANY}
    with running_assistant({"SCR_SECRET": SECRET, **limits}) as settings:
        engine = filled(settings.sqlalchemy_url)
        yield Signing(settings, engine)
        engine.dispose()


@pytest.fixture
def signing(with_register: Signing) -> Signing:
    failures_forgiven(with_register.engine)
    return with_register


@pytest.fixture
def code(signing: Signing) -> str:
    """A new code of somebody in health visiting."""
    return health_visitor(signing.engine)


def enter(door: Door, code: object) -> requests.Response:
    """The form beside the chat."""
    return door.post("/chat/access", {"code": code})


def reply(response: requests.Response) -> Mapping[str, Any]:
    """The one reply that came."""
    assert response.status_code == 200, response.text
    (found,) = response.json()["replies"]
    return dict(found)


def words(response: requests.Response) -> str:
    return "\n".join(passage["text"] for passage in reply(response)["passages"])


def conversation_of(door: Door) -> str:
    token = door.headers["Authorization"].removeprefix("Bearer ")
    return str(jwt.decode(token, SECRET, ["HS256"], audience="conversation")["sub"])
