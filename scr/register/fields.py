"""The fields of the register as people write them, in cells, in YAML and after a command's options."""

from __future__ import annotations

import datetime as dt
import re
from enum import Enum
from functools import lru_cache
from typing import Any, Callable, Collection, Dict, Mapping, Optional, Tuple, Type, TypeVar, Union

from scr.register.errors import CannotRead
from scr.rules import reference as references
from scr.rules.register import DebriefKind, Hold, Stage
from scr.storage.tables import review_agencies, reviews, supports

Cell = Union[str, int, float, bool, dt.date, dt.datetime, dt.time, None]
"""A spreadsheet keeps kinds; elsewhere everything is text. Empty is None or blank text."""

_Member = TypeVar("_Member", bound=Enum)

# Control characters, halves of characters, and what XML cannot hold: none belongs in a name.
_UNFIT = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_DAY_FIRST = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")
_TIME = re.compile(r"(\d{1,2})[:.](\d{2})(?::(\d{2}))?")
_FIRST_NOUGHT_LOST = re.compile(r"[1-9]\d{8,9}")
_PHONE = re.compile(r"\+?[\d\s()./-]{3,}(?:\s*(?:ext|x)\.?\s*\d+)?", re.IGNORECASE)
_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
_FIRST_YEAR, _LAST_YEAR = 2000, 2099


def read_field(column: str, cell: Cell) -> Any:
    """The value of a field; None where the cell is empty.

    Raises:
        CannotRead: naming the field, the value and what it should be.
    """
    try:
        if isinstance(cell, str):
            return _read_text(column, cell)
        return None if cell is None else _READERS[column](cell)
    except CannotRead as error:
        raise CannotRead(f"{column}: {error}") from error


@lru_cache(maxsize=10_000)  # a column says the same again and again
def _read_text(column: str, text: str) -> Any:
    text = " ".join(text.split())
    return _READERS[column](text) if text else None


def check_area(area: str, known: Collection[str]) -> None:
    """
    Raises:
        CannotRead: there is no such area.
    """
    if area not in known:
        raise CannotRead(f"area: there is no area {area!r}; the areas are {', '.join(sorted(known))}")


def _text(limit: int) -> Callable[[Cell], str]:
    def read(cell: Cell) -> str:
        if isinstance(cell, float) and cell.is_integer():
            cell = int(cell)  # a spreadsheet's 12
        cell = str(cell)
        if _UNFIT.search(cell):
            raise CannotRead(f"{cell!r} has a character in it that cannot be printed; type it anew")
        if len(cell) > limit:
            raise CannotRead(f"{cell[:30]!r}… is longer than {limit} characters; shorten it")
        return cell

    return read


def _agency(cell: Cell) -> str:
    name = _text(_AGENCY_LIMIT)(cell)
    if ";" in name:
        raise CannotRead(f"{name!r} has a semicolon in it, which separates agencies; name one agency")
    return name


def _agencies(cell: Cell) -> Tuple[str, ...]:
    names = [" ".join(name.split()) for name in str(cell).split(";")]
    return tuple(_agency(name) for name in names if name)


def _reference(cell: Cell) -> str:
    found = references.read(_text(60)(cell))
    if found is None:
        raise CannotRead(f"{cell!r} is no reference; it should look like SCR-2026-001")
    return found


def _date(cell: Cell) -> dt.date:
    date = cell.date() if isinstance(cell, dt.datetime) else cell if isinstance(cell, dt.date) else _date_in(str(cell))
    if date is None or not _FIRST_YEAR <= date.year <= _LAST_YEAR:
        raise CannotRead(f"{str(cell)!r} is no date; write it as 2026-09-14 or 14/09/2026")
    return date


def _date_in(text: str) -> Optional[dt.date]:
    day_first = _DAY_FIRST.fullmatch(text)
    try:
        if day_first:
            return dt.date(int(day_first[3]), int(day_first[2]), int(day_first[1]))
        return dt.date.fromisoformat(text.split("T")[0].split(" ")[0])
    except ValueError:
        return None


def _time(cell: Cell) -> dt.time:
    if isinstance(cell, dt.datetime):
        cell = cell.time()
    if isinstance(cell, dt.time):
        return cell.replace(microsecond=0)
    found = _TIME.fullmatch(str(cell))
    try:
        if found:
            return dt.time(int(found[1]), int(found[2]), int(found[3] or 0))
    except ValueError:
        pass
    raise CannotRead(f"{str(cell)!r} is no time of day; write it as 14:30")


def _phone(cell: Cell) -> str:
    number = _text(40)(cell)
    if _FIRST_NOUGHT_LOST.fullmatch(number.replace(" ", "")):
        raise CannotRead(f"{number} has lost the 0 at its beginning; make the column one of text, and type it again")
    if not _PHONE.fullmatch(number):
        raise CannotRead(f"{number!r} is no telephone number; write it as 01632 960101")
    return number


def _email(cell: Cell) -> str:
    address = _text(120)(cell)
    if not _EMAIL.fullmatch(address):
        raise CannotRead(f"{address!r} is no e-mail address")
    return address


def _as_name(text: str) -> str:
    return re.sub(r"[\s_-]+", "_", text.strip().lower())


def _one_of(kind: Type[_Member]) -> Callable[[Cell], _Member]:
    members = {_as_name(member.value): member for member in kind}

    def read(cell: Cell) -> _Member:
        found = members.get(_as_name(str(cell)))
        if found is None:
            raise CannotRead(f"{str(cell)!r} is not known; it is one of: {', '.join(member.value for member in kind)}")
        return found

    return read


def _yes_or_no(cell: Cell) -> bool:
    answer = {"yes": True, "no": False, "true": True, "false": False}.get(str(cell).lower())
    if answer is None:
        raise CannotRead(f"{str(cell)!r} is neither yes nor no")
    return answer


_AGENCY_LIMIT: int = review_agencies.c.agency.type.length

_READERS: Mapping[str, Callable[[Cell], Any]] = {
    "reference": _reference,
    "area": lambda cell: _as_name(_text(reviews.c.area.type.length)(cell)),
    "stage": _one_of(Stage),
    "stage_since": _date,
    "decided_on": _date,
    "hold": _one_of(Hold),
    "summary_url": _text(reviews.c.summary_url.type.length),
    "agencies": _agencies,
    "agency": _agency,
    "imr": _yes_or_no,
    "imr_due": _date,
    "imr_signed_off": _date,
    "team": _text(supports.c.team.type.length),
    "contact_name": _text(supports.c.contact_name.type.length),
    "contact_role": _text(supports.c.contact_role.type.length),
    "phone": _phone,
    "email": _email,
    "debrief_kind": _one_of(DebriefKind),
    "debrief_date": _date,
    "debrief_time": _time,
    "debrief_place": _text(supports.c.debrief_place.type.length),
    "feedback_date": _date,
    "feedback_time": _time,
    "feedback_place": _text(supports.c.feedback_place.type.length),
}

COLUMNS: Tuple[str, ...] = tuple(_READERS)
"""The columns of a file, in order."""

_FIRST_OF_SUPPORT = COLUMNS.index("contact_name")
OF_REVIEW = ("area", "stage", "stage_since", "decided_on", "hold", "summary_url", "agencies")
OF_IMR: Dict[str, str] = {"imr_due": "due", "imr_signed_off": "signed_off"}
OF_SUPPORT = COLUMNS[_FIRST_OF_SUPPORT:]
