"""`scr register code` and `revoke`: a new way in, or none any more."""

from __future__ import annotations

import datetime as dt

import pytest

from scr.rules.codes import find_code
from scr.storage.access import WrongCode
from tests.access.officer import ANN, ONE, OTHER, SCHOOL, is_told_plainly, signs_in
from tests.terminal import Terminal


def test_a_new_code_takes_the_place_of_a_lost_one(terminal: Terminal) -> None:
    lost = find_code(terminal.grant(ANN, ONE, *SCHOOL).out)

    done = terminal.run("register", "code", ANN)

    assert lost is not None
    assert done.status == 0
    assert signs_in(terminal, done.out) == ANN
    with pytest.raises(WrongCode):
        terminal.access.sign_in("two", lost, "192.0.2.1", dt.datetime.now().timestamp())


def test_whoever_has_no_access_gets_no_code(terminal: Terminal) -> None:
    is_told_plainly(terminal.run("register", "code", "Nobody Here"), "Nobody Here", "people")
    terminal.grant(ANN, ONE, *SCHOOL)
    terminal.run("register", "revoke", ANN)

    is_told_plainly(terminal.run("register", "code", ANN), ANN, "grant")


def test_access_to_one_review_is_revoked(terminal: Terminal) -> None:
    code = terminal.grant(ANN, ONE, *SCHOOL).out
    terminal.grant(ANN, OTHER, "--agency", "Police", "--team", "Response", "--role", "manager")

    done = terminal.run("register", "revoke", ANN, "scr 2026 001")

    assert done.status == 0
    assert ONE in done.out
    assert OTHER not in done.out
    assert [held.reference for held in terminal.grants(ANN)] == [OTHER]
    assert signs_in(terminal, code) == ANN


def test_all_access_of_a_leaver_is_revoked_and_nothing_lets_them_in(terminal: Terminal) -> None:
    code = find_code(terminal.grant(ANN, ONE, *SCHOOL).out)
    assert code is not None
    now = dt.datetime.now().timestamp()
    terminal.access.sign_in("one", code, "192.0.2.1", now)

    done = terminal.run("register", "revoke", ANN)

    assert done.status == 0
    assert "no access to anything" in done.out
    assert terminal.access.signed_in("one", now) is None
    with pytest.raises(WrongCode):
        terminal.access.sign_in("two", code, "192.0.2.1", now)


def test_revoking_what_nobody_has_is_told(terminal: Terminal) -> None:
    terminal.grant(ANN, ONE, *SCHOOL)

    is_told_plainly(terminal.run("register", "revoke", "Nobody Here"), "Nobody Here")
    is_told_plainly(terminal.run("register", "revoke", ANN, OTHER), ANN, OTHER)
    assert len(terminal.grants(ANN)) == 1
