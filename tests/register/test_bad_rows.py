"""Files with mistakes: every bad line is named with what to do, and nothing of the file is taken in."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Callable, List

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scr.register.errors import CannotRead, ImportRefused
from scr.register.importing import import_file
from scr.storage.register import RegisterStore

AT = dt.datetime(2026, 3, 2, 9, 30, tzinfo=dt.timezone.utc)
Write = Callable[..., Path]
COLUMNS = (
    "reference,area,stage,stage_since,decided_on,hold,summary_url,agencies,agency,imr,imr_due,imr_signed_off,"
    "team,phone,email,debrief_kind,debrief_time"
)
NEW = "SCR-2026-002,rotherham"
TEAM = f"{NEW},considered,,,,,Health,Health,,,,midwifery"
GOOD = "SCR-2026-001,rotherham,imrs_in_progress,2026-02-20,2026-01-05,,,Health;Police,Health,,,,midwifery,01632 960101,,,"


def _problems(path: Path, store: RegisterStore) -> List[str]:
    """What is said of the file; that nothing was taken in is part of the test."""
    with pytest.raises(ImportRefused) as caught:
        import_file(path, store, "Pat Example", AT, ("north_yorkshire", "rotherham"))
    assert store.is_empty()
    return [str(problem) for problem in caught.value.problems]


def _refusal(path: Path, store: RegisterStore) -> str:
    with pytest.raises(CannotRead) as caught:
        import_file(path, store, "Pat Example", AT, ("north_yorkshire", "rotherham"))
    assert store.is_empty()
    return str(caught.value)


BAD = {
    "SCR-26,rotherham,considered,,,,,,,,,,,,,,": "reference: 'SCR-26' is no reference; it should look like SCR-2026-001",
    "SCR-2026-002,leeds,considered,,,,,,,,,,,,,,": "there is no area 'leeds'; the areas are north_yorkshire, rotherham",
    f"{NEW},finished,,,,,,,,,,,,,,": "stage: 'finished' is not known; it is one of: considered, decided,",
    f"{NEW},,,,,,,,,,,,,,,": "SCR-2026-002 is not in the register yet; fill in its area and its stage",
    f"{NEW},decided,31/02/2026,,,,,,,,,,,,,": "stage_since: '31/02/2026' is no date; write it as 2026-09-14",
    f"{NEW},decided,03/13/2026,,,,,,,,,,,,,": "stage_since: '03/13/2026' is no date",
    f"{NEW},decided,2026-03-03,,,,,,,,,,,,,": "stage_since: 2026-03-03 is in the future",
    f"{NEW},decided,2026-01-01,2026-01-05,,,,,,,,,,,,": "2026-01-01 is before the decision on 2026-01-05",
    f"{NEW},closed,,,inquest,,,,,,,,,,,": "a review that is closed cannot be on hold; leave `hold` out",
    f"{NEW},decided,,,the father's trial,,,,,,,,,,,": "it is one of: criminal_proceedings, inquest, other",
    f"{NEW},closed,,,,ftp://board.example,,,,,,,,,,": "it should begin with https://",
    f"{NEW},considered,,,,,Health,Housing,,,,lettings,,,,": "Housing is not among the agencies of SCR-2026-002",
    f"{NEW},considered,,,,,Health,,,,,midwifery,,,,": "agency: it is empty; say whose this is",
    f"{NEW},considered,,,,,Health,Health,,,,,01632 960101,,,": "team: it is empty; say for which team",
    f"{NEW},considered,,,,,Health,Health,maybe,,,,,,,": "imr: 'maybe' is neither yes nor no",
    f"{NEW},considered,,,,,Health,Health,,,2026-04-01,,,,,": "imr_signed_off: 2026-04-01 is in the future",
    f"{TEAM},1632960101,,,": "has lost the 0 at its beginning",
    f"{TEAM},ring the desk,,,": "is no telephone number",
    f"{TEAM},,contact at board,,": "is no e-mail address",
    f"{TEAM},,,online,": "debrief_kind: 'online' is not known; it is one of",
    f"{TEAM},,,,half past two": "is no time of day; write it as 14:30",
    f"{TEAM},,,,25:00": "'25:00' is no time of day",
    f"{NEW},considered,,,,,Health,Health,,,,{'x' * 81},,,,": "is longer than 80 characters; shorten it",
    f"{NEW},considered,,,,,Health,Health,,,,mid\x07wifery,,,,": "has a character in it that cannot be printed",
    "SCR-2026-001,north_yorkshire,,,,,,,,,,,,,,,": "another line of this review says rotherham, and this one north_y",
    "SCR-2026-001,,,,,,,,Health,,,,midwifery,01632 960102,,,": "phone: another line of this review says 01632 960101",
    f"{NEW},considered,,,,,,,,,,,,,,,too many": "it has more cells than the 17 columns; empty them",
}


@pytest.mark.parametrize("row", BAD)
def test_a_bad_row_is_named_with_its_line_and_what_to_do(store: RegisterStore, write: Write, row: str) -> None:
    (problem,) = _problems(write(f"{COLUMNS}\n{GOOD}\n\n{row}\n"), store)

    assert problem.startswith("line 4: ")
    assert BAD[row] in problem


def test_every_bad_row_is_named_and_what_comes_of_it_is_not_named_again(store: RegisterStore, write: Write) -> None:
    rows = [
        GOOD,
        "SCR-2026-002,leeds,considred,,,,,,,,,,,,,,",
        GOOD.replace("001", "003"),
        "SCR-2026-002,,,,,,,,Health,,,,midwifery,,,,x",
    ]

    problems = _problems(write("\n".join([COLUMNS, *rows])), store)

    assert [problem.split(":")[0] + problem.split(":")[1] for problem in problems] == [
        "line 3 area",
        "line 3 stage",
        "line 5 debrief_time",
    ]


def test_a_quoted_cell_of_several_lines_does_not_put_the_count_out(store: RegisterStore, write: Write) -> None:
    problems = _problems(
        write("\n".join([COLUMNS, GOOD.replace("midwifery", '"mid\nwifery"'), "SCR-26,,,,,,,,,,,,,,,,"])), store
    )

    assert [problem.split(":")[0] for problem in problems] == ["line 4"]


def test_a_first_line_without_a_reference_says_so(store: RegisterStore, write: Write) -> None:
    assert _problems(write("reference,area,stage\n,rotherham,considered\n"), store) == [
        "line 2: reference: it is empty; say which review the line is about"
    ]


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("reference,stge", "line 1: there is no column 'stge'; the columns are reference, area, stage,"),
        ("reference,,stage", "line 1: there is no column '(empty)'"),
        ("reference,stage,Stage", "line 1: the column 'stage' is there twice; take one away"),
        ("area,stage", "line 1: the column 'reference' is missing"),
    ],
)
def test_a_column_that_is_not_known_is_named_with_those_that_are(
    store: RegisterStore, write: Write, header: str, said: str
) -> None:
    assert _problems(write(f"{header}\nSCR-2026-001,x,y\n"), store)[0].startswith(said)


@pytest.mark.parametrize("text", ["", "\n\n", "reference,area,stage\n", ",,\n"])
@pytest.mark.parametrize("name", ["register.csv", "register.yml"])
def test_a_file_without_reviews_is_told(store: RegisterStore, write: Write, text: str, name: str) -> None:
    if name.endswith("yml") and text.strip():
        text = "reviews: []\n"

    assert "holds no reviews" in _refusal(write(text, name), store)


BAD_YAML = {
    "- reference: SCR-2026-001\n  stge: decided\n": "line 2: a review has no 'stge'; its keys are reference, area, stage,",
    "- reference: SCR-2026-001\n  stage: decided\n  stage: closed\n": "line 2: 'stage' is there twice",
    "reveiws: []\n": "line 1: a list of reviews has no 'reveiws'; its keys are reviews",
    "just a sentence\n": "line 1: a list of reviews should stand here",
    "- just a sentence\n": "line 1: a review should stand here, with the keys reference,",
    "- reference: SCR-2026-001\n  support: none\n": "line 2: a list of what was arranged should stand here",
    "- reference: SCR-2026-001\n  support:\n  - {agency: Health, tem: midwifery}\n": "line 3: what was arranged has no",
    "- reference: SCR-2026-001\n  imrs:\n  - {agency: Health, due: soon}\n": "line 3: imr_due: 'soon' is no date",
    "- reference: SCR-2026-001\n  area: {id: rotherham}\n": "line 2: one value should stand here",
    "- reference: SCR-2026-001\n  area: rotherham\n  stage: closed\n  hold: inquest\n": "line 1: a review that is c",
}


@pytest.mark.parametrize("text", BAD_YAML)
def test_bad_yaml_is_named_with_its_line(store: RegisterStore, write: Write, text: str) -> None:
    assert _problems(write(text, "register.yml"), store)[0].startswith(BAD_YAML[text])


def test_what_is_no_yaml_is_told_with_its_line(store: RegisterStore, write: Write) -> None:
    said = _refusal(write("- reference: SCR-2026-001\n  area: [rotherham\n- stage: x\n", "register.yml"), store)

    assert said.startswith("register.yml is no YAML at line ")


def test_yaml_makes_no_objects(store: RegisterStore, write: Write) -> None:
    text = "- reference: !!python/object/apply:os.getcwd []\n"

    (problem,) = _problems(write(text, "register.yml"), store)

    assert problem == "line 1: reference: it is empty; say which review the line is about"


def test_a_formula_is_named_with_its_cell(store: RegisterStore, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["reference", "area", "stage"])
    book.active.append(["SCR-2026-001", "rotherham", '="consi"&"dered"'])
    book.save(tmp_path / "register.xlsx")

    assert "formulas in C2" in _refusal(tmp_path / "register.xlsx", store)


def test_a_phone_number_that_excel_took_for_a_number_is_named(store: RegisterStore, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["reference", "area", "stage", "agency", "team", "phone"])
    book.active.append(["SCR-2026-001", "rotherham", "considered", "Health", 12, 1632960101])
    book.save(tmp_path / "register.xlsx")

    assert _problems(tmp_path / "register.xlsx", store)[0].startswith("line 2: phone: 1632960101 has lost the 0")


@pytest.mark.parametrize("name", ["register.txt", "register", "register.xls"])
def test_a_kind_of_file_that_is_not_read_is_told_with_those_that_are(store: RegisterStore, write: Write, name: str) -> None:
    assert ".csv, .xlsx, .yml" in _refusal(write(COLUMNS, name), store)


def test_a_file_that_is_no_workbook_is_told(store: RegisterStore, write: Write) -> None:
    assert "is no Excel workbook" in _refusal(write(COLUMNS, "register.xlsx"), store)


def test_a_workbook_cut_short_is_told(store: RegisterStore, tmp_path: Path) -> None:
    path = tmp_path / "register.xlsx"
    openpyxl.Workbook().save(path)
    whole = path.read_bytes()
    for length in range(0, len(whole), 97):
        path.write_bytes(whole[:length])

        assert "is no Excel workbook" in _refusal(path, store)


def test_a_file_that_is_not_there_is_told(store: RegisterStore, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        import_file(tmp_path / "nowhere.csv", store, "Pat Example", AT, ("rotherham",))


@settings(deadline=None, max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    content=st.binary(max_size=300) | st.text(max_size=300).map(lambda text: text.encode("utf-8", "surrogatepass")),
    suffix=st.sampled_from([".csv", ".yml", ".xlsx"]),
    begun=st.booleans(),
)
def test_whatever_stands_in_a_file_is_told_and_never_taken_in(
    store: RegisterStore, tmp_path: Path, content: bytes, suffix: str, begun: bool
) -> None:
    path = tmp_path / f"register{suffix}"
    path.write_bytes((b"reference,area,stage\n" if begun and suffix == ".csv" else b"") + content)

    with pytest.raises((ImportRefused, CannotRead)):
        import_file(path, store, "Pat Example", AT, ("rotherham",))

    assert store.is_empty()
