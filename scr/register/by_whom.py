"""Who does it: the option of every command that changes something.

Both lists of commands import this at every start, so nothing that is slow to import belongs here.
"""

from __future__ import annotations

import argparse
import getpass


def add_by(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--by", default=_user(), metavar="NAME", help="who does it, for the history; your user name if left out"
    )


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container's user may have no name
        return "unknown"
