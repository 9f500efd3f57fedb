"""A running assistant that is in Teams, with a small register, and Microsoft on loopback."""

from __future__ import annotations

from typing import AsyncIterator, Iterator, NamedTuple

import pytest
from sqlalchemy.engine import Engine

from scr.running import running_assistant
from scr.settings import Settings
from scr.storage.access import AccessStore
from scr.teams.http import Http
from tests.small_register import BY, filled, health_visitor, now_utc
from tests.teams.microsoft import Microsoft
from tests.teams.teams import Person

_MANY = "100000"


class InTeams(NamedTuple):
    settings: Settings
    engine: Engine
    microsoft: Microsoft

    @property
    def endpoint(self) -> str:
        return f"{self.settings.base_url}/teams/messages"

    def person(self) -> Person:
        """Somebody new, whom the register does not know."""
        return Person(self.microsoft, self.endpoint)

    def known(self) -> Person:
        """Somebody new in health visiting, whose account has been linked."""
        person = self.person()
        health_visitor(self.engine, person.object_id)
        AccessStore(self.engine).link_teams(person.object_id, person.tenant, person.object_id, BY, now_utc())
        return person


@pytest.fixture(scope="session")
def in_teams() -> Iterator[InTeams]:
    microsoft = Microsoft()
    news = {"SCR_TEAMS_NEWS_SECONDS": "0", "SCR_TEAMS_QUIET_HOURS": "00:00-00:00"}
    limits = {"SCR_MESSAGES_PER_MINUTE": _MANY, "SCR_ADDRESS_MESSAGES_PER_MINUTE": _MANY}
    with running_assistant({**microsoft.settings(), **limits, "SCR_SAMPLE_REGISTER": "false", **news}) as settings:
        engine = filled(settings.sqlalchemy_url)
        yield InTeams(settings, engine, microsoft)
        engine.dispose()
    microsoft.close()


@pytest.fixture
def person(in_teams: InTeams) -> Person:
    return in_teams.person()


@pytest.fixture
def known(in_teams: InTeams) -> Person:
    return in_teams.known()


@pytest.fixture
def microsoft() -> Iterator[Microsoft]:
    """One of its own, for tests that need no assistant."""
    microsoft = Microsoft()
    yield microsoft
    microsoft.close()


@pytest.fixture
async def http() -> AsyncIterator[Http]:
    http = Http()
    yield http
    await http.close()
