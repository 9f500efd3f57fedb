"""The officer's commands for access, and the audit, as they are typed."""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import io
import re
from pathlib import Path
from typing import Iterator, List, NamedTuple

import pytest

from scr.access_cli import add_audit_command, add_register_commands
from scr.rules.access import Grant, Role
from scr.rules.codes import find_code
from scr.rules.register import Review, Stage, Support
from scr.settings import get_settings
from scr.storage.access import AccessStore, WrongCode
from scr.storage.audit import AuditStore
from scr.storage.database import connect
from scr.storage.history import HistoryStore
from scr.storage.register import RegisterStore

ONE, OTHER = "SCR-2026-001", "SCR-2026-002"
ANN, BOB = "Ann Example", "Bob Sample"
TENANT, OBJECT = "11111111-aaaa-4aaa-8aaa-111111111111", "22222222-bbbb-4bbb-8bbb-222222222222"
MONDAY = dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.timezone.utc)
SCHOOL = ("--agency", "Hill School", "--team", "Year 5", "--role", "practitioner")


class Done(NamedTuple):
    status: int
    out: str
    err: str


class Terminal:
    """Runs commands on a register of two reviews."""

    def __init__(self, url: str, capsys: pytest.CaptureFixture[str]) -> None:
        self.engine = connect(url, timeout=5)
        self.store = AccessStore(self.engine)
        self._capsys = capsys
        self._parser = argparse.ArgumentParser(prog="scr")
        commands = self._parser.add_subparsers(required=True)
        add_register_commands(commands.add_parser("register").add_subparsers(required=True))
        add_audit_command(commands)

    def run(self, *arguments: str) -> Done:
        options = self._parser.parse_args(arguments)
        status = int(options.run(options))
        return Done(status, *self._capsys.readouterr())

    def grant(self, *arguments: str) -> Done:
        return self.run("register", "grant", *arguments, "--by", "Pat Officer")

    def grants(self, name: str) -> List[Grant]:
        standing = self.store.standing(name)
        return list(standing.grants) if standing else []


@pytest.fixture
def terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Terminal]:
    url = f"sqlite:///{tmp_path / 'scr.db'}"
    monkeypatch.setenv("SCR_DATABASE_URL", url)
    get_settings.cache_clear()
    terminal = Terminal(url, capsys)
    register = RegisterStore(terminal.engine)
    support = (Support("Hill School", "Year 5"), Support("Hill School", "Office"), Support("Police", "Response"))
    register.add(Review(ONE, "rotherham", Stage.CONSIDERED, agencies=("Hill School", "Police")), "officer", MONDAY, support)
    register.add(Review(OTHER, "rotherham", Stage.CONSIDERED, agencies=("Police",)), "officer", MONDAY)
    yield terminal
    terminal.engine.dispose()
    get_settings.cache_clear()


def _is_told_plainly(done: Done, *words: str) -> None:
    """It ended as failed, and said why in a sentence with these words."""
    assert done.status == 1
    assert done.err.strip().endswith(".")
    for word in words:
        assert word in done.err


def _signs_in(terminal: Terminal, text: str) -> str:
    code = find_code(text)
    assert code is not None
    return terminal.store.sign_in("one", code, "192.0.2.1", dt.datetime.now().timestamp()).name


# ---- grant ----


def test_a_grant_prints_a_code_once_that_signs_its_person_in(terminal: Terminal) -> None:
    done = terminal.grant(ANN, ONE, *SCHOOL)

    assert done.status == 0
    assert done.err == ""
    assert f"{ANN} has access to {ONE}: practitioner, Hill School, Year 5." in done.out
    assert "is not kept" in done.out
    assert re.search(r"^    \w{4}-\w{4}-\w{4}-\w{4}$", done.out, re.MULTILINE)
    assert _signs_in(terminal, done.out) == ANN
    assert terminal.grants(ANN) == [Grant(ONE, "Hill School", "Year 5", Role.PRACTITIONER)]


def test_a_second_grant_prints_no_code_where_there_is_one_that_works(terminal: Terminal) -> None:
    first = terminal.grant(ANN, ONE, *SCHOOL)

    second = terminal.grant(ANN, OTHER, "--agency", "police", "--team", "Response", "--role", "manager")

    assert find_code(second.out) is None
    assert "already" in second.out
    assert _signs_in(terminal, first.out) == ANN
    assert len(terminal.grants(ANN)) == 2


def test_a_second_grant_prints_a_new_code_where_it_is_asked_for_or_the_old_one_expired(terminal: Terminal) -> None:
    terminal.grant(ANN, ONE, *SCHOOL)
    asked_for = terminal.grant(ANN, ONE, *SCHOOL, "--code")
    terminal.store.issue_code(ANN, MONDAY, "officer", MONDAY)
    expired = terminal.grant(ANN, ONE, *SCHOOL)

    assert find_code(asked_for.out)
    assert _signs_in(terminal, expired.out) == ANN


def test_a_code_is_good_for_half_a_year_or_as_long_as_is_said(terminal: Terminal) -> None:
    terminal.grant(ANN, ONE, *SCHOOL)
    terminal.grant(BOB, ONE, *SCHOOL, "--expires", "7")

    ends = [standing.code_expires_at for standing in terminal.store.standings()]

    now = dt.datetime.now(dt.timezone.utc)
    assert [round((end - now) / dt.timedelta(days=1)) for end in ends if end] == [180, 7]


