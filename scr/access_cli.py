"""The terminal's commands for access: `scr register grant`, `code`, `revoke`, `people`, and `scr audit`.

Only what the commands take is said here; `access_commands.py` does it, and imports what that needs.
"""

from __future__ import annotations

import argparse
from typing import Any

from scr.register.by_whom import add_by

_DAYS = 180
_ROLES = "practitioner, manager, imr author, panel, helpline, officer"


def add_register_commands(commands: Any) -> None:
    """Add to the subparsers of `scr register`."""
    grant = commands.add_parser("grant", help="give somebody access to a review, and an access code if they have none")
    grant.add_argument("name", help='who, e.g. "Jo Example"; a name stands for one person')
    grant.add_argument("reference", help="of which review, e.g. SCR-2026-001")
    grant.add_argument("--agency", required=True, help="their agency, as the review names it")
    grant.add_argument("--team", required=True, help="their team, as support was arranged for it")
    grant.add_argument("--role", required=True, help=f"one of: {_ROLES}")
    grant.add_argument("--code", action="store_true", help="make a new code even if there is one; the old one ends")
    grant.add_argument("--teams", nargs=2, metavar=("TENANT", "OBJECT"), help="their ids in Teams")
    _add_expires(grant)
    add_by(grant)
    grant.set_defaults(run=_grant)

    code = commands.add_parser("code", help="make a new access code for somebody; the old one ends")
    code.add_argument("name")
    _add_expires(code)
    add_by(code)
    code.set_defaults(run=_code)

    revoke = commands.add_parser("revoke", help="end somebody's access to one review, or to all; signs them out at once")
    revoke.add_argument("name")
    revoke.add_argument("reference", nargs="?", help="left out: all reviews, their code and Teams too")
    add_by(revoke)
    revoke.set_defaults(run=_revoke)

    people = commands.add_parser("people", help="list who has access to what")
    people.set_defaults(run=_people)


def add_audit_command(commands: Any) -> None:
    """Add to the subparsers of `scr`."""
    audit = commands.add_parser("audit", help="list who asked for what of which review, and whether it was told")
    audit.add_argument("--since", metavar="DATE", help="from this day on, e.g. 2026-01-31")
    audit.add_argument("--person", metavar="NAME")
    audit.add_argument("--reference", metavar="REF")
    audit.add_argument("--csv", action="store_true", help="as a table for a spreadsheet")
    audit.set_defaults(run=_audit)


def _add_expires(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--expires",
        type=int,
        default=_DAYS,
        metavar="DAYS",
        help=f"how long a new code is good for; {_DAYS} days if left out",
    )


def _grant(options: argparse.Namespace) -> int:
    from scr.access_commands import grant

    return grant(options)


def _code(options: argparse.Namespace) -> int:
    from scr.access_commands import code

    return code(options)


def _revoke(options: argparse.Namespace) -> int:
    from scr.access_commands import revoke

    return revoke(options)


def _people(options: argparse.Namespace) -> int:
    from scr.access_commands import people

    return people(options)


def _audit(options: argparse.Namespace) -> int:
    from scr.access_commands import audit

    return audit(options)
