"""What is wrong with a value or a file, in words for whoever filled it in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Sequence


class CannotRead(Exception):
    """A value or a file cannot be read; the message says why and what to do."""


@dataclass(frozen=True)
class Problem:
    """Something wrong at a line of a file; in a spreadsheet, its row."""

    line: int
    message: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.message}"


class ImportRefused(Exception):
    """A file holds rows that cannot be imported, so that nothing of it was."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda problem: problem.line))
        super().__init__("\n".join(map(str, self.problems)))
