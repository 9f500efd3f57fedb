"""The officer's commands, as they are typed.

Long, because every command is here, all run on the same terminal.
"""

from __future__ import annotations

import argparse
import datetime as dt
from pathlib import Path
from typing import Iterator, NamedTuple

import pytest

from scr.register.cli import add_commands
from scr.rules.register import DebriefKind, Hold, Imr, Stage, Support
from scr.settings import get_settings
from scr.storage.database import connect
from scr.storage.history import HistoryStore
from scr.storage.register import RegisterStore
from scr.storage.support_requests import SupportRequestStore
from scr.storage.tables import history, people

ONE = "SCR-2025-001"
SAMPLE = Path(__file__).parents[2] / "data" / "sample_register.yml"


class Done(NamedTuple):
    status: int
    out: str
    err: str


class Terminal:
    """Runs commands on a register of its own."""

    def __init__(self, url: str, capsys: pytest.CaptureFixture[str]) -> None:
        self.engine = connect(url, timeout=5)
        self.store = RegisterStore(self.engine)
        self._capsys = capsys
        self._parser = argparse.ArgumentParser(prog="scr register")
        add_commands(self._parser.add_subparsers(required=True))

    def run(self, *arguments: str) -> Done:
        options = self._parser.parse_args(arguments)
        return Done(int(options.run(options)), *self._capsys.readouterr())

    def does(self, *arguments: str) -> str:
        """What a command says that does what it was told."""
        done = self.run(*arguments)
        assert (done.status, done.err) == (0, "")
        return done.out

    def refuses(self, *arguments: str) -> str:
        """What a command says that does not; that it says it in plain words is part of the test."""
        done = self.run(*arguments)
        assert (done.status, done.out) == (1, "")
        assert "Traceback" not in done.err
        assert done.err.strip().endswith(".")
        return done.err


@pytest.fixture
def terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Terminal]:
    url = f"sqlite:///{tmp_path / 'scr.db'}"
    monkeypatch.setenv("SCR_DATABASE_URL", url)
    get_settings.cache_clear()
    terminal = Terminal(url, capsys)
    yield terminal
    terminal.engine.dispose()
    get_settings.cache_clear()


@pytest.fixture
def with_one(terminal: Terminal) -> Terminal:
    terminal.does("add", ONE, "--area", "rotherham", "--agency", "Health", "--agency", "Police", "--since", "2025-01-06")
    return terminal


def test_a_review_is_added_and_shown(terminal: Terminal) -> None:
    said = terminal.does(
        *("add", "scr 2025/1", "--area", "North Yorkshire", "--stage", "imrs in progress", "--since", "20/02/2025"),
        *("--decided-on", "2025-01-06", "--agency", "Health", "--agency", "Police", "--hold", "inquest"),
    )

    assert said == f"{ONE} was added, at the stage imrs_in_progress.\n"
    shown = terminal.does("show", "2025-001")
    for fact in (
        "north_yorkshire",
        "imrs_in_progress, since 2025-02-20",
        "2025-05-06, overdue",
        "inquest",
        "Health, Police",
    ):
        assert fact in shown


def test_a_review_goes_through_its_stages(with_one: Terminal) -> None:
    assert "expected to be complete by 2025-06-03" in with_one.does("stage", ONE, "decided", "--on", "2025-02-03")

    review = with_one.store.review(ONE)
    assert review is not None
    assert (review.stage, review.decided_on) == (Stage.DECIDED, dt.date(2025, 2, 3))
    assert "from there it goes to considered or panel_set_up" in with_one.refuses("stage", ONE, "closed")
    assert "before that" in with_one.refuses("stage", ONE, "panel_set_up", "--on", "2025-01-31")
    assert "future" in with_one.refuses("stage", ONE, "panel_set_up", "--on", "2099-01-31")
    assert "it is one of: considered" in with_one.refuses("stage", ONE, "finished")
    assert with_one.store.review(ONE) == review


