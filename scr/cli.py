"""The terminal: `scr ask`, `scr serve`, `scr register …`, `scr desk …`, `scr unanswered`, `scr off`, `scr check` and others.

Each command imports what it needs when it is called: `scr ask` answers within a second because it imports no Rasa.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path
from typing import Callable, List, Optional

from scr.access_cli import add_audit_command, add_register_commands
from scr.asking_cli import add_commands as add_asking_commands
from scr.desk_cli import add_command as add_desk_command
from scr.register.cli import add_commands
from scr.settings import Settings, SettingsError, get_settings
from scr.switch_cli import add_commands as add_switch_commands
from scr.unanswered_cli import add_command as add_unanswered_command

_NOT_WELL = 1
_USAGE = 2
_DAY = 24 * 60 * 60.0


def main(arguments: Optional[List[str]] = None) -> int:
    given = sys.argv[1:] if arguments is None else arguments
    try:
        if given[:1] == ["rasa"]:  # the rest is Rasa's own to read
            return _rasa(given[1:])
        options = _parser().parse_args(given)
        run: Callable[[argparse.Namespace], int] = options.run
        return run(options)
    except SettingsError as error:
        print(error, file=sys.stderr)
        return _USAGE
    except BrokenPipeError:
        # Whoever read the output, such as `head`, has read enough; the interpreter would complain of it on its way out.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        if not _is_ours(error):
            raise
        print(error, file=sys.stderr)
        return _NOT_WELL
    except KeyboardInterrupt:
        return _NOT_WELL


def _is_ours(error: Exception) -> bool:
    """Errors whose message tells an editor or operator what to do. Named, since importing them would slow every start."""
    return type(error).__name__ in {"ContentError", "EncoderError", "ModelError", "DatabaseUnavailable", "WrongRasa"}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="scr", description="The Serious Case Review assistant.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    add_asking_commands(commands)

    serve = commands.add_parser("serve", help="run the assistant: action server, chat and page")
    serve.set_defaults(run=_serve)

    actions = commands.add_parser("actions", help="run the action server alone")
    actions.set_defaults(run=_actions)

    check = commands.add_parser("check", help="check data/ and say what is wrong with it")
    check.set_defaults(run=_check)

    evaluate = commands.add_parser("evaluate", help="measure against labelled questions and conversations")
    evaluate.add_argument("--questions", type=Path, required=True)
    evaluate.add_argument("--conversations", type=Path, required=True)
    evaluate.add_argument("--register", type=Path, required=True)
    evaluate.add_argument("--json", type=Path, help="write every case and the figures here")
    evaluate.add_argument("--page", type=Path, help="write a page with the confusions and every miss here")
    evaluate.set_defaults(run=_evaluate)

    cross = commands.add_parser("crossvalidate", help="measure on our own phrases, whole voices held out")
    cross.add_argument("--folds", type=Path, help="folder of encoders fine-tuned without the held-out voices")
    cross.add_argument("--page", type=Path, help="write the table and the curve here")
    cross.set_defaults(run=_crossvalidate)

    doubts = commands.add_parser("doubts", help="show phrases that may stand under the wrong label")
    doubts.add_argument("page", type=Path, help="where to write them, e.g. reports/doubts.md")
    doubts.add_argument("--folds", type=Path, help="folder of encoders fine-tuned without the held-out voices")
    doubts.set_defaults(run=_doubts)

    register = commands.add_parser("register", help="the register of reviews and who has access: scr register --help")
    register_commands = register.add_subparsers(required=True, metavar="COMMAND")
    add_commands(register_commands)
    add_register_commands(register_commands)
    add_audit_command(commands)
    add_unanswered_command(commands)
    add_switch_commands(commands)
    add_desk_command(commands)

    notify = commands.add_parser("notify", help="tell people in Teams what they asked to be told")
    notify.add_argument("--every", type=float, metavar="SECONDS", help="again and again, after so many seconds")
    notify.set_defaults(run=_notify)

    package = commands.add_parser("teams-package", help="make the app package that an administrator uploads to Teams")
    package.add_argument("file", type=Path, help="where to write it, e.g. var/teams.zip")
    package.add_argument("--address", required=True, help="https address of the assistant's pages")
    package.add_argument("--organisation", required=True, help="who offers the app, as people are to read it")
    package.set_defaults(run=_teams_package)

    forget = commands.add_parser("forget", help="delete conversations that ended some time ago")
    forget.add_argument("--days", type=int, required=True, help="delete those without a message for this many days")
    forget.set_defaults(run=_forget)

    commands.add_parser("rasa", help="any command of Rasa's, e.g. scr rasa shell")
    return parser


def _rasa(arguments: List[str]) -> int:
    from scr.rasa import launcher
    from scr.secret import actions_secret

    settings = get_settings()
    os.environ.setdefault("SCR_ACTIONS_ADDRESS", f"{settings.actions_host}:{settings.actions_port}")
    os.environ.setdefault("SCR_ACTIONS_SECRET", actions_secret(settings))
    launcher.run(arguments)
    return 0


def _serve(options: argparse.Namespace) -> int:
    from scr.serve import serve

    return serve(get_settings())


def _actions(options: argparse.Namespace) -> int:
    from scr.action_server import run

    run(get_settings())
    return 0


def _notify(options: argparse.Namespace) -> int:
    from scr.teams.notify import notify

    print(f"Told: {notify(get_settings(), options.every)}")
    return 0


def _teams_package(options: argparse.Namespace) -> int:
    from scr.content import load_content
    from scr.teams.package import write_package

    settings = get_settings()
    write_package(settings, load_content(settings.data_dir), options.file, options.address, options.organisation)
    print(f"Written: {options.file}. docs/teams.md says where to upload it.")
    return 0


def _check(options: argparse.Namespace) -> int:
    from scr.content import ContentError, load_content
    from scr.content.check import problems_of_phrases

    settings: Settings = get_settings()
    try:
        content = load_content(settings.data_dir)
        problems = problems_of_phrases(content, settings.data_dir)
    except ContentError as error:
        problems = error.problems
    for problem in problems:
        print(problem, file=sys.stderr)
    print(f"data/: {len(problems)} problem(s)" if problems else "data/: all is well")
    return _NOT_WELL if problems else 0


def _forget(options: argparse.Namespace) -> int:
    from scr.storage.conversations import ConversationStore
    from scr.storage.database import connect
    from scr.storage.teams import TeamsStore
    from scr.storage.unanswered import UnansweredStore

    if options.days < 1:
        print("--days should be 1 or more: who is in a conversation now would lose it", file=sys.stderr)
        return _USAGE
    settings = get_settings()
    engine, moment = connect(settings.sqlalchemy_url, settings.database_timeout), time.time() - options.days * _DAY
    deleted = ConversationStore(engine).forget_before(moment)
    TeamsStore(engine).forget_before(moment)
    questions = UnansweredStore(engine).forget_before(moment)
    print(f"{deleted} event(s) of conversations without a message for {options.days} day(s) are deleted.")
    print(f"{questions} question(s) that could not be answered, asked longer ago than that, are deleted.")
    return 0


def _evaluate(options: argparse.Namespace) -> int:
    from scr.evaluation.run import evaluate

    return evaluate(options.questions, options.conversations, options.register, options.json, options.page)


def _crossvalidate(options: argparse.Namespace) -> int:
    from scr.evaluation.crossvalidation import crossvalidate

    return crossvalidate(get_settings(), options.folds, options.page)


def _doubts(options: argparse.Namespace) -> int:
    from scr.evaluation.doubts import write_doubts

    return write_doubts(get_settings(), options.folds, options.page)


if __name__ == "__main__":
    sys.exit(main())
