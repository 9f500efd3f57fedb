"""What `scr register import` and `export` do."""

from __future__ import annotations

import argparse
from contextlib import contextmanager
from typing import Callable, Dict, Iterator, Optional

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from scr.register.exporting import export_file
from scr.register.importing import import_file
from scr.register.telling import areas, engine, now, signed, tells
from scr.storage.register import RegisterStore

_SEEN_EVERY = 500


@tells
def import_(options: argparse.Namespace) -> int:
    by, store = signed(options), RegisterStore(engine())
    with _progress() as report:
        written = import_file(options.file, store, by, now(), areas(), options.dry_run, report)
    would = "would be " if options.dry_run else ""
    print(f"{written.added} {would}added, {written.changed} {would}changed, {written.unchanged} as they were.")
    return 0


@tells
def export(options: argparse.Namespace) -> int:
    count = export_file(options.file, RegisterStore(engine()).records())
    print(f"{count} reviews were written to {options.file}.")
    return 0


@contextmanager
def _progress() -> Iterator[Callable[[str, int, Optional[int]], None]]:
    """A bar for each step, on a terminal alone, that is gone once all is done."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        tasks: Dict[str, TaskID] = {}

        def report(step: str, done: int, of: Optional[int]) -> None:
            if of is None and done % _SEEN_EVERY:  # a bar that moves more often is not seen to
                return
            if step not in tasks:
                tasks[step] = progress.add_task(step, total=of)
            progress.update(tasks[step], completed=done)

        yield report
