"""A register of two reviews."""

from __future__ import annotations

from contextlib import closing
from typing import Iterator

import pytest

from scr.rules.register import Review, Stage, Support
from tests.access.officer import MONDAY, ONE, OTHER
from tests.terminal import Said, Terminal


@pytest.fixture
def terminal(own_database: str, capsys: Said) -> Iterator[Terminal]:
    with closing(Terminal(own_database, capsys)) as terminal:
        support = (Support("Hill School", "Year 5"), Support("Hill School", "Office"), Support("Police", "Response"))
        terminal.reviews.add(
            Review(ONE, "rotherham", Stage.CONSIDERED, agencies=("Hill School", "Police")), "officer", MONDAY, support
        )
        terminal.reviews.add(Review(OTHER, "rotherham", Stage.CONSIDERED, agencies=("Police",)), "officer", MONDAY)
        yield terminal
