"""Whom an officer gives access to what, and what is seen of it."""

from __future__ import annotations

import datetime as dt

from scr.rules.codes import find_code
from tests.terminal import Done, Terminal

ONE, OTHER = "SCR-2026-001", "SCR-2026-002"
ANN, BOB = "Ann Example", "Bob Sample"
TENANT, OBJECT = "11111111-aaaa-4aaa-8aaa-111111111111", "22222222-bbbb-4bbb-8bbb-222222222222"
MONDAY = dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.timezone.utc)
SCHOOL = ("--agency", "Hill School", "--team", "Year 5", "--role", "practitioner")


def is_told_plainly(done: Done, *words: str) -> None:
    """It ended as failed, and said why in a sentence with these words."""
    assert done.status == 1
    assert done.err.strip().endswith(".")
    for word in words:
        assert word in done.err


def signs_in(terminal: Terminal, text: str) -> str:
    code = find_code(text)
    assert code is not None
    return terminal.access.sign_in("one", code, "192.0.2.1", dt.datetime.now().timestamp()).name
