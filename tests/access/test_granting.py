"""`scr register grant`: what is given, to whom, and what is refused."""

from __future__ import annotations

import datetime as dt
import re
from typing import List

import pytest

from scr.rules.access import Grant, Role
from scr.rules.codes import find_code
from scr.storage.history import HistoryStore
from tests.access.officer import ANN, BOB, MONDAY, OBJECT, ONE, OTHER, SCHOOL, TENANT, is_told_plainly, signs_in
from tests.terminal import Terminal


def test_a_grant_prints_a_code_once_that_signs_its_person_in(terminal: Terminal) -> None:
    done = terminal.grant(ANN, ONE, *SCHOOL)

    assert done.status == 0
    assert done.err == ""
    assert f"{ANN} has access to {ONE}: practitioner, Hill School, Year 5." in done.out
    assert "is not kept" in done.out
    assert re.search(r"^    \w{4}-\w{4}-\w{4}-\w{4}$", done.out, re.MULTILINE)
    assert signs_in(terminal, done.out) == ANN
    assert terminal.grants(ANN) == [Grant(ONE, "Hill School", "Year 5", Role.PRACTITIONER)]


def test_a_second_grant_prints_no_code_where_there_is_one_that_works(terminal: Terminal) -> None:
    first = terminal.grant(ANN, ONE, *SCHOOL)

    second = terminal.grant(ANN, OTHER, "--agency", "police", "--team", "Response", "--role", "manager")

    assert find_code(second.out) is None
    assert "already" in second.out
    assert signs_in(terminal, first.out) == ANN
    assert len(terminal.grants(ANN)) == 2


def test_a_second_grant_prints_a_new_code_where_it_is_asked_for_or_the_old_one_expired(terminal: Terminal) -> None:
    terminal.grant(ANN, ONE, *SCHOOL)
    asked_for = terminal.grant(ANN, ONE, *SCHOOL, "--code")
    terminal.access.issue_code(ANN, MONDAY, "officer", MONDAY)
    expired = terminal.grant(ANN, ONE, *SCHOOL)

    assert find_code(asked_for.out)
    assert signs_in(terminal, expired.out) == ANN


def test_a_code_is_good_for_half_a_year_or_as_long_as_is_said(terminal: Terminal) -> None:
    terminal.grant(ANN, ONE, *SCHOOL)
    terminal.grant(BOB, ONE, *SCHOOL, "--expires", "7")

    ends = [standing.code_expires_at for standing in terminal.access.standings()]

    now = dt.datetime.now(dt.timezone.utc)
    assert [round((end - now) / dt.timedelta(days=1)) for end in ends if end] == [180, 7]


@pytest.mark.parametrize("days", ["0", "-1", "100000"])
def test_a_code_is_not_good_for_days_that_make_no_sense(terminal: Terminal, days: str) -> None:
    is_told_plainly(terminal.grant(ANN, ONE, *SCHOOL, "--expires", days), days, "1 to 3650")

    assert terminal.grants(ANN) == []


def test_a_teams_user_needs_no_code_and_gets_one_only_if_it_is_asked_for(terminal: Terminal) -> None:
    by_teams = terminal.grant(ANN, ONE, *SCHOOL, "--teams", TENANT.upper(), OBJECT)
    again = terminal.grant(ANN, ONE, *SCHOOL)
    by_both = terminal.grant(ANN, ONE, *SCHOOL, "--teams", TENANT, OBJECT, "--code")

    assert (by_teams.status, find_code(by_teams.out), find_code(again.out)) == (0, None, None)
    person = terminal.access.person_of_teams(TENANT, OBJECT)
    assert person is not None
    assert person.name == ANN
    assert signs_in(terminal, by_both.out) == ANN


def test_a_teams_user_who_is_somebody_else_is_refused_and_nothing_is_granted(terminal: Terminal) -> None:
    terminal.grant(ANN, ONE, *SCHOOL, "--teams", TENANT, OBJECT)

    is_told_plainly(terminal.grant(BOB, ONE, *SCHOOL, "--teams", TENANT, OBJECT), ANN, "revoke")

    assert terminal.grants(BOB) == []


