"""The terminal's command for questions that got no answer: `scr unanswered`, and `scr unanswered done`."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any


def add_command(commands: Any) -> None:
    """Add to the subparsers of `scr`."""
    unanswered = commands.add_parser("unanswered", help="list what could not be answered, grouped by meaning")
    unanswered.add_argument("action", nargs="?", choices=("done",), help="mark groups as done; left out, they are listed")
    unanswered.add_argument("numbers", nargs="*", type=int, metavar="NUMBER", help="of any question in each group")
    unanswered.add_argument("--since", metavar="DATE", help="only those asked from this day on, e.g. 2026-01-31")
    unanswered.add_argument("--area", help="only those of an area, e.g. rotherham")
    unanswered.add_argument("--csv", type=Path, metavar="FILE", help="write a line for each question into a file")
    unanswered.add_argument("--json", action="store_true", help="print the groups as JSON")
    unanswered.set_defaults(run=_unanswered)


def _unanswered(options: argparse.Namespace) -> int:
    from scr.unanswered_commands import unanswered

    return unanswered(options)
