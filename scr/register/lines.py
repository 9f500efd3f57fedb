"""A file's lines, whatever its kind: of CSV and XLSX its rows, of YAML what would be rows there."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Callable, Dict, Iterator, List, Mapping, Sequence, cast
from zipfile import BadZipFile

from scr.register.errors import CannotRead, ImportRefused, Problem
from scr.register.fields import COLUMNS, Cell
from scr.register.yaml_files import read_yaml

_TAKEN_TOO = ("contact",)
"""``Name, role`` in one, as some lists have it."""

_NOT_XLSX = (BadZipFile, KeyError, ValueError, IndexError, SyntaxError, TypeError, AttributeError, EOFError, zlib.error)
"""What openpyxl raises of a file that is something else, or broken."""

_GUARDED = re.compile(r"'+[=+\-@]")


@dataclass(frozen=True)
class Line:
    """What stands at a line, by column; a column that a file lacks is not there. Numbers count from 1."""

    number: int
    cells: Mapping[str, Cell]


def read_lines(path: Path) -> Iterator[Line]:
    """The lines of a file, by its suffix; empty ones are left out.

    Raises:
        CannotRead: the file is not what its suffix says.
        ImportRefused: naming the lines that are not.
        OSError
    """
    readers: Dict[str, Callable[[Path], Iterator[Line]]] = {
        ".csv": _read_csv,
        ".xlsx": _read_xlsx,
        ".yml": _read_yaml,
        ".yaml": _read_yaml,
    }
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise CannotRead(f"{path.name} is none of the kinds that are read: .csv, .xlsx, .yml")
    return reader(path)


def _read_csv(path: Path) -> Iterator[Line]:
    text = _decoded(path)
    first = next((line for line in text.splitlines() if line.strip()), "")
    # Excel writes semicolons where the comma is a decimal sign, and tabs into what it calls text.
    delimiter = max(",;\t", key=first.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True, strict=True)

    def numbered() -> Iterator[tuple[int, Sequence[Cell]]]:
        while True:
            number = rows.line_num + 1
            try:
                row = next(rows, None)
            except csv.Error as error:
                raise ImportRefused([Problem(number, f"this is no CSV ({error}); save the sheet anew as CSV")]) from error
            if row is None:
                return
            yield number, [_unguarded(cell) for cell in row]

    return _lines(numbered())


def _decoded(path: Path) -> str:
    raw = path.read_bytes()
    for encoding in ("utf-8-sig", "cp1252"):  # the second is what Excel calls CSV without further ado
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise CannotRead(f"{path.name} is no text; save the sheet anew as CSV UTF-8")


def _unguarded(cell: str) -> str:
    """Without the apostrophe that keeps a spreadsheet from taking a text for a formula (`scr.register.exporting`)."""
    return cell[1:] if _GUARDED.match(cell) else cell


def _read_xlsx(path: Path) -> Iterator[Line]:
    return _lines(_rows_of_xlsx(path))


def _rows_of_xlsx(path: Path) -> Iterator[tuple[int, Sequence[Cell]]]:
    import openpyxl  # half a second, which no other command should pay

    formulas = []
    try:
        # Not the values that formulas had when it was last saved: where a program wrote the file there are none.
        book = openpyxl.load_workbook(path, read_only=True, data_only=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        for number, row in enumerate(sheet.iter_rows(), 1):
            formulas += [cell.coordinate for cell in row if cell.data_type == "f"]
            yield number, [_cell(cell.value) for cell in row]
        book.close()
    except _NOT_XLSX as error:
        raise CannotRead(f"{path.name} is no Excel workbook; open it and save it anew as .xlsx") from error
    if formulas:
        places = ", ".join(formulas)
        raise CannotRead(f"{path.name} has formulas in {places}; paste the values in their place")


def _cell(value: object) -> Cell:
    known = isinstance(value, (str, int, float, dt.date, dt.time, type(None)))
    return cast(Cell, value) if known else str(value)


def _read_yaml(path: Path) -> Iterator[Line]:
    return (Line(number, cells) for number, cells in read_yaml(path))


def _lines(rows: Iterator[tuple[int, Sequence[Cell]]]) -> Iterator[Line]:
    header: List[str] = []
    for number, row in rows:
        if not any(_is_filled(cell) for cell in row):
            continue
        if not header:
            header = _columns(number, row)
            continue
        if any(_is_filled(cell) for cell in row[len(header) :]):
            raise ImportRefused([Problem(number, f"it has more cells than the {len(header)} columns; empty them")])
        yield Line(number, dict(zip(header, [*row, *[None] * (len(header) - len(row))], strict=False)))


def _is_filled(cell: Cell) -> bool:
    return cell is not None and str(cell).strip() != ""


def _columns(number: int, row: Sequence[Cell]) -> List[str]:
    names = [re.sub(r"[\s_-]+", "_", str(cell or "").strip().lower()) for cell in row]
    while names and not names[-1]:
        names.pop()
    unknown = [name or "(empty)" for name in names if name not in COLUMNS and name not in _TAKEN_TOO]
    twice = sorted({name for name in names if names.count(name) > 1 and name})
    problems = [Problem(number, f"there is no column {name!r}; the columns are {', '.join(COLUMNS)}") for name in unknown]
    problems += [Problem(number, f"the column {name!r} is there twice; take one away") for name in twice]
    if "reference" not in names:
        problems.append(Problem(number, "the column 'reference' is missing; the first line names the columns"))
    if problems:
        raise ImportRefused(problems)
    return names
