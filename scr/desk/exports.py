"""Call notes as a CSV file."""

from __future__ import annotations

import csv
import io
from typing import Iterator, Mapping, Sequence

from scr.desk.say import Say
from scr.rules.kept_note import KeptNote

_COLUMNS = (
    "number",
    "at",
    "caller",
    "area",
    "what",
    "reference",
    "urgency",
    "route",
    "call_back",
    "owner",
    "state",
    "outcome",
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_csv(notes: Sequence[KeptNote], words: Mapping[str, str], say: Say) -> bytes:
    """A header, and a line for each note; UTF-8 with the mark by which spreadsheets know it."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow([words[f"column_{column}"] for column in _COLUMNS])
    writer.writerows([[_safe(cell) for cell in _cells(note, say)] for note in notes])
    return file.getvalue().encode("utf-8-sig")


def _cells(note: KeptNote, say: Say) -> Iterator[str]:
    yield str(note.number)
    yield say.at(note.at)
    yield say.caller(note.note)
    yield say.area(note.note.area)
    yield say.needs(note)
    yield note.note.reference or ""
    yield say.urgency(note.urgency)
    yield say.route_alone(note.route)
    yield say.call_back(note)
    yield note.owner.name if note.owner else ""
    yield say.state(note)
    yield say.outcome(note.outcome)


def _safe(cell: str) -> str:
    """A spreadsheet takes what begins like a formula for one."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
