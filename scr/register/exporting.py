"""From the register's records to a file that `scr.register.importing` reads back as they were."""

from __future__ import annotations

import csv
import datetime as dt
import os
import re
from enum import Enum
from pathlib import Path
from typing import Any, Callable, Dict, Iterable, Iterator, List, Mapping

import yaml

from scr.register.errors import CannotRead
from scr.register.fields import COLUMNS, OF_IMR, OF_REVIEW, OF_SUPPORT, Cell
from scr.rules.register import Imr, Review
from scr.storage.register import Record

_LOOKS_LIKE_A_FORMULA = re.compile(r"'*[=+\-@]")
_WIDTH = 18

Row = Dict[str, Cell]


def export_file(path: Path, records: Iterable[Record]) -> int:
    """Write the records in the form of the file's suffix; how many there were. The file appears once it is whole.

    Raises:
        CannotRead: the suffix is none of ours.
        OSError, DatabaseUnavailable
    """
    writers: Mapping[str, Callable[[Path, Iterable[Record]], None]] = {
        ".csv": _write_csv,
        ".xlsx": _write_xlsx,
        ".yml": _write_yaml,
        ".yaml": _write_yaml,
    }
    write = writers.get(path.suffix.lower())
    if write is None:
        raise CannotRead(f"{path.name} is none of the kinds that are written: .csv, .xlsx, .yml")
    count = 0

    def counted() -> Iterator[Record]:
        nonlocal count
        for record in records:
            count += 1
            yield record

    unfinished = path.with_name(f".{path.name}.part")
    try:
        write(unfinished, counted())
        os.replace(unfinished, path)
    finally:
        unfinished.unlink(missing_ok=True)
    return count


def rows_of(record: Record) -> Iterator[Row]:
    """A row for each team, and for each agency that owes a review and has none; the first has the review itself."""
    review = record.review
    owed = {imr.agency: imr for imr in review.imrs}
    rows: List[Row] = []
    for agency in review.agencies:
        teams = [support for support in record.support if support.agency == agency]
        first: Row = _imr_cells(owed[agency]) if agency in owed else {}
        if first and not teams:
            rows.append({"agency": agency, **first})
        for support in teams:
            arranged = {column: getattr(support, column) for column in OF_SUPPORT}
            rows.append({"agency": agency, **first, "team": support.team, **arranged})
            first = {}
    first_row, *others = rows or [{}]
    yield {"reference": review.reference, **_review_cells(review), **first_row}
    for row in others:
        yield {"reference": review.reference, **row}


def _review_cells(review: Review) -> Row:
    cells: Row = {column: getattr(review, column) for column in OF_REVIEW if column != "agencies"}
    return {**cells, "agencies": "; ".join(review.agencies)}


def _imr_cells(imr: Imr) -> Row:
    return {"imr": "yes", **{column: getattr(imr, name) for column, name in OF_IMR.items()}}


def _write_csv(path: Path, records: Iterable[Record]) -> None:
    # With a byte order mark, without which Excel takes the file for one of its own old code.
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for record in records:
            for row in rows_of(record):
                writer.writerow([guarded(_in_words(row.get(column))) for column in COLUMNS])


def guarded(text: str) -> str:
    """With an apostrophe before what a spreadsheet would take for a formula and run."""
    return f"'{text}" if _LOOKS_LIKE_A_FORMULA.match(text) else text


def _write_xlsx(path: Path, records: Iterable[Record]) -> None:
    import openpyxl  # half a second, which no other command should pay
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("register")
    sheet.freeze_panes = "B2"
    for number in range(1, len(COLUMNS) + 1):
        sheet.column_dimensions[get_column_letter(number)].width = _WIDTH

    def cell(value: Any) -> Any:
        made = WriteOnlyCell(sheet, value=value)
        if isinstance(value, str):
            made.data_type = "s"  # text that begins with an = too
            made.number_format = "@"
        return made

    header = [cell(column) for column in COLUMNS]
    for made in header:
        made.font = Font(bold=True)
    sheet.append(header)
    try:
        for record in records:
            for row in rows_of(record):
                sheet.append([cell(_plain(row.get(column))) for column in COLUMNS])
    except BaseException:
        sheet.close()  # or its unfinished file is complained of later
        raise
    book.save(path)


def _write_yaml(path: Path, records: Iterable[Record]) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write("reviews:\n")
        for record in records:
            yaml.dump([_as_yaml(record)], file, yaml.CSafeDumper, allow_unicode=True, sort_keys=False, width=10_000)


def _as_yaml(record: Record) -> Dict[str, Any]:
    """The record, less what is not known, so that a person finds what is."""
    review = record.review
    page: Dict[str, Any] = {"reference": review.reference}
    page.update(_known({column: getattr(review, column) for column in OF_REVIEW if column != "agencies"}))
    page["agencies"] = list(review.agencies)
    if review.imrs:
        page["imrs"] = [_known(vars(imr)) for imr in review.imrs]
    if record.support:
        page["support"] = [_known(vars(support)) for support in record.support]
    return page


def _known(values: Mapping[str, Any]) -> Dict[str, str]:
    return {name: _in_words(value) for name, value in values.items() if value is not None}


def _plain(value: Any) -> Any:
    return value.value if isinstance(value, Enum) else value


def _in_words(value: Any) -> str:
    if isinstance(value, dt.time):
        return value.isoformat("seconds" if value.second else "minutes")
    return "" if value is None else str(_plain(value))
