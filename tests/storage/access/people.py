"""Two people with standing in two reviews, and wrong codes."""

from __future__ import annotations

import datetime as dt

import pytest

from scr.rules.access import Grant, Role
from scr.rules.codes import Code
from scr.storage.access import AccessStore, WrongCode

MONDAY = dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.timezone.utc)
NOW = MONDAY.timestamp()
IN_A_MONTH = MONDAY + dt.timedelta(days=30)
ONE, OTHER = "SCR-2026-001", "SCR-2026-002"
HERE, ELSEWHERE = "192.0.2.1", "198.51.100.7"
TENANT, OBJECT = "11111111-aaaa-4aaa-8aaa-111111111111", "22222222-bbbb-4bbb-8bbb-222222222222"
ANN, BOB = "Ann Example", "Bob Sample"
SCHOOL = Grant(ONE, "school", "year 5", Role.PRACTITIONER)
POLICE = Grant(ONE, "police", "response", Role.MANAGER)
HALF_AN_HOUR = 30 * 60.0


def wrong(code: Code) -> Code:
    return Code(code.id, "2" * 12 if code.secret != "2" * 12 else "3" * 12)


def fail(store: AccessStore, code: Code, times: int, address: str = HERE, now: float = NOW) -> None:
    for _ in range(times):
        with pytest.raises(WrongCode):
            store.sign_in("guessing", code, address, now)
