"""Files as a board's officer fills them in, taken into the register.

Long, because every kind of file is to come to the same two reviews.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any, Callable, Dict, List

import openpyxl
import pytest

from scr.register.importing import import_file
from scr.rules.register import DebriefKind, Hold, Imr, Review, Stage, Support
from scr.storage.register import RegisterStore, Written

AT = dt.datetime(2026, 3, 2, 9, 30, tzinfo=dt.timezone.utc)
LATER = AT + dt.timedelta(days=1)
AREAS = ("north_yorkshire", "rotherham")
Write = Callable[..., Path]

WHOLE = (Path(__file__).parent / "whole.csv").read_text(encoding="utf-8")
FIRST = Review(
    "SCR-2026-001",
    "rotherham",
    Stage.IMRS_IN_PROGRESS,
    stage_since=dt.date(2026, 2, 20),
    decided_on=dt.date(2026, 1, 5),
    hold=Hold.INQUEST,
    agencies=("Health", "Police"),
    imrs=(Imr("Health", dt.date(2026, 4, 1), dt.date(2026, 3, 1)), Imr("Police", dt.date(2026, 4, 2))),
    as_of=AT,
    version=1,
)
SECOND = Review("SCR-2026-002", "north_yorkshire", Stage.CONSIDERED, agencies=("Health",), as_of=AT, version=1)
MIDWIFERY = Support(
    "Health",
    "midwifery",
    contact_name="Sample Contact",
    contact_role="named nurse",
    phone="01632 960101",
    email="contact@board.example",
    debrief_kind=DebriefKind.ONE_TO_ONE,
    debrief_date=dt.date(2026, 4, 14),
    debrief_time=dt.time(14, 30),
    debrief_place="room 2, Sample Clinic",
)


def _take(path: Path, store: RegisterStore, at: dt.datetime = AT, dry_run: bool = False) -> Written:
    return import_file(path, store, "Pat Example", at, AREAS, dry_run)


def _holds_the_whole(store: RegisterStore) -> None:
    assert store.review("SCR-2026-001") == FIRST
    assert store.support("SCR-2026-001") == (MIDWIFERY, Support("Police", "patrol"))
    assert store.review("SCR-2026-002") == SECOND


def test_a_sheet_is_taken_in_whole(any_store: RegisterStore, write: Write) -> None:
    assert _take(write(WHOLE), any_store) == Written(added=2)

    _holds_the_whole(any_store)


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
    _take(write(UNTIDY[how](WHOLE)), store)

    _holds_the_whole(store)


def test_a_sheet_in_excel_s_own_code_is_read(store: RegisterStore, write: Write) -> None:
    _take(
        write(
            "reference,area,stage,agency,team,contact_name\nSCR-2026-001,rotherham,considered,Health,café,Zoë Ünreal",
            encoding="cp1252",
        ),
        store,
    )

    assert store.support("SCR-2026-001") == (Support("Health", "café", contact_name="Zoë Ünreal"),)


def test_the_lines_of_a_sheet_may_stand_in_any_order(store: RegisterStore, write: Write) -> None:
    header, *lines = WHOLE.splitlines()

    _take(write("\n".join([header, *reversed(lines)])), store)

    _holds_the_whole(store)


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

    _take(tmp_path / "register.xlsx", store)

    _holds_the_whole(store)


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
    _take(write(f"reviews:\n{YAML}" if wrapped else YAML, "register.yml"), store)

    _holds_the_whole(store)


def test_the_evaluation_s_register_is_taken_in(store: RegisterStore) -> None:
    path = Path(__file__).parents[1] / "evaluation" / "register.yml"

    assert _take(path, store) == Written(added=3)

    assert [(record.review.reference, len(record.support)) for record in store.records()] == [
        ("SCR-2026-001", 3),
        ("SCR-2026-002", 3),
        ("SCR-2026-003", 3),
    ]


def test_the_same_file_again_changes_nothing(store: RegisterStore, write: Write) -> None:
    path = write(WHOLE)
    _take(path, store)

    assert _take(path, store, LATER) == Written(unchanged=2)

    _holds_the_whole(store)


def test_a_dry_run_says_what_would_happen_and_changes_nothing(store: RegisterStore, write: Write) -> None:
    assert _take(write(WHOLE), store, dry_run=True) == Written(added=2)

    assert store.is_empty()


def test_a_later_file_changes_what_it_speaks_of_and_nothing_else(store: RegisterStore, write: Write) -> None:
    _take(write(WHOLE), store)

    written = _take(write("reference,stage,stage_since\nSCR-2026-002,decided,2026-03-01\n"), store, LATER)

    assert written == Written(changed=1)
    assert store.review("SCR-2026-001") == FIRST
    assert store.review("SCR-2026-002") == replace(
        SECOND, stage=Stage.DECIDED, stage_since=dt.date(2026, 3, 1), as_of=LATER, version=2
    )


def test_an_empty_cell_of_what_a_line_speaks_of_takes_away(store: RegisterStore, write: Write) -> None:
    _take(write(WHOLE), store)

    _take(
        write(
            "reference,stage,hold,agency,imr,imr_due,team,phone,debrief_date\n"
            "SCR-2026-001,imrs_in_progress,,Health,yes,,midwifery,01632 960109,\n"
        ),
        store,
        LATER,
    )

    review = store.review("SCR-2026-001")
    assert review is not None
    assert (review.hold, review.decided_on) == (None, FIRST.decided_on)
    assert review.imrs == (Imr("Health", None, dt.date(2026, 3, 1)), FIRST.imrs[1])
    assert store.support("SCR-2026-001")[0] == replace(MIDWIFERY, phone="01632 960109", debrief_date=None)


def test_an_empty_cell_of_what_a_line_does_not_speak_of_changes_nothing(store: RegisterStore, write: Write) -> None:
    _take(write(WHOLE), store)
    header = WHOLE.splitlines()[0]

    _take(write(f"{header}\nSCR-2026-001,,,,,,,Health,,,health visiting,,,,,,,,\n"), store, LATER)

    assert store.review("SCR-2026-001") == FIRST
    assert [support.team for support in store.support("SCR-2026-001")] == ["health visiting", "midwifery", "patrol"]


def test_an_individual_management_review_that_is_not_owed_is_taken_away(store: RegisterStore, write: Write) -> None:
    _take(write(WHOLE), store)

    _take(write("reference,agency,imr\nSCR-2026-001,police,no\n"), store, LATER)

    review = store.review("SCR-2026-001")
    assert review is not None
    assert review.imrs == FIRST.imrs[:1]


def test_agencies_and_teams_are_spelt_as_they_were_first(store: RegisterStore, write: Write) -> None:
    _take(write(WHOLE), store)

    _take(
        write(
            "reference,area,stage,agencies,agency,team,phone\n"
            "SCR-2026-001,,,,HEALTH,Midwifery,01632 960109\n"
            "SCR-2026-003,rotherham,considered,health; Housing; HOUSING,housing,Lettings,\n"
        ),
        store,
        LATER,
    )

    assert [support.team for support in store.support("SCR-2026-001")] == ["midwifery", "patrol"]
    third = store.review("SCR-2026-003")
    assert third is not None
    assert third.agencies == ("Health", "Housing")


def test_the_agencies_of_a_new_review_may_be_left_to_its_lines(store: RegisterStore, write: Write) -> None:
    _take(
        write("reference,area,stage,agency,team\nSCR-2026-001,rotherham,considered,Police,patrol\n,,,Health,midwifery\n"),
        store,
    )

    review = store.review("SCR-2026-001")
    assert review is not None
    assert review.agencies == ("Police", "Health")


def test_an_apostrophe_before_what_looks_like_a_formula_is_a_guard_and_no_part_of_it(
    store: RegisterStore, write: Write
) -> None:
    _take(
        write(
            "reference,area,stage,agency,team,contact_name,phone\n"
            "SCR-2026-001,rotherham,considered,Health,'@home,'Abd Example,'+44 1632 960101\n"
        ),
        store,
    )

    (support,) = store.support("SCR-2026-001")
    assert (support.team, support.contact_name, support.phone) == ("@home", "'Abd Example", "+44 1632 960101")


def test_how_far_it_has_got_is_told(store: RegisterStore, write: Write) -> None:
    told: List[Any] = []

    import_file(write(WHOLE), store, "Pat Example", AT, AREAS, report=lambda *step: told.append(step))

    assert told[0] == ("reading", 2, None)
    assert told[-1] == ("writing", 2, 2)
