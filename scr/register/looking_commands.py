"""What `scr register show`, `list`, `history`, `verify` and `requests` do."""

from __future__ import annotations

import argparse
import re
import sys
from typing import Iterable

from scr.register.calendar import local_date
from scr.register.errors import CannotRead
from scr.register.fields import check_area, read_field
from scr.register.showing import asked, listed, shown, told
from scr.register.telling import areas, engine, now, reference_in, tells
from scr.storage.history import HistoryStore
from scr.storage.register import NoSuchReview, RegisterStore
from scr.storage.support_requests import SupportRequestStore

_TAMPERED = 1
_NOTED = re.compile(r"(\d{1,9}):([0-9a-f]{8,64})")


@tells
def show(options: argparse.Namespace) -> int:
    reference = reference_in(options)
    record = RegisterStore(engine()).record(reference)
    if record is None:
        raise NoSuchReview(reference)
    _print(shown(record, local_date(now())))
    return 0


@tells
def list_reviews(options: argparse.Namespace) -> int:
    area, stage = read_field("area", options.area), read_field("stage", options.stage)
    if area:
        check_area(area, areas())
    records = RegisterStore(engine()).records(area, stage)
    count = _print(listed((record.review for record in records), local_date(now())))
    if not count:
        print("There is no such review." if area or stage else "The register is empty.")
    return 0


@tells
def history(options: argparse.Namespace) -> int:
    if options.last < 1:
        raise CannotRead("--last should be 1 or more")
    reference = reference_in(options) if options.reference else None
    for entry in HistoryStore(engine()).latest(options.last, reference):
        _print(told(entry))
    return 0


@tells
def verify(options: argparse.Namespace) -> int:
    noted = _NOTED.fullmatch(options.noted.strip()) if options.noted else None
    if options.noted and not noted:
        raise CannotRead("--noted should be a number and a hash as an earlier `scr register verify` printed them: 12:9f2c…")
    store = HistoryStore(engine())
    fault = store.verify()
    if fault is not None:
        print(f"The history is not as it was written. Number {fault.number}: {fault.reason}.", file=sys.stderr)
        print("Keep the database as it is, and find out who could write to it.", file=sys.stderr)
        return _TAMPERED
    if noted:
        entry = store.at_number(int(noted[1]))
        if entry is None or not entry.hash.startswith(noted[2]):
            gone = "is gone" if entry is None else "is another than the one noted"
            print(f"The history is not as it was written. Number {noted[1]} {gone}.", file=sys.stderr)
            return _TAMPERED
    last = next(iter(store.latest(1)), None)
    if last is None:
        print("The history is empty.")
        return 0
    print(
        f"All is as it was written, {last.number} changes. Note this down for the next time: {last.number}:{last.hash[:16]}"
    )
    return 0


@tells
def requests(options: argparse.Namespace) -> int:
    store = SupportRequestStore(engine())
    if options.action == "answer":
        if options.number is None:
            raise CannotRead("Which one? Write: scr register requests answer NUMBER")
        answered = store.answer(options.number, now())
        print(f"Request {answered.number} was answered on {answered.answered_at:%Y-%m-%d}.")
        return 0
    found = store.open_requests()
    _print(asked(request) for request in found)
    if not found:
        print("No request for support is open.")
    return 0


def _print(lines: Iterable[str]) -> int:
    """Print them; how many there were."""
    count = 0
    for line in lines:
        print(line)
        count += 1
    return count
