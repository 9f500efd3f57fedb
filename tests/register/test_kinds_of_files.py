"""Files as a board's officer fills them in: whatever their form and however untidy, they come to the same reviews."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any, Callable, Dict, List

import openpyxl
import pytest

from scr.rules.register import Support
from scr.storage.register import RegisterStore, Written
from tests.register.whole import WHOLE, Write, holds_the_whole, take


def test_a_sheet_is_taken_in_whole(any_store: RegisterStore, write: Write) -> None:
    assert take(write(WHOLE), any_store) == Written(added=2)

    holds_the_whole(any_store)


def _with_semicolons(text: str) -> str:
    return (
        text.replace("Health; Police", '"Health; Police"')
        .replace('"room 2, Sample Clinic"', "room 2\x00 Sample Clinic")
        .replace(",", ";")
        .replace("\x00", ",")
    )


UNTIDY: Dict[str, Callable[[str], str]] = {
    "byte order mark": lambda text: "\ufeff" + text,
    "semicolons, as Excel writes them in Europe": _with_semicolons,
    "tabs": lambda text: (
        _with_semicolons(text).replace('"Health; Police"', "Health\x00 Police").replace(";", "\t").replace("\x00", ";")
    ),
    "lines that end as on Windows": lambda text: text.replace("\n", "\r\n"),
    "lines that end as on an old Macintosh": lambda text: text.replace("\n", "\r"),
    "empty lines": lambda text: text.replace("\n", "\n\n,,,,\n   \n"),
    "trailing spaces": lambda text: text.replace(",", "  , ").replace("room 2  ,  ", "room 2, "),
    "no last line end": lambda text: text.rstrip("\n"),
    "names of columns as people write them": lambda text: text.replace("stage_since", "Stage since").replace(
        "reference", "REFERENCE", 1
    ),
    "words as people write them": lambda text: text.replace("imrs_in_progress", "IMRs in progress").replace(
        "one to one", "One-to-One"
    ),
    "references as people write them": lambda text: text.replace("SCR-2026-001", "scr 2026/1"),
    "a reference once for several lines": lambda text: text.replace("SCR-2026-001,,,", ",,,"),
    "times with a dot": lambda text: text.replace("14:30", "14.30"),
}


@pytest.mark.parametrize("how", UNTIDY)
def test_a_sheet_may_be_untidy(store: RegisterStore, write: Write, how: str) -> None:
    take(write(UNTIDY[how](WHOLE)), store)

    holds_the_whole(store)


def test_a_sheet_in_excel_s_own_code_is_read(store: RegisterStore, write: Write) -> None:
    take(
        write(
            "reference,area,stage,agency,team,contact_name\nSCR-2026-001,rotherham,considered,Health,café,Zoë Ünreal",
            encoding="cp1252",
        ),
        store,
    )

    assert store.support("SCR-2026-001") == (Support("Health", "café", contact_name="Zoë Ünreal"),)


def test_the_lines_of_a_sheet_may_stand_in_any_order(store: RegisterStore, write: Write) -> None:
    header, *lines = WHOLE.splitlines()

    take(write("\n".join([header, *reversed(lines)])), store)

    holds_the_whole(store)


def test_a_workbook_is_taken_in_with_dates_as_dates_and_as_text(store: RegisterStore, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    rows: List[List[Any]] = [line.split(",") for line in WHOLE.replace('"room 2, Sample Clinic"', "room 2\x00").splitlines()]
    rows = [[str(cell).replace("\x00", ", Sample Clinic") or None for cell in row] for row in rows]
    rows[1][3] = dt.datetime(2026, 2, 20)
    rows[1][8] = dt.date(2026, 4, 1)
    rows[1][17] = dt.time(14, 30)
    for row in [*rows[:2], [], *rows[2:]]:
        sheet.append(row)
    book.create_sheet("notes").append(["not read"])
    book.save(tmp_path / "register.xlsx")

    take(tmp_path / "register.xlsx", store)

    holds_the_whole(store)


YAML = """\
- reference: SCR-2026-001
  area: rotherham
  stage: imrs_in_progress
  stage_since: 2026-02-20
  decided_on: "2026-01-05"
  hold: inquest
  agencies: [Health, Police]
  imrs:
  - {agency: Health, due: 2026-04-01, signed_off: 2026-03-01}
  - {agency: Police, due: 2026-04-02, signed_off: null}
  support:
  - agency: Health
    team: midwifery
    contact: Sample Contact, named nurse
    phone: "01632 960101"
    email: contact@board.example
    debrief_kind: one to one
    debrief_date: 2026-04-14
    debrief_time: 14:30
    debrief_place: room 2, Sample Clinic
  - {agency: Police, team: patrol, contact: null, phone: null, debrief_date: null, debrief_kind: null}
- {reference: SCR-2026-002, area: north_yorkshire, stage: considered, agencies: [Health], support: null}
"""


@pytest.mark.parametrize("wrapped", [False, True], ids=["a list", "under reviews"])
def test_yaml_is_taken_in_as_a_list_and_under_reviews(store: RegisterStore, write: Write, wrapped: bool) -> None:
    take(write(f"reviews:\n{YAML}" if wrapped else YAML, "register.yml"), store)

    holds_the_whole(store)


def test_the_evaluation_s_register_is_taken_in(store: RegisterStore) -> None:
    path = Path(__file__).parents[1] / "evaluation" / "register.yml"

    assert take(path, store) == Written(added=3)

    assert [(record.review.reference, len(record.support)) for record in store.records()] == [
        ("SCR-2026-001", 3),
        ("SCR-2026-002", 3),
        ("SCR-2026-003", 3),
    ]


def test_an_apostrophe_before_what_looks_like_a_formula_is_a_guard_and_no_part_of_it(
    store: RegisterStore, write: Write
) -> None:
    take(
        write(
            "reference,area,stage,agency,team,contact_name,phone\n"
            "SCR-2026-001,rotherham,considered,Health,'@home,'Abd Example,'+44 1632 960101\n"
        ),
        store,
    )

    (support,) = store.support("SCR-2026-001")
    assert (support.team, support.contact_name, support.phone) == ("@home", "'Abd Example", "+44 1632 960101")