def test_what_is_no_id_of_microsofts_is_refused(terminal: Terminal) -> None:
    is_told_plainly(terminal.grant(ANN, ONE, *SCHOOL, "--teams", "ann", OBJECT), "look like")

    assert terminal.grants(ANN) == []


def test_references_agencies_teams_and_roles_may_be_typed_untidily(terminal: Terminal) -> None:
    untidy = ("--agency", " hill  SCHOOL ", "--team", "YEAR 5", "--role", "IMR-Author")

    done = terminal.grant("  Ann   Example ", "scr 2026/1", *untidy)

    assert (done.status, done.err) == (0, "")
    assert terminal.grants(ANN) == [Grant(ONE, "Hill School", "Year 5", Role.IMR_AUTHOR)]


def test_a_team_for_which_nothing_was_arranged_is_taken_with_a_warning_that_names_the_others(terminal: Terminal) -> None:
    done = terminal.grant(ANN, ONE, "--agency", "Hill School", "--team", "Yr 5", "--role", "practitioner")

    assert done.status == 0
    assert "Year 5" in done.err
    assert "Office" in done.err
    assert "Response" not in done.err
    assert terminal.grants(ANN) == [Grant(ONE, "Hill School", "Yr 5", Role.PRACTITIONER)]


def test_where_nothing_was_arranged_for_any_team_there_is_no_warning(terminal: Terminal) -> None:
    done = terminal.grant(ANN, OTHER, "--agency", "Police", "--team", "CID", "--role", "practitioner")

    assert (done.status, done.err) == (0, "")


@pytest.mark.parametrize("role", ["practitioner", "manager", "imr author"])
def test_staff_of_an_agency_that_is_not_named_are_refused_and_told_which_are(terminal: Terminal, role: str) -> None:
    done = terminal.grant(ANN, ONE, "--agency", "Housing", "--team", "Office", "--role", role)

    is_told_plainly(done, "Housing", "Hill School, Police")
    assert terminal.access.standings() == []


@pytest.mark.parametrize("role", ["panel", "helpline", "officer"])
def test_people_of_the_board_and_the_helpline_may_be_of_an_agency_that_is_not_named(terminal: Terminal, role: str) -> None:
    done = terminal.grant(ANN, ONE, "--agency", "the board", "--team", "SCR panel", "--role", role)

    assert done.status == 0
    assert terminal.grants(ANN) == [Grant(ONE, "the board", "SCR panel", Role(role))]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((ANN, "SCR-2026-999", *SCHOOL), ("There is no review SCR-2026-999",)),
        ((ANN, "the one", *SCHOOL), ("SCR-2026-001",)),
        (
            (ANN, ONE, "--agency", "Police", "--team", "Response", "--role", "cleaner"),
            ("cleaner", "practitioner", "officer"),
        ),
        ((ANN, ONE, "--agency", "Police", "--team", " ", "--role", "manager"), ("team",)),
        ((ANN, ONE, "--agency", "Police", "--team", "x" * 81, "--role", "manager"), ("team", "80")),
        (("", ONE, *SCHOOL), ("letter",)),
        (("=cmd()", ONE, *SCHOOL), ("letter",)),
        (("x" * 121, ONE, *SCHOOL), ("120",)),
        (("Ann\x1b[2J", ONE, *SCHOOL), ("letter",)),
    ],
    ids=["no review", "no reference", "no role", "no team", "long team", "no name", "formula", "long name", "escape"],
)
def test_what_cannot_be_granted_is_told_and_nothing_is_kept(
    terminal: Terminal, arguments: List[str], words: List[str]
) -> None:
    is_told_plainly(terminal.grant(*arguments), *words)

    assert terminal.access.standings() == []


def test_the_history_says_who_did_it(terminal: Terminal) -> None:
    terminal.grant(ANN, ONE, *SCHOOL)
    terminal.run("register", "revoke", ANN, "--by", "Sam Deputy")

    made = [(entry.change, entry.by) for entry in HistoryStore(terminal.engine).latest(100)[2:]]

    assert made == [
        ("granted", "Pat Officer"),
        ("code issued", "Pat Officer"),
        ("revoked", "Sam Deputy"),
        ("ways in ended", "Sam Deputy"),
    ]