def test_a_stage_is_reached_today_where_no_day_is_said(with_one: Terminal) -> None:
    with_one.does("stage", ONE, "not_held")

    review = with_one.store.review(ONE)
    assert review is not None
    assert review.stage_since in (dt.date.today(), dt.date.today() - dt.timedelta(days=1))


def test_a_review_is_put_on_hold_and_goes_on(with_one: Terminal) -> None:
    with_one.does("hold", ONE, "criminal proceedings")
    review = with_one.store.review(ONE)
    assert review is not None
    assert review.hold is Hold.CRIMINAL_PROCEEDINGS

    with_one.does("hold", ONE, "none")

    review = with_one.store.review(ONE)
    assert review is not None
    assert review.hold is None
    assert "criminal_proceedings, inquest, other" in with_one.refuses("hold", ONE, "the father's trial")


def test_an_agency_s_review_is_asked_for_signed_off_and_taken_away(with_one: Terminal) -> None:
    with_one.does("imr", ONE, "health", "--due", "2025-04-01")
    with_one.does("imr", ONE, "Health", "--signed-off", "2025-03-28")
    review = with_one.store.review(ONE)
    assert review is not None
    assert review.imrs == (Imr("Health", dt.date(2025, 4, 1), dt.date(2025, 3, 28)),)

    with_one.does("imr", ONE, "Health", "--signed-off", "")
    review = with_one.store.review(ONE)
    assert review is not None
    assert review.imrs == (Imr("Health", dt.date(2025, 4, 1)),)

    assert "first: scr register imr" in with_one.refuses("agency", ONE, "Health", "--remove")
    with_one.does("imr", ONE, "Health", "--remove")
    review = with_one.store.review(ONE)
    assert review is not None
    assert review.imrs == ()


def test_an_agency_that_is_not_in_the_review_is_named_with_those_that_are(with_one: Terminal) -> None:
    said = with_one.refuses("imr", ONE, "Housing", "--due", "2025-04-01")

    assert "Health, Police" in said
    assert f'scr register agency {ONE} "Housing"' in said
    assert "Housing" in with_one.does("agency", ONE, "Housing")
    with_one.does("imr", ONE, "housing", "--due", "2025-04-01")


def test_support_is_arranged_bit_by_bit_and_spelt_one_way(with_one: Terminal) -> None:
    with_one.does("support", ONE, "HEALTH", "midwifery", "--contact-name", "Sample Contact", "--phone", "01632 960101")
    with_one.does("support", ONE, "Health", "Midwifery", "--debrief-kind", "one-to-one", "--debrief-time", "9.30")
    with_one.does("support", ONE, "Health", "midwifery", "--phone", "")

    expected = Support(
        "Health",
        "midwifery",
        contact_name="Sample Contact",
        debrief_kind=DebriefKind.ONE_TO_ONE,
        debrief_time=dt.time(9, 30),
    )
    assert with_one.store.support(ONE) == (expected,)
    assert "Sample Contact" in with_one.does("show", ONE)
    assert "no telephone number" in with_one.refuses("support", ONE, "Health", "midwifery", "--phone", "ask at the desk")


def test_support_for_the_wrong_team_is_taken_away(with_one: Terminal) -> None:
    with_one.does("support", ONE, "Health", "midwifery", "--contact-name", "Sample Contact")

    with_one.does("support", ONE, "health", "MIDWIFERY", "--remove")

    assert with_one.store.support(ONE) == ()
    assert "midwifery of Health" in with_one.refuses("support", ONE, "Health", "midwifery", "--remove")


def test_a_review_is_confirmed_as_still_so(with_one: Terminal) -> None:
    before = with_one.store.review(ONE)

    with_one.does("confirm", ONE)

    after = with_one.store.review(ONE)
    assert before is not None
    assert after is not None
    assert after.as_of is not None
    assert before.as_of is not None
    assert after.as_of > before.as_of
    assert after.stage is before.stage


