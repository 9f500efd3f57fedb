"""`scr register list`, `history` and `verify`: what the register says, and who changed what."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from scr.settings import ROOT, get_settings
from scr.storage.history import HistoryStore
from scr.storage.tables import history
from tests.register.known import ONE, SAMPLE
from tests.terminal import Terminal


def test_reviews_are_listed_by_area_and_stage(terminal: Terminal) -> None:
    terminal.does("import", str(SAMPLE))

    def listed(*options: str) -> "list[str]":
        return [line.split()[0] for line in terminal.does("list", *options).splitlines()]

    assert listed() == ["SCR-2024-901", "SCR-2024-902", "SCR-2024-903", "SCR-2024-904"]
    assert listed("--area", "Rotherham") == ["SCR-2024-902", "SCR-2024-904"]
    assert listed("--stage", "considered") == ["SCR-2024-901"]
    assert terminal.does("list", "--stage", "closed") == "There is no such review.\n"
    assert "north_yorkshire, rotherham" in terminal.refuses("list", "--area", "leeds")
    assert "(criminal_proceedings, overdue)" in terminal.does("list", "--stage", "overview report")


def test_who_changed_what_is_told(with_one: Terminal) -> None:
    with_one.does("hold", ONE, "inquest", "--by", "Pat Example")
    with_one.does("add", "SCR-2025-002", "--area", "rotherham", "--by", "Sam Example")

    told = with_one.does("history", ONE)

    assert "Pat Example  hold" in told
    assert "    hold: nothing → inquest" in told
    assert "SCR-2025-002" not in told
    assert with_one.does("history", "--last", "1").count("added") == 1
    assert HistoryStore(with_one.engine).latest(1)[0].by == "Sam Example"


def test_the_history_is_found_sound_and_found_out(with_one: Terminal) -> None:
    with_one.does("hold", ONE, "inquest")
    said = with_one.does("verify")
    assert said.startswith("All is as it was written, 2 changes. ")
    noted = said.split()[-1]
    with_one.does("verify", "--noted", noted)

    with with_one.engine.begin() as connection:
        connection.execute(history.delete().where(history.c.number == 2))
    assert "Number 2 is gone" in with_one.refuses("verify", "--noted", noted)

    with with_one.engine.begin() as connection:
        connection.execute(history.update().values(by="Somebody Else"))
    assert "Number 1: what it says was changed" in with_one.refuses("verify")
    assert "--noted should be" in with_one.refuses("verify", "--noted", "two")


def test_an_empty_history_is_said_to_be_empty(terminal: Terminal) -> None:
    assert terminal.does("verify") == "The history is empty.\n"


def test_a_database_that_is_not_there_is_told(terminal: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCR_DATABASE_URL", f"sqlite:///{tmp_path / 'nowhere' / 'scr.db'}")
    get_settings.cache_clear()
    (tmp_path / "nowhere").write_text("a file in the folder's place", encoding="utf-8")

    assert "Find out whether the database is up" in terminal.refuses("list")


def test_whoever_reads_only_the_beginning_of_a_list_gets_no_error(terminal: Terminal) -> None:
    terminal.does("import", str(SAMPLE))
    listing = f"{sys.executable} -u -m scr.cli register list"
    # The list is begun when the pipe has been closed, so that it is certain to break.
    command = f"(sleep 1; exec {listing}) | true"

    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command], cwd=ROOT, env=os.environ, capture_output=True, text=True
    )

    assert (done.stdout, done.stderr, done.returncode) == ("", "", 0)
