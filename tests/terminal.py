"""Commands run as they are typed, in this process; of the officer's, what they left in the database."""

from __future__ import annotations

from typing import List, NamedTuple

import pytest

from scr.cli import main
from scr.rules.access import Grant
from scr.storage.access import AccessStore
from scr.storage.database import connect
from scr.storage.register import RegisterStore


class Done(NamedTuple):
    status: int
    out: str
    err: str


Said = pytest.CaptureFixture[str]


def run(capsys: Said, *arguments: str) -> Done:
    """A command of `scr`."""
    status = main(list(arguments))
    return Done(status, *capsys.readouterr())


def does(capsys: Said, *arguments: str) -> str:
    """What a command says that does what it was told."""
    done = run(capsys, *arguments)
    assert (done.status, done.err) == (0, "")
    return done.out


def refuses(capsys: Said, *arguments: str) -> str:
    """What a command says that does not; that it says it in plain words is part of the test."""
    done = run(capsys, *arguments)
    assert (done.status, done.out) == (1, "")
    assert "Traceback" not in done.err
    assert done.err.strip().endswith(".")
    return done.err


class Terminal:
    """Runs `scr register …` and `scr audit`, and shows what they left in the database."""

    def __init__(self, url: str, capsys: Said) -> None:
        self.engine = connect(url, timeout=5)
        self.reviews = RegisterStore(self.engine)
        self.access = AccessStore(self.engine)
        self._capsys = capsys

    def run(self, *arguments: str) -> Done:
        return run(self._capsys, *arguments)

    def does(self, *arguments: str) -> str:
        return does(self._capsys, "register", *arguments)

    def refuses(self, *arguments: str) -> str:
        return refuses(self._capsys, "register", *arguments)

    def grant(self, *arguments: str) -> Done:
        return self.run("register", "grant", *arguments, "--by", "Pat Officer")

    def grants(self, name: str) -> List[Grant]:
        standing = self.access.standing(name)
        return list(standing.grants) if standing else []

    def close(self) -> None:
        self.engine.dispose()
