"""The terminal's commands for the accounts of the helpline's desk: `scr desk add`, `list`, `reset` and so on.

Only what the commands take is said here; `desk_commands.py` does it, and imports what that needs.
"""

from __future__ import annotations

import argparse
from typing import Any, Callable

from scr.register.by_whom import add_by

_ROLES = ("handler", "supervisor", "officer")


def add_command(commands: Any) -> None:
    """Add to the subparsers of `scr`."""
    desk = commands.add_parser("desk", help="who works at the helpline's desk: scr desk --help")
    desk_commands = desk.add_subparsers(required=True, metavar="COMMAND")
    _add_to(desk_commands)


def _add_to(commands: Any) -> None:
    add = _changing(commands, "add", "give somebody an account, and the link with which they set it up")
    add.add_argument("--role", required=True, choices=_ROLES, help="what they may do at the desk")
    _add_address(add)

    commands.add_parser("list", help="list the accounts, and whether each can be used").set_defaults(run=_named("list_all"))

    reset = _changing(commands, "reset", "end somebody's password and codes, and make a new link to set them up")
    _add_address(reset)

    _changing(commands, "disable", "let somebody in no more; signs them out at once")
    _changing(commands, "enable", "let somebody in again as before")

    role = _changing(commands, "role", "give somebody another role; signs them out")
    role.add_argument("role", choices=_ROLES)

    link = _changing(commands, "link", "say who somebody is at the board's OpenID provider")
    link.add_argument("subject", help='their "sub" there; the page that turns them away shows it')


def _changing(commands: Any, name: str, what: str) -> argparse.ArgumentParser:
    command: argparse.ArgumentParser = commands.add_parser(name, help=what)
    command.add_argument("name", help='who, e.g. "Jo Example"; a name stands for one person')
    add_by(command)
    command.set_defaults(run=_named(name))
    return command


def _add_address(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--address", help="of the assistant's pages as staff reach them, e.g. https://assistant.example.org"
    )


def _named(command: str) -> Callable[[argparse.Namespace], int]:
    def run(options: argparse.Namespace) -> int:
        from scr import desk_commands

        done: int = getattr(desk_commands, command)(options)
        return done

    return run