def test_reviews_are_listed_by_area_and_stage(terminal: Terminal) -> None:
    terminal.does("import", str(SAMPLE))

    def listed(*options: str) -> "list[str]":
        return [line.split()[0] for line in terminal.does("list", *options).splitlines()]

    assert listed() == ["SCR-2024-901", "SCR-2024-902", "SCR-2024-903", "SCR-2024-904"]
    assert listed("--area", "Rotherham") == ["SCR-2024-902", "SCR-2024-904"]
    assert listed("--stage", "considered") == ["SCR-2024-901"]
    assert terminal.does("list", "--stage", "closed") == "There is no such review.\n"
    assert "north_yorkshire, rotherham" in terminal.refuses("list", "--area", "leeds")
    assert "(criminal_proceedings, overdue)" in terminal.does("list", "--stage", "overview report")


def test_what_is_exported_is_imported_again(terminal: Terminal, tmp_path: Path) -> None:
    assert terminal.does("import", str(SAMPLE), "--dry-run") == "4 would be added, 0 would be changed, 0 as they were.\n"
    assert terminal.store.is_empty()
    assert terminal.does("import", str(SAMPLE)) == "4 added, 0 changed, 0 as they were.\n"

    for kind in ("csv", "xlsx", "yml"):
        path = str(tmp_path / f"register.{kind}")
        assert terminal.does("export", path).startswith("4 reviews were written to ")
        assert terminal.does("import", path) == "0 added, 0 changed, 4 as they were.\n"


def test_a_file_with_mistakes_is_told_line_by_line_and_not_imported(terminal: Terminal, tmp_path: Path) -> None:
    path = tmp_path / "register.csv"
    path.write_text("reference,area,stage\nSCR-2025-001,rotherham,considred\nSCR-25,rotherham,closed\n", encoding="utf-8")

    said = terminal.refuses("import", str(path)).splitlines()

    assert said[0].startswith("line 2: stage: 'considred' is not known")
    assert said[1].startswith("line 3: reference: 'SCR-25' is no reference")
    assert said[2] == "Nothing was imported. Put those right and import again."
    assert terminal.store.is_empty()


def test_files_that_cannot_be_used_are_told(terminal: Terminal, tmp_path: Path) -> None:
    (tmp_path / "register.csv").write_text("", encoding="utf-8")
    (tmp_path / "folder.csv").mkdir()

    assert "No such file" in terminal.refuses("import", str(tmp_path / "nowhere.csv"))
    assert "holds no reviews" in terminal.refuses("import", str(tmp_path / "register.csv"))
    assert ".csv, .xlsx, .yml" in terminal.refuses("export", str(tmp_path / "register.doc"))
    assert "nowhere" in terminal.refuses("export", str(tmp_path / "nowhere" / "register.csv"))
    assert "Is a directory" in terminal.refuses("import", str(tmp_path / "folder.csv"))


def test_who_changed_what_is_told(with_one: Terminal) -> None:
    with_one.does("hold", ONE, "inquest", "--by", "Pat Example")
    with_one.does("add", "SCR-2025-002", "--area", "rotherham", "--by", "Sam Example")

    told = with_one.does("history", ONE)

    assert "Pat Example  hold" in told
    assert "    hold: nothing → inquest" in told
    assert "SCR-2025-002" not in told
    assert with_one.does("history", "--last", "1").count("added") == 1
    assert HistoryStore(with_one.engine).latest(1)[0].by == "Sam Example"


@pytest.mark.parametrize("by", ["", "  ", "x" * 121, "Pat\x1b[31m"])
def test_whoever_does_it_has_a_name_that_can_be_printed(with_one: Terminal, by: str) -> None:
    assert "--by" in with_one.refuses("hold", ONE, "inquest", "--by", by)


