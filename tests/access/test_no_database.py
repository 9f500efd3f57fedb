"""Every command says that the database cannot be reached."""

from __future__ import annotations

from pathlib import Path
from typing import List

import pytest

from scr.settings import get_settings
from tests.access.officer import ANN, ONE, SCHOOL, is_told_plainly
from tests.terminal import Terminal


@pytest.mark.parametrize(
    "arguments",
    [
        ("register", "grant", ANN, ONE, *SCHOOL),
        ("register", "code", ANN),
        ("register", "revoke", ANN),
        ("register", "people"),
        ("audit",),
    ],
    ids=lambda arguments: arguments[:2][-1],
)
def test_a_database_that_cannot_be_reached_is_told(
    terminal: Terminal, arguments: List[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "letter").write_text("this is a letter, not a database\n" * 100, encoding="utf-8")
    monkeypatch.setenv("SCR_DATABASE_URL", f"sqlite:///{tmp_path / 'letter'}")
    get_settings.cache_clear()

    is_told_plainly(terminal.run(*arguments), "letter")
