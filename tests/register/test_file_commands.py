"""`scr register import` and `export`: files in and out, and what is said of those that cannot be used."""

from __future__ import annotations

from pathlib import Path

from tests.register.known import SAMPLE
from tests.terminal import Terminal


def test_what_is_exported_is_imported_again(terminal: Terminal, tmp_path: Path) -> None:
    assert terminal.does("import", str(SAMPLE), "--dry-run") == "4 would be added, 0 would be changed, 0 as they were.\n"
    assert terminal.reviews.is_empty()
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
    assert terminal.reviews.is_empty()


def test_files_that_cannot_be_used_are_told(terminal: Terminal, tmp_path: Path) -> None:
    (tmp_path / "register.csv").write_text("", encoding="utf-8")
    (tmp_path / "folder.csv").mkdir()

    assert "No such file" in terminal.refuses("import", str(tmp_path / "nowhere.csv"))
    assert "holds no reviews" in terminal.refuses("import", str(tmp_path / "register.csv"))
    assert ".csv, .xlsx, .yml" in terminal.refuses("export", str(tmp_path / "register.doc"))
    assert "nowhere" in terminal.refuses("export", str(tmp_path / "nowhere" / "register.csv"))
    assert "Is a directory" in terminal.refuses("import", str(tmp_path / "folder.csv"))
