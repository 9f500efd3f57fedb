"""A register of two reviews."""

from __future__ import annotations

from pathlib import Path
from typing import Iterator

import pytest

from scr.rules.register import Review, Stage, Support
from tests.access.officer import MONDAY, ONE, OTHER
from tests.terminal import Terminal, terminal_in


@pytest.fixture
def terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Terminal]:
    with terminal_in(tmp_path, monkeypatch, capsys) as terminal:
        support = (Support("Hill School", "Year 5"), Support("Hill School", "Office"), Support("Police", "Response"))
        terminal.reviews.add(
            Review(ONE, "rotherham", Stage.CONSIDERED, agencies=("Hill School", "Police")), "officer", MONDAY, support
        )
        terminal.reviews.add(Review(OTHER, "rotherham", Stage.CONSIDERED, agencies=("Police",)), "officer", MONDAY)
        yield terminal
