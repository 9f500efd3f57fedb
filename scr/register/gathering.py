"""Gathers from a file's lines what they say of each review, and what is wrong with which line.

What is filled in counts. Where a line's stage is filled in, its other cells about the review count too: an empty one takes
away what the register had, a column that the file lacks leaves it. So it is with `imr` and its dates, and with a team and
what was arranged for it. What no line speaks of stays as it is.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Collection, Dict, Iterable, Iterator, List, Mapping, Optional, Set, Tuple

from scr.register.errors import CannotRead, Problem
from scr.register.fields import OF_IMR, OF_REVIEW, OF_SUPPORT, Cell, check_area, read_field
from scr.register.lines import Line
from scr.register.spelling import Spellings

Values = Dict[str, Any]


@dataclass
class Stated:
    """All that a file says of one review, gathered from its lines; a value of None takes away what there was."""

    line: int
    review: Values = field(default_factory=dict)
    imrs: Dict[str, Values] = field(default_factory=dict)
    support: Dict[Tuple[str, str], Values] = field(default_factory=dict)
    agencies: Dict[str, None] = field(default_factory=dict)
    """Those that lines are about, in order."""


class Gathering:
    """Takes lines in, whatever their order, and keeps what is wrong with them."""

    def __init__(self, today: dt.date, areas: Collection[str], agencies: Spellings, teams: Spellings) -> None:
        self.stated: Dict[str, Stated] = {}
        self.problems: List[Problem] = []
        self.spoilt: Set[str] = set()
        """Reviews of which a line is wrong: what else seems wrong with them may come of that."""
        self._today = today
        self._areas = areas
        self._agencies = agencies
        self._teams = teams
        self._reference_before: Optional[str] = None

    def take(self, line: Line) -> None:
        values, wrong = self._read(line)
        is_told = any(column == "reference" for column, _ in wrong)
        reference = values.pop("reference", None) or (None if is_told else self._reference_before)
        if reference is None and not is_told:
            wrong.append(("reference", "reference: it is empty; say which review the line is about"))
        self._reference_before = reference
        if reference is not None:
            stated = self.stated.setdefault(reference, Stated(line.number))
            wrong += [("", message) for message in self._state(stated, values)]
            if wrong:
                self.spoilt.add(reference)
        self.problems += [Problem(line.number, message) for _, message in wrong]

    def _read(self, line: Line) -> Tuple[Values, List[Tuple[str, str]]]:
        """What the line says, and of each column that cannot be read, why."""
        values: Values = {}
        wrong: List[Tuple[str, str]] = []
        for column, cell in _with_contact_apart(line.cells).items():
            try:
                values[column] = self._check(column, read_field(column, cell))
            except CannotRead as error:
                wrong.append((column, str(error)))
        return values, wrong

    def _check(self, column: str, value: Any) -> Any:
        if value is None:
            return None
        if column == "area":
            check_area(value, self._areas)
        if column in _IN_THE_PAST and value > self._today:
            raise CannotRead(f"{column}: {value} is in the future; it is entered once it has come")
        if column == "agency":
            return self._agencies.take(value)
        if column == "agencies":
            return tuple(dict.fromkeys(map(self._agencies.take, value)))
        return self._teams.take(value) if column == "team" else value

    def _state(self, stated: Stated, values: Values) -> Iterator[str]:
        """Add what a line says; yields what cannot be, in words."""
        yield from _merge(stated.review, values, OF_REVIEW, is_whole=values.get("stage") is not None)
        agency: Any = values.get("agency")
        team: Any = values.get("team")
        says_imr = any(values.get(column) is not None for column in ("imr", *OF_IMR))
        says_support = any(values.get(column) is not None for column in OF_SUPPORT)
        if agency is None and (says_imr or says_support or team):
            yield "agency: it is empty; say whose this is"
            return
        if team is None and says_support:
            yield "team: it is empty; say for which team this was arranged"
            return
        if agency is not None:
            stated.agencies[agency] = None
        if says_imr:
            yield from _merge(stated.imrs.setdefault(agency, {}), values, ("imr", *OF_IMR), bool(values.get("imr")))
        if team is not None:
            yield from _merge(stated.support.setdefault((agency, team), {}), values, OF_SUPPORT, is_whole=True)


_IN_THE_PAST = ("stage_since", "decided_on", "imr_signed_off")


def _with_contact_apart(cells: Mapping[str, Cell]) -> Mapping[str, Cell]:
    if "contact" not in cells:
        return cells
    name, _, role = str(cells["contact"] or "").partition(",")
    return {
        **{column: cell for column, cell in cells.items() if column != "contact"},
        "contact_name": name,
        "contact_role": role,
    }


def _merge(into: Values, values: Values, columns: Iterable[str], is_whole: bool) -> Iterator[str]:
    """Take over those columns; yields, in words, where another line said otherwise."""
    for column in columns:
        value = values.get(column)
        before = into.get(column)
        if value is None:
            if is_whole and column in values:
                into.setdefault(column, None)
        elif before is not None and before != value:
            yield f"{column}: another line of this review says {_written(before)}, and this one {_written(value)}"
        else:
            into[column] = value


def _written(value: Any) -> str:
    return "; ".join(value) if isinstance(value, tuple) else str(value.value if isinstance(value, Enum) else value)