def test_the_history_is_found_sound_and_found_out(with_one: Terminal) -> None:
    with_one.does("hold", ONE, "inquest")
    said = with_one.does("verify")
    assert said.startswith("All is as it was written, 2 changes. ")
    noted = said.split()[-1]
    with_one.does("verify", "--noted", noted)

    with with_one.engine.begin() as connection:
        connection.execute(history.delete().where(history.c.number == 2))
    assert "Number 2 is gone" in with_one.refuses("verify", "--noted", noted)

    with with_one.engine.begin() as connection:
        connection.execute(history.update().values(by="Somebody Else"))
    assert "Number 1: what it says was changed" in with_one.refuses("verify")
    assert "--noted should be" in with_one.refuses("verify", "--noted", "two")


def test_an_empty_history_is_said_to_be_empty(terminal: Terminal) -> None:
    assert terminal.does("verify") == "The history is empty.\n"


def test_requests_for_support_are_listed_and_answered(with_one: Terminal) -> None:
    assert with_one.does("requests") == "No request for support is open.\n"
    with with_one.engine.begin() as connection:
        connection.execute(people.insert().values(id=1, name="Jo Example"))
    asked = Support("Health", "midwifery", contact_name="Sample Contact")
    now = dt.datetime(2025, 3, 3, 9, tzinfo=dt.timezone.utc)
    SupportRequestStore(with_one.engine).ask(1, ONE, asked, now, dt.date(2025, 3, 6))

    assert "Jo Example (Health, midwifery), for Sample Contact, to be answered by 2025-03-06" in with_one.does("requests")
    assert with_one.does("requests", "answer", "1").startswith("Request 1 was answered on ")
    assert with_one.does("requests") == "No request for support is open.\n"
    assert "no request number 7" in with_one.refuses("requests", "answer", "7")
    assert "Which one?" in with_one.refuses("requests", "answer")


@pytest.mark.parametrize(
    "command",
    [
        ("show",),
        ("stage", "decided"),
        ("hold", "none"),
        ("confirm",),
        ("agency", "Health"),
        ("imr", "Health"),
        ("support", "Health", "midwifery"),
    ],
)
def test_a_review_that_is_not_there_is_told_by_every_command(terminal: Terminal, command: "tuple[str, ...]") -> None:
    name, *rest = command

    assert f"no review {ONE}" in terminal.refuses(name, ONE, *rest)
    assert "is no reference" in terminal.refuses(name, "the second one", *rest)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ((ONE, "--area", "rotherham"), "already"),
        (("SCR-2025-002", "--area", "leeds"), "there is no area 'leeds'"),
        (("SCR-2025-002", "--area", "rotherham", "--since", "yesterday"), "write it as 2026-09-14"),
        (("SCR-2025-002", "--area", "rotherham", "--since", "2099-01-01"), "future"),
        (("SCR-2025-002", "--area", "rotherham", "--decided-on", "2025-01-01"), "leave `decided_on` out"),
        (("SCR-2025-002", "--area", "rotherham", "--agency", "Health; Police"), "semicolon"),
        (("SCR-2025-002", "--area", "rotherham", "--agency", "x" * 90), "shorten it"),
        (("SCR-2025-002", "--area", "rotherham", "--agency", "Health\udcff"), "cannot be printed"),
    ],
)
def test_a_review_that_cannot_be_is_not_added(with_one: Terminal, options: "tuple[str, ...]", said: str) -> None:
    assert said in with_one.refuses("add", *options)

    assert [record.review.reference for record in with_one.store.records()] == [ONE]


def test_a_database_that_is_not_there_is_told(terminal: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCR_DATABASE_URL", f"sqlite:///{tmp_path / 'nowhere' / 'scr.db'}")
    get_settings.cache_clear()
    (tmp_path / "nowhere").write_text("a file in the folder's place", encoding="utf-8")

    assert "Find out whether the database is up" in terminal.refuses("list")
