"""`scr audit`: who asked for what, and whether it was told."""

from __future__ import annotations

import csv
import datetime as dt
import io

import pytest

from scr.storage.audit import AuditStore
from tests.access.officer import ANN, BOB, MONDAY, ONE, is_told_plainly
from tests.terminal import Terminal


@pytest.fixture
def looked_up(terminal: Terminal) -> Terminal:
    audit = AuditStore(terminal.engine)
    audit.record(MONDAY, ANN, ONE, "stage", "told")
    audit.record(MONDAY, BOB, ONE, "support", "refused")
    audit.record(MONDAY + dt.timedelta(days=1), None, None, "stage", "not signed in")
    return terminal


def test_look_ups_are_listed_with_who_what_and_whether_it_was_told(looked_up: Terminal) -> None:
    done = looked_up.run("audit")

    assert done.status == 0
    assert done.out.splitlines() == [
        f"2026-03-02 09:00:00 UTC  {ANN}: stage of {ONE}: told",
        f"2026-03-02 09:00:00 UTC  {BOB}: support of {ONE}: refused",
        "2026-03-03 09:00:00 UTC  nobody signed in: stage of no reference: not signed in",
    ]


def test_look_ups_are_found_by_day_person_and_review(looked_up: Terminal) -> None:
    assert len(looked_up.run("audit", "--since", "2026-03-03").out.splitlines()) == 1
    assert looked_up.run("audit", "--person", "Bob  Sample").out.splitlines()[0].endswith("refused")
    assert len(looked_up.run("audit", "--reference", "scr 2026 1").out.splitlines()) == 2
    assert looked_up.run("audit", "--since", "2026-03-04").out == "There are no such look-ups.\n"


def test_look_ups_are_written_as_a_table_for_a_spreadsheet(looked_up: Terminal) -> None:
    rows = list(csv.reader(io.StringIO(looked_up.run("audit", "--csv").out)))

    assert rows[0] == ["at", "person", "reference", "kind", "result"]
    assert rows[1] == ["2026-03-02T09:00:00+00:00", ANN, ONE, "stage", "told"]
    assert rows[3] == ["2026-03-03T09:00:00+00:00", "", "", "stage", "not signed in"]


def test_a_day_or_review_that_cannot_be_read_is_told(terminal: Terminal) -> None:
    is_told_plainly(terminal.run("audit", "--since", "yesterday"), "yesterday", "2026-01-31")
    is_told_plainly(terminal.run("audit", "--reference", "that one"), "SCR-2026-001")
