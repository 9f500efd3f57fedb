"""From a file's lines to the register's records: all of them, or none. `gathering` has the rules of what a line says."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Callable, Collection, Iterable, List, Optional, Sequence, Tuple

from scr.register.calendar import local_date
from scr.register.errors import CannotRead, ImportRefused, Problem
from scr.register.fields import OF_IMR
from scr.register.gathering import Gathering, Stated, Values
from scr.register.lines import Line, read_lines
from scr.register.spelling import Spellings
from scr.rules.register import Imr, Refused, Review, Support
from scr.storage.register import Record, RegisterStore, Written
from scr.storage.register_changes import refuse_strangers


def import_file(
    path: Path,
    store: RegisterStore,
    by: str,
    at: dt.datetime,
    areas: Collection[str],
    dry_run: bool = False,
    report: Callable[[str, int, Optional[int]], None] = lambda step, done, of: None,
) -> Written:
    """Take a file into the register; with `dry_run`, say what that would do.

    `report` is told a step's name, how far it has got, and how far it will get, where that is known.

    Raises:
        ImportRefused: naming each line that is wrong; nothing was imported.
        CannotRead, OSError: the file cannot be read.
        RegisterError, DatabaseUnavailable
    """
    today = local_date(at)
    records = read_records(read_lines(path), store, today, areas, lambda done: report("reading", done, None))
    if dry_run:
        return store.compare(records)
    done = 0

    def tell(count: int) -> None:
        nonlocal done
        done += count
        report("writing", done, len(records))

    return store.write(records, by, at, "imported", tell)


def read_records(
    lines: Iterable[Line],
    store: RegisterStore,
    today: dt.date,
    areas: Collection[str],
    report: Callable[[int], None] = lambda done: None,
) -> List[Record]:
    """The records as they should be once the lines are taken in, each of the version that is in the register.

    Raises:
        ImportRefused, CannotRead, OSError, DatabaseUnavailable
    """
    gathering = Gathering(today, areas, Spellings(store.agencies()), Spellings(store.teams()))
    for line in lines:
        gathering.take(line)
        report(line.number)
    if not gathering.stated and not gathering.problems:
        raise CannotRead("The file holds no reviews; its first line names the columns, the next ones fill them in")
    there = {record.review.reference: record for record in store.named(list(gathering.stated))}
    records, problems = [], gathering.problems
    for reference, stated in gathering.stated.items():
        try:
            records.append(_record(reference, stated, there.get(reference)))
        except (Refused, CannotRead) as error:
            if reference not in gathering.spoilt:
                problems.append(Problem(stated.line, str(error)))
    if problems:
        raise ImportRefused(problems)
    return records


def _record(reference: str, stated: Stated, old: Optional[Record]) -> Record:
    """
    Raises:
        Refused, CannotRead: what is stated cannot be.
    """
    values = {column: value for column, value in stated.review.items() if column != "agencies"}
    agencies = stated.review.get("agencies")
    if old is None:
        if not values.get("area") or not values.get("stage"):
            raise CannotRead(f"{reference} is not in the register yet; fill in its area and its stage")
        base = Review(reference, values["area"], values["stage"])
        agencies = agencies or tuple(stated.agencies)
    else:
        base = old.review
        agencies = agencies or base.agencies
        # A review keeps its area and stage; these can be changed and not taken away.
        values = {column: value for column, value in values.items() if value or column not in ("area", "stage")}
    strangers = [agency for agency in stated.agencies if agency not in agencies]
    if strangers:
        raise CannotRead(f"{strangers[0]} is not among the agencies of {reference}; add it to them, or correct the name")
    review = replace(base, **values, agencies=agencies, imrs=_imrs(stated, base.imrs, agencies))
    support = tuple(_support(team, values, old) for team, values in stated.support.items())
    record = Record(review, support)
    refuse_strangers(old, record)
    return record


def _imrs(stated: Stated, before: Iterable[Imr], agencies: Sequence[str]) -> Tuple[Imr, ...]:
    imrs = {imr.agency: imr for imr in before}
    for agency, values in stated.imrs.items():
        if values.get("imr") is False:
            imrs.pop(agency, None)
            continue
        dates = {OF_IMR[column]: value for column, value in values.items() if column in OF_IMR}
        imrs[agency] = replace(imrs.get(agency, Imr(agency)), **dates)
    return tuple(sorted(imrs.values(), key=lambda imr: agencies.index(imr.agency) if imr.agency in agencies else -1))


def _support(team: Tuple[str, str], values: Values, old: Optional[Record]) -> Support:
    before = next((kept for kept in (old.support if old else ()) if (kept.agency, kept.team) == team), Support(*team))
    return replace(before, **values)
