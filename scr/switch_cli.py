"""The terminal's commands that close every door and open them again: `scr off` and `scr on`."""

from __future__ import annotations

import argparse
from typing import Any

from scr.register.by_whom import add_by


def add_commands(commands: Any) -> None:
    """Add to the subparsers of `scr`."""
    off = commands.add_parser("off", help="switch the assistant off: every door says so and whom to ask")
    off.add_argument("--reason", required=True, help="why, for the history alone; name nobody")
    add_by(off)
    off.set_defaults(run=_off)

    on = commands.add_parser("on", help="switch the assistant on again")
    add_by(on)
    on.set_defaults(run=_on)


def _off(options: argparse.Namespace) -> int:
    from scr.switch_commands import off

    return off(options)


def _on(options: argparse.Namespace) -> int:
    from scr.switch_commands import on

    return on(options)
