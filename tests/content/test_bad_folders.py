"""A folder of content in which files are missing or are not text is told to its editor too."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.conftest import problems_of


def test_a_file_saved_in_another_encoding_is_told(data_copy: Path) -> None:
    """As an old Windows editor saves an apostrophe."""
    (data_copy / "limits" / "new.yml").write_bytes("responses:\n  utter_new:\n  - text: It’s here\n".encode("cp1252"))

    problems = problems_of(data_copy)

    assert any("new.yml" in problem and "UTF-8" in problem for problem in problems)


@pytest.mark.parametrize("lost", ["areas", "documents"])
def test_a_folder_without_files_is_told(data_copy: Path, lost: str) -> None:
    shutil.rmtree(data_copy / lost)

    assert any(lost in problem and "at least one" in problem for problem in problems_of(data_copy))


def test_a_list_of_names_that_is_gone_is_told(data_copy: Path) -> None:
    (data_copy / "safety" / "first_names.txt").unlink()

    assert any("first_names.txt" in problem for problem in problems_of(data_copy))
