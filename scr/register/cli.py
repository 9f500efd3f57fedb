"""The commands of `scr register`, except those for access.

Only what the commands take is said here; `commands.py` and `file_commands.py` do it, and import what that needs.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from scr.register.by_whom import add_by

_STAGES = (
    "considered, decided, panel_set_up, terms_of_reference, imrs_requested, imrs_in_progress, imrs_signed_off, "
    "overview_report, executive_summary_published, action_plan_monitored, closed, not_held"
)
_HOLDS = "criminal_proceedings, inquest, other"
_SUPPORT = {
    "contact-name": "whom the team turns to",
    "contact-role": "what they are, e.g. 'named nurse'",
    "phone": "their telephone number",
    "email": "their e-mail address",
    "debrief-kind": "one to one, or group",
    "debrief-date": "e.g. 2026-09-14 or 14/09/2026",
    "debrief-time": "e.g. 14:30",
    "debrief-place": "where it is held",
    "feedback-date": "of the board's feedback session after the full report",
    "feedback-time": "of that session",
    "feedback-place": "of that session",
}


def add_commands(commands: Any) -> None:
    """Add to the subparsers of `scr register`."""
    _add_review_commands(commands)
    _add_support_commands(commands)
    _add_looking_commands(commands)
    _add_file_commands(commands)


def _add_review_commands(commands: Any) -> None:
    add = commands.add_parser("add", help="add a review")
    _add_reference(add)
    add.add_argument("--area", required=True, help="the area's id, e.g. rotherham")
    add.add_argument("--stage", default="considered", help=f"considered if left out; else one of: {_STAGES}")
    add.add_argument("--since", metavar="DATE", help="when it reached that stage")
    add.add_argument("--decided-on", metavar="DATE", help="when it was decided to hold the review")
    add.add_argument("--agency", action="append", default=[], help="an agency in it; give it again for each")
    add.add_argument("--hold", metavar="REASON", help=f"why it waits: {_HOLDS}")
    add.add_argument("--summary-url", metavar="URL", help="where the executive summary is published")
    add_by(add)
    add.set_defaults(run=_add)

    stage = commands.add_parser("stage", help="say that a review has reached a stage")
    _add_reference(stage)
    stage.add_argument("stage", help=_STAGES)
    stage.add_argument("--on", metavar="DATE", help="when it did; today if left out")
    stage.add_argument("--summary-url", metavar="URL", help="where the executive summary is published")
    add_by(stage)
    stage.set_defaults(run=_stage)

    hold = commands.add_parser("hold", help="say why a review waits, or that it waits no longer")
    _add_reference(hold)
    hold.add_argument("reason", help=f"{_HOLDS}, or none")
    add_by(hold)
    hold.set_defaults(run=_hold)

    confirm = commands.add_parser("confirm", help="say that what the register says of a review is still so today")
    _add_reference(confirm)
    add_by(confirm)
    confirm.set_defaults(run=_confirm)

    agency = commands.add_parser("agency", help="add an agency to a review, or take it away")
    _add_reference(agency)
    agency.add_argument("agency", help="its name")
    agency.add_argument("--remove", action="store_true", help="take it away; it must have nothing left in the review")
    add_by(agency)
    agency.set_defaults(run=_agency)

    imr = commands.add_parser("imr", help="an agency's individual management review: when due, when signed off")
    _add_reference(imr)
    imr.add_argument("agency", help="an agency of the review")
    imr.add_argument("--due", metavar="DATE", help="when it is due; '' takes the date away")
    imr.add_argument("--signed-off", metavar="DATE", help="when it was signed off; '' takes the date away")
    imr.add_argument("--remove", action="store_true", help="the agency owes none")
    add_by(imr)
    imr.set_defaults(run=_imr)


def _add_support_commands(commands: Any) -> None:
    support = commands.add_parser("support", help="what was arranged for a team: contact, debrief, feedback session")
    _add_reference(support)
    support.add_argument("agency", help="an agency of the review")
    support.add_argument("team", help="the team it was arranged for")
    for option, meaning in _SUPPORT.items():
        support.add_argument(f"--{option}", metavar="…", help=f"{meaning}; '' takes it away")
    support.add_argument("--remove", action="store_true", help="forget it, as where it was entered for the wrong team")
    add_by(support)
    support.set_defaults(run=_support)

    requests = commands.add_parser("requests", help="list the requests for support that are open, or answer one")
    requests.add_argument("action", nargs="?", choices=["answer"], help="note that a request has been answered")
    requests.add_argument("number", nargs="?", type=int, help="its number")
    requests.set_defaults(run=_requests)


def _add_looking_commands(commands: Any) -> None:
    show = commands.add_parser("show", help="show all that the register says of a review")
    _add_reference(show)
    show.set_defaults(run=_show)

    listing = commands.add_parser("list", help="list the reviews")
    listing.add_argument("--area", help="of this area alone")
    listing.add_argument("--stage", help="at this stage alone")
    listing.set_defaults(run=_list)

    history = commands.add_parser("history", help="list who changed what, and when")
    history.add_argument("reference", nargs="?", help="of this review alone")
    history.add_argument("--last", type=int, default=50, metavar="COUNT", help="how many changes; 50 if left out")
    history.set_defaults(run=_history)

    verify = commands.add_parser("verify", help="find out whether anybody meddled with the history")
    verify.add_argument(
        "--noted", metavar="NUMBER:HASH", help="what an earlier verify said: finds out whether the end was taken away too"
    )
    verify.set_defaults(run=_verify)


def _add_file_commands(commands: Any) -> None:
    taking = commands.add_parser("import", help="take reviews in from a file; all of it or nothing")
    taking.add_argument("file", type=Path, help=".csv, .xlsx or .yml; docs/register.md has the columns")
    taking.add_argument("--dry-run", action="store_true", help="say what would happen, and change nothing")
    add_by(taking)
    taking.set_defaults(run=_import)

    giving = commands.add_parser("export", help="write the whole register to a file that can be imported again")
    giving.add_argument("file", type=Path, help=".csv, .xlsx or .yml")
    giving.set_defaults(run=_export)


def _add_reference(command: argparse.ArgumentParser) -> None:
    command.add_argument("reference", help="e.g. SCR-2026-001")


def _add(options: argparse.Namespace) -> int:
    from scr.register import commands

    return commands.add(options)


def _stage(options: argparse.Namespace) -> int:
    from scr.register import commands

    return commands.stage(options)


def _hold(options: argparse.Namespace) -> int:
    from scr.register import commands

    return commands.hold(options)


def _confirm(options: argparse.Namespace) -> int:
    from scr.register import commands

    return commands.confirm(options)


def _agency(options: argparse.Namespace) -> int:
    from scr.register import commands

    return commands.agency(options)


def _imr(options: argparse.Namespace) -> int:
    from scr.register import commands

    return commands.imr(options)


def _support(options: argparse.Namespace) -> int:
    from scr.register import commands

    return commands.support(options)


def _requests(options: argparse.Namespace) -> int:
    from scr.register import looking_commands

    return looking_commands.requests(options)


def _show(options: argparse.Namespace) -> int:
    from scr.register import looking_commands

    return looking_commands.show(options)


def _list(options: argparse.Namespace) -> int:
    from scr.register import looking_commands

    return looking_commands.list_reviews(options)


def _history(options: argparse.Namespace) -> int:
    from scr.register import looking_commands

    return looking_commands.history(options)


def _verify(options: argparse.Namespace) -> int:
    from scr.register import looking_commands

    return looking_commands.verify(options)


def _import(options: argparse.Namespace) -> int:
    from scr.register import file_commands

    return file_commands.import_(options)


def _export(options: argparse.Namespace) -> int:
    from scr.register import file_commands

    return file_commands.export(options)
