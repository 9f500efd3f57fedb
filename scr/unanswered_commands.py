"""What `scr unanswered` does."""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Dict, FrozenSet, Iterable, List, Optional, Sequence, Tuple

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from scr.register.errors import CannotRead
from scr.register.exporting import guarded
from scr.register.fields import check_area
from scr.register.telling import areas, engine, tells
from scr.settings import get_settings
from scr.storage.unanswered import Kept, UnansweredStore
from scr.understanding.encoder import Encoder
from scr.understanding.grouping import groups

_COLUMNS = ("group", "number", "day", "why", "area", "agency", "text")
_NONE = "none named"


@dataclass(frozen=True)
class Group:
    """Questions that mean much the same. It goes by the lowest number among them, which stays while it is open."""

    number: int
    questions: Tuple[Kept, ...]

    @property
    def numbers(self) -> FrozenSet[int]:
        """By any of which it can be named."""
        return frozenset((self.number, *(question.number for question in self.questions)))

    def counts(self, field: str) -> Dict[str, int]:
        """How many have which value, the most frequent first."""
        return dict(Counter(str(_value(question, field)) for question in self.questions).most_common())

    def as_dict(self) -> Dict[str, Any]:
        """For JSON."""
        return {
            "number": self.number,
            "count": len(self.questions),
            "example": self.questions[0].text,
            **{field: self.counts(field) for field in ("why", "area", "agency")},
            "questions": [_row(question) for question in self.questions],
        }


@tells
def unanswered(options: argparse.Namespace) -> int:
    _check(options)
    store = UnansweredStore(engine())
    found = _found(store.open_questions(), _day(options.since), options.area)
    if options.action == "done":
        return _done(store, found, options.numbers)
    if options.json:
        print(json.dumps([group.as_dict() for group in found], ensure_ascii=False, indent=2))
    elif options.csv:
        _write(options.csv, found)
        print(f"Written: {options.csv}, {sum(len(group.questions) for group in found)} question(s).")
    elif found:
        Console().print(_table(found))
    else:
        print("There is no question that could not be answered, and that is not done.")
    return 0


def _check(options: argparse.Namespace) -> None:
    """
    Raises:
        CannotRead
    """
    if options.area:
        check_area(options.area, areas())
    if options.action == "done" and not options.numbers:
        raise CannotRead("Which ones? Write: scr unanswered done NUMBER")


def _day(text: Optional[str]) -> dt.date:
    try:
        return dt.date.fromisoformat(text) if text else dt.date.min
    except ValueError as error:
        raise CannotRead(f"{text!r} is no date; it should look like 2026-01-31") from error


def _found(kept: Sequence[Kept], since: dt.date, area: Optional[str]) -> List[Group]:
    """The groups, the biggest first. All that is open is grouped, so that a group's number is the same in every list."""
    encoder = Encoder(get_settings().encoder_dir)
    found = []
    for places in groups([question.text for question in kept], encoder):
        of_group = [kept[place] for place in places]
        wanted = tuple(each for each in of_group if each.day >= since and area in (None, each.area))
        if wanted:
            found.append(Group(of_group[0].number, wanted))
    return sorted(found, key=lambda group: (-len(group.questions), group.number))


def _done(store: UnansweredStore, found: Sequence[Group], numbers: Sequence[int]) -> int:
    chosen = [group for group in found if group.numbers & set(numbers)]
    unknown = set(numbers).difference(*(group.numbers for group in chosen))
    if unknown:
        raise CannotRead(f"There is no open question {', '.join(map(str, sorted(unknown)))} in the list")
    marked = store.mark_done([question.number for group in chosen for question in group.questions])
    for group in chosen:
        print(f"{group.number}  {len(group.questions)} question(s) such as: {group.questions[0].text}")
    print(f"{marked} question(s) are done and no longer listed.")
    return 0


def _table(found: Iterable[Group]) -> Table:
    table = Table("number", "count", "such as", "why", "area", "agency", "last asked")
    for group in found:
        last = max(question.day for question in group.questions)
        columns = [_counted(group.counts(field)) for field in ("why", "area", "agency")]
        example = escape(group.questions[0].text)
        table.add_row(str(group.number), str(len(group.questions)), example, *columns, last.isoformat())
    return table


def _counted(counts: Dict[str, int]) -> str:
    return "\n".join(f"{name} {count}" for name, count in counts.items())


def _write(path: Path, found: Iterable[Group]) -> None:
    # With a byte order mark, without which Excel takes the file for one of its own old code.
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        table = csv.writer(file)
        table.writerow(_COLUMNS)
        for group in found:
            for question in group.questions:
                row = {**_row(question), "group": group.number}
                table.writerow([guarded(str(row[name] or "")) for name in _COLUMNS])


def _row(question: Kept) -> Dict[str, Any]:
    fields = ("number", "text", "why", "area", "agency")
    return {**{field: _value(question, field, None) for field in fields}, "day": question.day.isoformat()}


def _value(question: Kept, field: str, none: Optional[str] = _NONE) -> Any:
    value = question.why.value if field == "why" else getattr(question, field)
    return none if value is None else value
