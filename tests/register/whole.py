"""The sheet `whole.csv`, and the two reviews that it comes to in whatever form it is taken in."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Callable

from scr.register.importing import import_file
from scr.rules.register import Imr, Review, Stage, Support
from scr.storage.register import RegisterStore, Written
from tests.full_review import AT, REVIEW, SUPPORT

LATER = AT + dt.timedelta(days=1)
AREAS = ("north_yorkshire", "rotherham")
Write = Callable[..., Path]
WHOLE = (Path(__file__).parent / "whole.csv").read_text(encoding="utf-8")
FIRST = replace(
    REVIEW,
    agencies=("Health", "Police"),
    imrs=(Imr("Health", dt.date(2026, 4, 1), dt.date(2026, 3, 1)), Imr("Police", dt.date(2026, 4, 2))),
    as_of=AT,
    version=1,
)
SECOND = Review("SCR-2026-002", "north_yorkshire", Stage.CONSIDERED, agencies=("Health",), as_of=AT, version=1)
MIDWIFERY = replace(
    SUPPORT, debrief_place="room 2, Sample Clinic", feedback_date=None, feedback_time=None, feedback_place=None
)


def take(path: Path, store: RegisterStore, at: dt.datetime = AT, dry_run: bool = False) -> Written:
    return import_file(path, store, "Pat Example", at, AREAS, dry_run)


def holds_the_whole(store: RegisterStore) -> None:
    assert store.review("SCR-2026-001") == FIRST
    assert store.support("SCR-2026-001") == (MIDWIFERY, Support("Police", "patrol"))
    assert store.review("SCR-2026-002") == SECOND
