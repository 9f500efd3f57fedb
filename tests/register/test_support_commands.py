"""`scr register support` and `requests`: what is arranged for a team, and asked for by its people."""

from __future__ import annotations

import datetime as dt

from scr.rules.register import DebriefKind, Support
from scr.storage.support_requests import SupportRequestStore
from scr.storage.tables import people
from tests.register.known import ONE
from tests.terminal import Terminal


def test_support_is_arranged_bit_by_bit_and_spelt_one_way(with_one: Terminal) -> None:
    with_one.does("support", ONE, "HEALTH", "midwifery", "--contact-name", "Sample Contact", "--phone", "01632 960101")
    with_one.does("support", ONE, "Health", "Midwifery", "--debrief-kind", "one-to-one", "--debrief-time", "9.30")
    with_one.does("support", ONE, "Health", "midwifery", "--phone", "")

    expected = Support(
        "Health",
        "midwifery",
        contact_name="Sample Contact",
        debrief_kind=DebriefKind.ONE_TO_ONE,
        debrief_time=dt.time(9, 30),
    )
    assert with_one.reviews.support(ONE) == (expected,)
    assert "Sample Contact" in with_one.does("show", ONE)
    assert "no telephone number" in with_one.refuses("support", ONE, "Health", "midwifery", "--phone", "ask at the desk")


def test_support_for_the_wrong_team_is_taken_away(with_one: Terminal) -> None:
    with_one.does("support", ONE, "Health", "midwifery", "--contact-name", "Sample Contact")

    with_one.does("support", ONE, "health", "MIDWIFERY", "--remove")

    assert with_one.reviews.support(ONE) == ()
    assert "midwifery of Health" in with_one.refuses("support", ONE, "Health", "midwifery", "--remove")


def test_requests_for_support_are_listed_and_answered(with_one: Terminal) -> None:
    assert with_one.does("requests") == "No request for support is open.\n"
    with with_one.engine.begin() as connection:
        connection.execute(people.insert().values(id=1, name="Jo Example"))
    asked = Support("Health", "midwifery", contact_name="Sample Contact")
    now = dt.datetime(2025, 3, 3, 9, tzinfo=dt.timezone.utc)
    SupportRequestStore(with_one.engine).ask(1, ONE, asked, now, dt.date(2025, 3, 6))

    assert "Jo Example (Health, midwifery), for Sample Contact, to be answered by 2025-03-06" in with_one.does("requests")
    assert with_one.does("requests", "answer", "1").startswith("Request 1 was answered on ")
    assert with_one.does("requests") == "No request for support is open.\n"
    assert "no request number 7" in with_one.refuses("requests", "answer", "7")
    assert "Which one?" in with_one.refuses("requests", "answer")
