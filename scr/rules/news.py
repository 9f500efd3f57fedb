"""What of all that changes in the register is news to somebody who follows a review."""

from __future__ import annotations

from enum import Enum
from typing import FrozenSet, Iterable, List, Mapping, Optional, Sequence

from scr.rules.enquiry import Party

Details = Mapping[str, Sequence[Optional[str]]]
"""Of one change: by field, what it was and what it is."""


class News(str, Enum):
    """What happened."""

    STAGE_REACHED = "stage_reached"
    DEBRIEF_ARRANGED = "debrief_arranged"
    DEBRIEF_MOVED = "debrief_moved"
    REQUEST_ANSWERED = "request_answered"


_OF_DEBRIEF = ("debrief_date", "debrief_time", "debrief_place")


def news_in(changes: Iterable[Details], teams: Sequence[Party]) -> FrozenSet[News]:
    """What the changes to a review, the oldest first, come to for somebody of these teams: the end counts, not the way."""
    found = set()
    fields = _first_and_last(changes)
    if _differs(fields.get("stage")):
        found.add(News.STAGE_REACHED)
    for party in teams:
        debrief = [fields.get(f"support, {party.agency}, {party.team}, {name}") for name in _OF_DEBRIEF]
        if any(map(_differs, debrief)):
            date = debrief[0]
            found.add(News.DEBRIEF_ARRANGED if date and date[0] is None else News.DEBRIEF_MOVED)
    return frozenset(found)


def _first_and_last(changes: Iterable[Details]) -> Mapping[str, Sequence[Optional[str]]]:
    fields: "dict[str, List[Optional[str]]]" = {}
    for details in changes:
        for name, (old, new) in details.items():
            fields.setdefault(name, [old, new])[1] = new
    return fields


def _differs(values: Optional[Sequence[Optional[str]]]) -> bool:
    return values is not None and values[0] != values[1]
