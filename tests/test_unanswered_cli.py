"""`scr unanswered`: what could not be answered, by meaning, as a person and a program read it; and marking it done."""

from __future__ import annotations

import csv
import json
import time
from pathlib import Path
from typing import Any, Iterator, List, NamedTuple

import pytest
from sqlalchemy.engine import Engine

from scr.rules.unanswered import Unanswered, Why
from scr.storage.conversations import ConversationStore, StoredEvent
from scr.storage.database import connect
from scr.storage.unanswered import UnansweredStore
from tests.terminal import Said, does, refuses

DAY = 24 * 60 * 60.0
MINUTES = (
    Unanswered("can i see the minutes of the panel", Why.UNSURE, "rotherham", "Police"),
    Unanswered("are the panel meeting minutes shared", Why.NOT_COVERED, "rotherham"),
    Unanswered("who gets the panel minutes", Why.NOT_COVERED, "north_yorkshire", "Health"),
)
PAID = (
    Unanswered("do i get paid for the time in the interview", Why.THUMBS_DOWN),
    Unanswered("is interview time paid", Why.REFUSED),
)
FORMULA = Unanswered("=HYPERLINK(1) what time is it in hong kong", Why.HUMAN)


class Desk(NamedTuple):
    engine: Engine
    capsys: Said

    def keep(self, *questions: Unanswered, days_ago: float = 0.0) -> None:
        moment = time.time() - days_ago * DAY
        event = StoredEvent(0, moment, "user", None, {})
        ConversationStore(self.engine).append(f"of {days_ago}", [event], questions)

    def run(self, *arguments: str) -> str:
        return does(self.capsys, "unanswered", *arguments)

    def refuses(self, *arguments: str) -> str:
        return refuses(self.capsys, "unanswered", *arguments)

    def groups(self, *arguments: str) -> List[Any]:
        found: List[Any] = json.loads(self.run("--json", *arguments))
        return found

    def open_numbers(self) -> List[int]:
        return [question.number for question in UnansweredStore(self.engine).open_questions()]


@pytest.fixture
def empty(own_database: str, monkeypatch: pytest.MonkeyPatch, capsys: Said) -> Iterator[Desk]:
    monkeypatch.setenv("COLUMNS", "200")
    engine = connect(own_database, timeout=5)
    yield Desk(engine, capsys)
    engine.dispose()


@pytest.fixture
def desk(empty: Desk) -> Desk:
    empty.keep(*PAID, days_ago=40)
    empty.keep(*MINUTES, FORMULA)
    return empty


def test_the_biggest_group_comes_first_with_its_count_an_example_its_reasons_and_areas(desk: Desk) -> None:
    first, second, third = desk.groups()

    assert [group["count"] for group in (first, second, third)] == [3, 2, 1]
    assert (first["number"], first["example"]) == (3, MINUTES[0].text)
    assert first["why"] == {"not_covered": 2, "unsure": 1}
    assert first["area"] == {"rotherham": 2, "north_yorkshire": 1}
    assert first["agency"] == {"Police": 1, "none named": 1, "Health": 1}
    assert [question["number"] for question in second["questions"]] == [1, 2]
    assert set(third["questions"][0]) == {"number", "text", "why", "area", "agency", "day"}


def test_the_table_shows_the_same(desk: Desk) -> None:
    shown = desk.run()

    assert shown.index(MINUTES[0].text) < shown.index(PAID[0].text) < shown.index("hong kong")
    for counted in ("not_covered 2", "unsure 1", "rotherham 2", "north_yorkshire 1", "Police 1", "none named 2"):
        assert counted in shown


def test_square_brackets_of_what_was_taken_out_are_shown(empty: Desk) -> None:
    empty.keep(Unanswered("why is [name] asked", Why.UNSURE))

    assert "why is [name] asked" in empty.run()


def test_the_csv_has_a_line_for_each_question_and_no_formula(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "unanswered.csv"

    assert desk.run("--csv", str(path)) == f"Written: {path}, 6 question(s).\n"

    rows = list(csv.DictReader(path.open(encoding="utf-8-sig")))
    assert [row["group"] for row in rows] == ["3", "3", "3", "1", "1", "6"]
    assert rows[0]["agency"] == "Police"
    assert rows[-1]["text"] == f"'{FORMULA.text}"


def test_a_file_that_cannot_be_written_is_named(desk: Desk) -> None:
    assert "/nowhere/at/all.csv" in desk.refuses("--csv", "/nowhere/at/all.csv")


def test_only_one_area_or_only_what_is_new_can_be_listed_and_a_group_keeps_its_number(desk: Desk) -> None:
    [group] = desk.groups("--area", "north_yorkshire")
    assert (group["number"], group["count"], group["example"]) == (3, 1, MINUTES[2].text)

    since = time.strftime("%Y-%m-%d", time.localtime(time.time() - 20 * DAY))
    assert [group["number"] for group in desk.groups("--since", since)] == [3, 6]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--area", "atlantis"), "there is no area 'atlantis'; the areas are north_yorkshire, rotherham"),
        (("--since", "yesterday"), "'yesterday' is no date"),
        (("done",), "scr unanswered done NUMBER"),
        (("done", "99"), "no open question 99"),
        (("done", "1", "99", "98"), "no open question 98, 99"),
        (("done", "1", "--area", "rotherham"), "no open question 1"),
    ],
)
def test_what_cannot_be_read_is_said_and_marks_nothing(desk: Desk, arguments: "tuple[str, ...]", said: str) -> None:
    assert said in desk.refuses(*arguments)
    assert len(desk.open_numbers()) == 6


def test_any_number_of_a_group_marks_all_of_it_as_done(desk: Desk) -> None:
    said = desk.run("done", "4")

    assert said.splitlines() == [
        f"3  3 question(s) such as: {MINUTES[0].text}",
        "3 question(s) are done and no longer listed.",
    ]
    assert desk.open_numbers() == [1, 2, 6]
    assert "no open question 4" in desk.refuses("done", "4")


def test_several_groups_are_marked_at_once(desk: Desk) -> None:
    assert "3 question(s) are done" in desk.run("done", "2", "6")
    assert desk.open_numbers() == [3, 4, 5]


def test_with_an_area_only_its_questions_are_done(desk: Desk) -> None:
    assert "2 question(s) are done" in desk.run("done", "3", "--area", "rotherham")
    assert [group["example"] for group in desk.groups("--area", "north_yorkshire")] == [MINUTES[2].text]


def test_where_there_is_nothing_it_says_so(empty: Desk) -> None:
    assert empty.run().startswith("There is no question")
    assert empty.groups() == []


def test_old_questions_are_forgotten_with_the_conversations(desk: Desk) -> None:
    assert "2 question(s) that could not be answered" in does(desk.capsys, "forget", "--days", "30")
    assert desk.open_numbers() == [3, 4, 5, 6]