@pytest.mark.parametrize("days", ["0", "-1", "100000"])
def test_a_code_is_not_good_for_days_that_make_no_sense(terminal: Terminal, days: str) -> None:
    _is_told_plainly(terminal.grant(ANN, ONE, *SCHOOL, "--expires", days), days, "1 to 3650")

    assert terminal.grants(ANN) == []


def test_a_teams_user_needs_no_code_and_gets_one_only_if_it_is_asked_for(terminal: Terminal) -> None:
    by_teams = terminal.grant(ANN, ONE, *SCHOOL, "--teams", TENANT.upper(), OBJECT)
    again = terminal.grant(ANN, ONE, *SCHOOL)
    by_both = terminal.grant(ANN, ONE, *SCHOOL, "--teams", TENANT, OBJECT, "--code")

    assert (by_teams.status, find_code(by_teams.out), find_code(again.out)) == (0, None, None)
    person = terminal.store.person_of_teams(TENANT, OBJECT)
    assert person is not None
    assert person.name == ANN
    assert _signs_in(terminal, by_both.out) == ANN


def test_a_teams_user_who_is_somebody_else_is_refused_and_nothing_is_granted(terminal: Terminal) -> None:
    terminal.grant(ANN, ONE, *SCHOOL, "--teams", TENANT, OBJECT)

    _is_told_plainly(terminal.grant(BOB, ONE, *SCHOOL, "--teams", TENANT, OBJECT), ANN, "revoke")

    assert terminal.grants(BOB) == []


def test_what_is_no_id_of_microsofts_is_refused(terminal: Terminal) -> None:
    _is_told_plainly(terminal.grant(ANN, ONE, *SCHOOL, "--teams", "ann", OBJECT), "look like")

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

    _is_told_plainly(done, "Housing", "Hill School, Police")
    assert terminal.store.standings() == []


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
    _is_told_plainly(terminal.grant(*arguments), *words)

    assert terminal.store.standings() == []


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


# ---- code, revoke, people ----


def test_a_new_code_takes_the_place_of_a_lost_one(terminal: Terminal) -> None:
    lost = find_code(terminal.grant(ANN, ONE, *SCHOOL).out)

    done = terminal.run("register", "code", ANN)

    assert lost is not None
    assert done.status == 0
    assert _signs_in(terminal, done.out) == ANN
    with pytest.raises(WrongCode):
        terminal.store.sign_in("two", lost, "192.0.2.1", dt.datetime.now().timestamp())


def test_whoever_has_no_access_gets_no_code(terminal: Terminal) -> None:
    _is_told_plainly(terminal.run("register", "code", "Nobody Here"), "Nobody Here", "people")
    terminal.grant(ANN, ONE, *SCHOOL)
    terminal.run("register", "revoke", ANN)

    _is_told_plainly(terminal.run("register", "code", ANN), ANN, "grant")


def test_access_to_one_review_is_revoked(terminal: Terminal) -> None:
    code = terminal.grant(ANN, ONE, *SCHOOL).out
    terminal.grant(ANN, OTHER, "--agency", "Police", "--team", "Response", "--role", "manager")

    done = terminal.run("register", "revoke", ANN, "scr 2026 001")

    assert done.status == 0
    assert ONE in done.out
    assert OTHER not in done.out
    assert [held.reference for held in terminal.grants(ANN)] == [OTHER]
    assert _signs_in(terminal, code) == ANN


def test_all_access_of_a_leaver_is_revoked_and_nothing_lets_them_in(terminal: Terminal) -> None:
    code = find_code(terminal.grant(ANN, ONE, *SCHOOL).out)
    assert code is not None
    now = dt.datetime.now().timestamp()
    terminal.store.sign_in("one", code, "192.0.2.1", now)

    done = terminal.run("register", "revoke", ANN)

    assert done.status == 0
    assert "no access to anything" in done.out
    assert terminal.store.signed_in("one", now) is None
    with pytest.raises(WrongCode):
        terminal.store.sign_in("two", code, "192.0.2.1", now)


def test_revoking_what_nobody_has_is_told(terminal: Terminal) -> None:
    terminal.grant(ANN, ONE, *SCHOOL)

    _is_told_plainly(terminal.run("register", "revoke", "Nobody Here"), "Nobody Here")
    _is_told_plainly(terminal.run("register", "revoke", ANN, OTHER), ANN, OTHER)
    assert len(terminal.grants(ANN)) == 1


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
    terminal.store.issue_code(ANN, MONDAY, "officer", MONDAY)

    assert "a code that expired on 2026-03-02" in terminal.run("register", "people").out


# ---- audit ----


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
    _is_told_plainly(terminal.run("audit", "--since", "yesterday"), "yesterday", "2026-01-31")
    _is_told_plainly(terminal.run("audit", "--reference", "that one"), "SCR-2026-001")


# ---- The database away ----


@pytest.mark.parametrize(
    "arguments",
    [
        ("register", "grant", ANN, ONE, *SCHOOL),
        ("register", "code", ANN),
        ("register", "revoke", ANN),
        ("register", "people"),
        ("audit",),
    ],
    ids=lambda arguments: arguments[:2][-1],
)
def test_a_database_that_cannot_be_reached_is_told(
    terminal: Terminal, arguments: List[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "letter").write_text("this is a letter, not a database\n" * 100, encoding="utf-8")
    monkeypatch.setenv("SCR_DATABASE_URL", f"sqlite:///{tmp_path / 'letter'}")
    get_settings.cache_clear()

    _is_told_plainly(terminal.run(*arguments), "letter")
