"""Whoever asked for a person has one, whatever was killed in the middle; and every word arrives once."""

from __future__ import annotations

from typing import Dict, Iterator

import pytest

from scr.running import running_processes
from scr.storage.database import connect
from scr.storage.tables import metadata
from tests.server.handed_over import SETTINGS, many_talk

pytestmark = pytest.mark.server


def empty(url: str) -> None:
    engine = connect(url, timeout=5)
    metadata.drop_all(engine)
    engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Iterator[Dict[str, str]]:
    """As settings: the assistant's own file, or a server, which is left as empty as it was."""
    if request.param == "sqlite":
        yield {}
        return
    url = request.getfixturevalue("postgresql_url")
    empty(url)
    yield {"SCR_DATABASE_URL": url}
    empty(url)


def test_killed_three_times_nobody_is_forgotten_nothing_promised_twice_and_no_word_lost_or_doubled(
    database: Dict[str, str],
) -> None:
    with running_processes({**SETTINGS, **database}) as processes:
        outcome = many_talk(processes, people=40, at_once=12, kills=3)

    assert {what: count for what, count in outcome.faults.items() if count} == {}
    assert sum(told.failures for told in outcome.people) >= 12, "the kills were felt"
