"""Sessions of the desk's accounts: they go on while somebody is there, end one by one, and are deleted after their time."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from scr.storage.tables import account_sessions
from tests.storage.desk_accounts import HOUR, IDLE_LIMIT, LATER, PERIOD, Desk


def test_a_session_goes_on_while_somebody_is_there_for_twelve_hours(desk: Desk, secret: str) -> None:
    session, begun = desk.signs_in(secret), LATER

    for minute in range(0, 12 * 60, 20):
        assert desk.sessions.account(session, begun + minute * 60) is not None

    assert desk.sessions.account(session, begun + 12 * HOUR - 1) is not None
    assert desk.sessions.account(session, begun + 12 * HOUR) is None


def test_a_session_ends_when_nobody_has_been_there(desk: Desk, secret: str) -> None:
    session = desk.signs_in(secret)

    assert desk.sessions.account(session, LATER + IDLE_LIMIT - 1, active=False) is not None
    assert desk.sessions.account(session, LATER + IDLE_LIMIT) is None


def test_a_page_that_asks_by_itself_keeps_nobody_signed_in(desk: Desk, secret: str) -> None:
    session = desk.signs_in(secret)

    for minute in range(30):
        assert desk.sessions.account(session, LATER + minute * 60, active=False) is not None

    assert desk.sessions.account(session, LATER + IDLE_LIMIT, active=False) is None


def test_signing_out_ends_one_session_and_no_other(desk: Desk, secret: str) -> None:
    here = desk.signs_in(secret)
    there = desk.signs_in(secret, now=LATER + PERIOD)

    desk.sessions.end(here)

    assert desk.who(here) is None
    assert desk.who(there) is not None


def test_sessions_that_have_had_their_time_are_deleted(desk: Desk, engine: Engine, secret: str) -> None:
    desk.signs_in(secret)

    desk.signs_in(secret, now=LATER + 13 * HOUR)

    with engine.begin() as connection:
        assert len(connection.execute(sa.select(account_sessions)).all()) == 1
