"""The terminal's commands for asking: `scr ask`, `scr try`, `scr labels`.

Only what the commands take is said here; `asking_commands.py` does it, and imports what that needs.
"""

from __future__ import annotations

import argparse
from typing import Any


def add_commands(commands: Any) -> None:
    """Add to the subparsers of `scr`."""
    ask = commands.add_parser("ask", help="answer one question")
    ask.add_argument("question", nargs="+", help="the question, in your own words")
    ask.add_argument("--area", help="area whose document is to answer, e.g. rotherham")
    ask.add_argument("--sources", action="store_true", help="show the documents' wording too")
    ask.add_argument("--json", action="store_true", help="print the answer as JSON")
    ask.set_defaults(run=_ask)

    try_out = commands.add_parser("try", help="show what is understood of a message, how surely, and the reply")
    try_out.add_argument("question", nargs="+")
    try_out.add_argument("--after", default="", help="topics of the answer before, separated by commas")
    try_out.set_defaults(run=_try)

    labels = commands.add_parser("labels", help="show what a message can be about, and what belongs to each")
    labels.set_defaults(run=_labels)


def _ask(options: argparse.Namespace) -> int:
    from scr.asking_commands import ask

    return ask(options)


def _try(options: argparse.Namespace) -> int:
    from scr.asking_commands import try_out

    return try_out(options)


def _labels(options: argparse.Namespace) -> int:
    from scr.asking_commands import show_labels

    return show_labels()
