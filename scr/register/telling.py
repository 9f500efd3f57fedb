"""What the register's commands share: the database they open, and how they say what is wrong."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from functools import wraps
from typing import Any, Callable, List

from sqlalchemy.engine import Engine

from scr.register.errors import CannotRead, ImportRefused
from scr.register.fields import read_field
from scr.register.spelling import Spellings
from scr.rules.register import Refused, Review
from scr.settings import get_settings
from scr.storage.database import DatabaseUnavailable, connect
from scr.storage.register import NoSuchReview, RegisterError, RegisterStore
from scr.storage.support_requests import NoSuchRequest

_NOT_DONE = 1
_LONGEST_BY = 120

Command = Callable[[argparse.Namespace], int]


def tells(command: Command) -> Command:
    """The command, which says on stderr in a sentence or two why it was not done."""

    @wraps(command)
    def told(options: argparse.Namespace) -> int:
        try:
            return command(options)
        except (CannotRead, RegisterError, NoSuchRequest, Refused) as error:
            _say(f"{error}.")
        except ImportRefused as error:
            _say(str(error))
            _say(f"Nothing was imported. Put {'that' if len(error.problems) == 1 else 'those'} right and import again.")
        except DatabaseUnavailable as error:
            _say(f"{error}. Find out whether the database is up, and try again.")
        except BrokenPipeError:  # an OSError, yet no failure: `scr.cli` ends every command that nobody reads on in silence
            raise
        except OSError as error:
            _say(f"{error.filename}: {error.strerror}. Nothing was changed.")
        return _NOT_DONE

    return told


def engine() -> Engine:
    """The database that the settings name.

    Raises:
        DatabaseUnavailable
    """
    settings = get_settings()
    return connect(settings.sqlalchemy_url, settings.database_timeout)


def areas() -> List[str]:
    """The ids of the areas that there is content for."""
    return sorted(path.stem for path in (get_settings().data_dir / "areas").glob("*.yml"))


def now() -> dt.datetime:
    return dt.datetime.now(dt.timezone.utc)


def signed(options: argparse.Namespace) -> str:
    """Who does it.

    Raises:
        CannotRead
    """
    by = " ".join(str(options.by).split())
    if not by or not by.isprintable() or len(by) > _LONGEST_BY:
        raise CannotRead(f"--by should be a name of up to {_LONGEST_BY} characters")
    return by


def reference_in(options: argparse.Namespace) -> str:
    """
    Raises:
        CannotRead
    """
    return str(required("reference", options.reference))


def review_in(options: argparse.Namespace, store: RegisterStore) -> Review:
    """The review that a command names.

    Raises:
        CannotRead, NoSuchReview, DatabaseUnavailable
    """
    reference = reference_in(options)
    review = store.review(reference)
    if review is None:
        raise NoSuchReview(reference)
    return review


def agency_in(options: argparse.Namespace, review: Review) -> str:
    """The agency that a command names, as the review spells it.

    Raises:
        CannotRead: it is none of the review's.
    """
    agency = Spellings(review.agencies).find(required("agency", options.agency))
    if agency not in review.agencies:
        named = ", ".join(review.agencies) or "none"
        raise CannotRead(
            f"{agency} is not among the agencies of {review.reference}, which are: {named}. "
            f'To add it: scr register agency {review.reference} "{agency}"'
        )
    return agency


def required(field: str, text: str) -> Any:
    """
    Raises:
        CannotRead: also where it is empty.
    """
    value = read_field(field, text)
    if value is None:
        raise CannotRead(f"{field}: it is empty")
    return value


def _say(text: str) -> None:
    print(text.encode("utf-8", "replace").decode("utf-8"), file=sys.stderr)
