"""Reviews with nothing in them, and as they are kept."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from scr.rules.register import Review, Stage
from tests.full_review import AT

LATER = AT + dt.timedelta(days=3)


def bare(reference: str, area: str = "rotherham", stage: Stage = Stage.CONSIDERED) -> Review:
    return Review(reference, area, stage)


def as_kept(review: Review, at: dt.datetime = AT, version: int = 1) -> Review:
    return replace(review, as_of=at, version=version)
