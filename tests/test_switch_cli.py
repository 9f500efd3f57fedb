"""`scr off` and `scr on`: what they say, and that the history has it."""

from __future__ import annotations

import pytest

from scr.settings import get_settings
from tests.terminal import Said, run

pytestmark = pytest.mark.usefixtures("own_database")


def test_off_and_on_again_stand_in_the_history_with_who_and_why(capsys: Said) -> None:
    assert "The assistant is switched off." in run(capsys, "off", "--reason", "wrong  numbers", "--by", "Pat")[1]
    assert run(capsys, "on", "--by", "Jo") == (0, "The assistant is switched on.\n", "")

    _, told, _ = run(capsys, "register", "history")
    assert "Pat  switched_off" in told
    assert "reason: nothing → wrong numbers" in told
    assert "Jo  switched_on" in told
    assert run(capsys, "register", "verify")[0] == 0


def test_what_is_so_already_is_said_and_changes_nothing(capsys: Said) -> None:
    assert "switched on already" in run(capsys, "on")[1]
    run(capsys, "off", "--reason", "wrong numbers")

    status, out, _ = run(capsys, "off", "--reason", "again")

    assert (status, "switched off already, since 20" in out) == (0, True)
    assert "again" not in run(capsys, "register", "history")[1]


@pytest.mark.parametrize("reason", ["", "  ", "x" * 201, "a\x07bell"])
def test_a_reason_that_cannot_be_kept_switches_nothing_off(capsys: Said, reason: str) -> None:
    status, out, err = run(capsys, "off", "--reason", reason)

    assert (status, out) == (1, "")
    assert "--reason should be a sentence" in err
    assert "already" in run(capsys, "on")[1]


def test_nobody_switches_it_off_without_a_reason(capsys: Said) -> None:
    with pytest.raises(SystemExit):
        run(capsys, "off")
    assert "--reason" in capsys.readouterr().err


def test_where_the_database_is_down_it_is_said(capsys: Said, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCR_DATABASE_URL", "postgresql://scr:hunter2@127.0.0.1:1/scr")
    get_settings.cache_clear()

    status, _, err = run(capsys, "off", "--reason", "wrong numbers")

    assert (status, "hunter2" in err) == (1, False)
    assert "Find out whether the database is up" in err
