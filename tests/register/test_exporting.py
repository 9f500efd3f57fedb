"""What is exported and imported again is the same register, in every kind of file."""

from __future__ import annotations

import csv
import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Iterator, List, Tuple

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scr.register.errors import CannotRead
from scr.register.exporting import export_file
from scr.register.fields import COLUMNS
from scr.register.importing import import_file
from scr.rules.register import OVER, SUMMARY_IS_PUBLIC, DebriefKind, Hold, Imr, Review, Stage, Support
from scr.storage.database import connect
from scr.storage.register import Record, RegisterStore, Written

AT = dt.datetime(2026, 3, 2, 9, 30, tzinfo=dt.timezone.utc)
AREAS = ("north_yorkshire", "rotherham")
KINDS = (".csv", ".xlsx", ".yml")
every_kind = pytest.mark.parametrize("kind", KINDS)

# Texts as they are kept: one space between words, nothing that cannot be printed.
letters = st.characters(blacklist_categories=("Cc", "Cs", "Cn", "Co", "Zs", "Zl", "Zp"))
texts = (
    st.text(letters | st.sampled_from(" =+-@',\"\t"), min_size=1, max_size=30)
    .map(lambda text: " ".join(text.split()))
    .filter(bool)
)
formulas = st.builds("{}{}".format, st.sampled_from(["=", "+", "-", "@", "'=", "''+", "'"]), texts)
words = texts | formulas
past = st.dates(dt.date(2000, 1, 1), AT.date())
dates = st.dates(dt.date(2000, 1, 1), dt.date(2099, 12, 31))
times = st.times().map(lambda time: time.replace(microsecond=0))
phones = st.builds("01632 {}".format, st.integers(960_000, 960_999)) | st.builds(
    "+44 1632 {}".format, st.integers(960_000, 960_999)
)
names = st.lists(words.filter(lambda name: ";" not in name), max_size=4, unique_by=str.casefold)


@st.composite
def supports(draw: st.DrawFn, agency: str, team: str) -> Support:
    return Support(
        agency,
        team,
        contact_name=draw(st.none() | words),
        contact_role=draw(st.none() | words),
        phone=draw(st.none() | phones),
        email=draw(st.none() | st.just("contact@board.example")),
        debrief_kind=draw(st.none() | st.sampled_from(DebriefKind)),
        debrief_date=draw(st.none() | dates),
        debrief_time=draw(st.none() | times),
        debrief_place=draw(st.none() | words),
        feedback_date=draw(st.none() | dates),
        feedback_time=draw(st.none() | times),
        feedback_place=draw(st.none() | words),
    )


@st.composite
def records(draw: st.DrawFn, reference: str, known: Tuple[List[str], List[str]]) -> Record:
    stage = draw(st.sampled_from(Stage))
    decided_on, since = sorted((draw(past), draw(past)))
    all_agencies, all_teams = known
    agencies = draw(st.lists(st.sampled_from(all_agencies), unique=True)) if all_agencies else []
    owing = draw(st.lists(st.sampled_from(agencies), unique=True)) if agencies else []
    pairs = [(agency, team) for agency in agencies for team in sorted(all_teams) if draw(st.booleans())]
    review = Review(
        reference,
        draw(st.sampled_from(AREAS)),
        stage,
        stage_since=draw(st.sampled_from([None, since])),
        decided_on=None if stage in (Stage.CONSIDERED, Stage.NOT_HELD) else draw(st.sampled_from([None, decided_on])),
        hold=None if stage in OVER else draw(st.none() | st.sampled_from(Hold)),
        summary_url="https://board.example/" if stage in SUMMARY_IS_PUBLIC and draw(st.booleans()) else None,
        agencies=tuple(agencies),
        imrs=tuple(Imr(agency, draw(st.none() | dates), draw(st.none() | past)) for agency in agencies if agency in owing),
    )
    return Record(review, tuple(draw(supports(agency, team)) for agency, team in pairs))


@st.composite
def registers(draw: st.DrawFn) -> List[Record]:
    references = draw(st.lists(st.integers(0, 999), min_size=1, max_size=4, unique=True))
    known = draw(names), draw(names)
    return [draw(records(f"SCR-2026-{number:03d}", known)) for number in sorted(references)]


