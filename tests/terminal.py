"""The officer's commands run as they are typed, in this process, on a database of the test's own."""

from __future__ import annotations

import argparse
import contextlib
from pathlib import Path
from typing import Iterator, List, NamedTuple

import pytest

from scr.access_cli import add_audit_command, add_register_commands
from scr.register.cli import add_commands
from scr.rules.access import Grant
from scr.settings import get_settings
from scr.storage.access import AccessStore
from scr.storage.database import connect
from scr.storage.register import RegisterStore


class Done(NamedTuple):
    status: int
    out: str
    err: str


class Terminal:
    """Runs `scr register …` and `scr audit`, and shows what they left in the database."""

    def __init__(self, url: str, capsys: pytest.CaptureFixture[str]) -> None:
        self.engine = connect(url, timeout=5)
        self.reviews = RegisterStore(self.engine)
        self.access = AccessStore(self.engine)
        self._capsys = capsys
        self._parser = argparse.ArgumentParser(prog="scr")
        commands = self._parser.add_subparsers(required=True)
        register = commands.add_parser("register").add_subparsers(required=True)
        add_commands(register)
        add_register_commands(register)
        add_audit_command(commands)

    def run(self, *arguments: str) -> Done:
        options = self._parser.parse_args(arguments)
        status = int(options.run(options))
        return Done(status, *self._capsys.readouterr())

    def does(self, *arguments: str) -> str:
        """What a command of `scr register` says that does what it was told."""
        done = self.run("register", *arguments)
        assert (done.status, done.err) == (0, "")
        return done.out

    def refuses(self, *arguments: str) -> str:
        """What a command of `scr register` says that does not; that it says it in plain words is part of the test."""
        done = self.run("register", *arguments)
        assert (done.status, done.out) == (1, "")
        assert "Traceback" not in done.err
        assert done.err.strip().endswith(".")
        return done.err

    def grant(self, *arguments: str) -> Done:
        return self.run("register", "grant", *arguments, "--by", "Pat Officer")

    def grants(self, name: str) -> List[Grant]:
        standing = self.access.standing(name)
        return list(standing.grants) if standing else []


@contextlib.contextmanager
def terminal_in(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Terminal]:
    """A terminal whose settings name an empty database in the folder."""
    url = f"sqlite:///{folder / 'scr.db'}"
    monkeypatch.setenv("SCR_DATABASE_URL", url)
    get_settings.cache_clear()
    terminal = Terminal(url, capsys)
    yield terminal
    terminal.engine.dispose()
    get_settings.cache_clear()
