"""`scr register people`: who has access to what."""

from __future__ import annotations

import re

from scr.rules.codes import find_code
from tests.access.officer import ANN, BOB, MONDAY, OBJECT, ONE, OTHER, SCHOOL, TENANT
from tests.terminal import Terminal


def test_people_are_listed_with_what_they_have_and_without_codes(terminal: Terminal) -> None:
    empty = terminal.run("register", "people")
    code = terminal.grant(ANN, ONE, *SCHOOL, "--expires", "7").out
    terminal.grant(BOB, OTHER, "--agency", "Police", "--team", "CID", "--role", "manager", "--teams", TENANT, OBJECT)
    terminal.grant("Cat Specimen", ONE, *SCHOOL)
    terminal.run("register", "revoke", "Cat Specimen")

    listed = terminal.run("register", "people").out

    assert "Nobody" in empty.out
    assert re.search(
        rf"{ANN}: a code that is good until 20\d\d-\d\d-\d\d\n  {ONE}  practitioner, Hill School, Year 5\n", listed
    )
    assert f"{BOB}: a Teams user\n  {OTHER}  manager, Police, CID\n" in listed
    assert listed.endswith("Cat Specimen: no way to sign in\n")
    found = find_code(code)
    assert found is not None
    assert found.id not in listed


def test_an_expired_code_is_listed_as_expired(terminal: Terminal) -> None:
    terminal.grant(ANN, ONE, *SCHOOL)
    terminal.access.issue_code(ANN, MONDAY, "officer", MONDAY)

    assert "a code that expired on 2026-03-02" in terminal.run("register", "people").out