def _without_moments(store: RegisterStore) -> List[Record]:
    return [replace(record, review=replace(record.review, as_of=None)) for record in store.records()]


def _fresh(path: Path) -> RegisterStore:
    path.unlink(missing_ok=True)
    return RegisterStore(connect(f"sqlite:///{path}", timeout=5))


@every_kind
@settings(
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(register=registers())
def test_what_is_exported_and_imported_into_an_empty_database_is_the_same_register(
    tmp_path_factory: pytest.TempPathFactory, kind: str, register: List[Record]
) -> None:
    folder = tmp_path_factory.mktemp("register")
    first, second, path = _fresh(folder / "first.db"), _fresh(folder / "second.db"), folder / f"register{kind}"
    first.write(register, "Pat Example", AT, "added")

    assert export_file(path, first.records()) == len(register)

    assert import_file(path, second, "Pat Example", AT, AREAS) == Written(added=len(register))
    assert _without_moments(second) == _without_moments(first)
    assert import_file(path, first, "Pat Example", AT, AREAS) == Written(unchanged=len(register))


def _one(store: RegisterStore, contact: str) -> None:
    review = Review("SCR-2026-001", "rotherham", Stage.CONSIDERED, agencies=("Health",))
    store.add(
        review,
        "Pat Example",
        AT,
        [
            Support(
                "Health",
                "midwifery",
                contact_name=contact,
                phone="+44 1632 960101",
                debrief_date=dt.date(2026, 4, 14),
                debrief_time=dt.time(14, 30),
            )
        ],
    )


@pytest.mark.parametrize("contact", ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "'=1"])
def test_nothing_in_a_sheet_is_run_by_a_spreadsheet(store: RegisterStore, tmp_path: Path, contact: str) -> None:
    _one(store, contact)

    export_file(tmp_path / "register.csv", store.records())
    export_file(tmp_path / "register.xlsx", store.records())

    with (tmp_path / "register.csv").open(encoding="utf-8-sig", newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    assert f"'{contact}" in cells
    assert not [cell for cell in cells if cell[:1] in tuple("=+-@")]
    sheet = openpyxl.load_workbook(tmp_path / "register.xlsx").worksheets[0]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "d"}


def test_a_workbook_has_dates_that_are_dates(store: RegisterStore, tmp_path: Path) -> None:
    _one(store, "Sample Contact")

    export_file(tmp_path / "register.xlsx", store.records())

    rows = list(openpyxl.load_workbook(tmp_path / "register.xlsx").worksheets[0].iter_rows(values_only=True))
    assert rows[0] == COLUMNS
    row = dict(zip(COLUMNS, rows[1], strict=True))
    assert (row["debrief_date"], row["debrief_time"]) == (dt.datetime(2026, 4, 14), dt.time(14, 30))


@every_kind
def test_an_empty_register_is_a_file_all_the_same(store: RegisterStore, tmp_path: Path, kind: str) -> None:
    assert export_file(tmp_path / f"register{kind}", store.records()) == 0

    assert (tmp_path / f"register{kind}").stat().st_size > 0


def test_a_kind_of_file_that_is_not_written_is_told(store: RegisterStore, tmp_path: Path) -> None:
    with pytest.raises(CannotRead, match=r"\.csv, \.xlsx, \.yml"):
        export_file(tmp_path / "register.pdf", store.records())


@every_kind
def test_an_export_that_fails_leaves_the_file_that_was_there(store: RegisterStore, tmp_path: Path, kind: str) -> None:
    _one(store, "Sample Contact")
    path = tmp_path / f"register{kind}"
    path.write_text("last month's", encoding="utf-8")

    def failing() -> Iterator[Record]:
        yield from store.records()
        raise OSError("the disk is full")

    with pytest.raises(OSError, match="disk is full"):
        export_file(path, failing())

    assert path.read_text(encoding="utf-8") == "last month's"
    assert [found.name for found in tmp_path.iterdir() if "register" in found.name] == [path.name]
