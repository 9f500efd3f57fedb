"""The register's records as text for a terminal."""

from __future__ import annotations

import datetime as dt
from typing import Iterator, List, Optional, Sequence

from scr.rules.register import Imr, Review, Support
from scr.storage.history import Entry
from scr.storage.register import Record
from scr.storage.support_requests import SupportRequest

_NOT_SAID = "not said"


def shown(record: Record, today: dt.date) -> Iterator[str]:
    """A review with all that belongs to it, line by line."""
    review = record.review
    yield f"{review.reference}, {review.area}"
    yield f"  stage        {review.stage.value}, since {review.stage_since or _NOT_SAID}"
    yield f"  decided on   {review.decided_on or _NOT_SAID}"
    yield f"  expected by  {_expected(review, today)}"
    yield f"  on hold      {review.hold.value if review.hold else 'no'}"
    if review.summary_url:
        yield f"  summary      {review.summary_url}"
    yield f"  agencies     {', '.join(review.agencies) or 'none'}"
    yield f"  as of        {_moment(review.as_of)}"
    yield "  individual management reviews" + ("" if review.imrs else ": none")
    yield from (f"    {_imr(imr)}" for imr in review.imrs)
    yield "  support" + ("" if record.support else ": nothing was arranged")
    for support in record.support:
        yield from (f"    {line}" for line in _support(support))


def listed(reviews: Iterator[Review], today: dt.date) -> Iterator[str]:
    """A line for each review."""
    for review in reviews:
        marks = [review.hold.value] if review.hold else []
        marks += ["overdue"] if review.is_overdue(today) else []
        note = f"  ({', '.join(marks)})" if marks else ""
        since = str(review.stage_since or "")
        yield f"{review.reference}  {review.area:<18} {review.stage.value:<28} {since:<10}{note}".rstrip()


def told(entry: Entry) -> Iterator[str]:
    """A change, and under it what it changed."""
    yield f"{entry.number}  {_moment(entry.at)}  {entry.by}  {entry.change}  {entry.reference or ''}".rstrip()
    for field, was_and_is in entry.details.items():
        yield f"    {field}: {_was_and_is(was_and_is)}"


def asked(request: SupportRequest) -> str:
    """A request for support on one line."""
    contact = request.contact_name or "the board's officer"
    whose = f"{request.person} ({request.agency}, {request.team})"
    return f"{request.number}  {request.reference}  {whose}, for {contact}, to be answered by {request.answer_by}"


def _expected(review: Review, today: dt.date) -> str:
    if review.expected_by is None:
        return "no date"
    return f"{review.expected_by}{', overdue' if review.is_overdue(today) else ''}"


def _imr(imr: Imr) -> str:
    return f"{imr.agency}: due {imr.due or _NOT_SAID}, signed off {imr.signed_off or 'not yet'}"


def _support(support: Support) -> List[str]:
    contact = _joined([support.contact_name, support.contact_role, support.phone, support.email])
    kind = support.debrief_kind.value if support.debrief_kind else None
    debrief = _joined([kind, _when(support.debrief_date, support.debrief_time), support.debrief_place])
    feedback = _joined([_when(support.feedback_date, support.feedback_time), support.feedback_place])
    return [
        f"{support.agency}, {support.team}",
        f"  contact   {contact or 'nobody yet'}",
        f"  debrief   {debrief or 'not arranged yet'}",
        f"  feedback  {feedback or 'not arranged yet'}",
    ]


def _when(date: Optional[dt.date], time: Optional[dt.time]) -> Optional[str]:
    parts = [date.isoformat() if date else None, time.isoformat("minutes") if time else None]
    return " ".join(part for part in parts if part) or None


def _joined(parts: Sequence[Optional[str]]) -> str:
    return ", ".join(part for part in parts if part)


def _moment(at: Optional[dt.datetime]) -> str:
    return at.strftime("%Y-%m-%d %H:%M UTC") if at else _NOT_SAID


def _was_and_is(pair: object) -> str:
    if isinstance(pair, list) and len(pair) == 2:
        old, new = ("nothing" if value is None else value for value in pair)
        return f"{old} → {new}"
    return str(pair)
