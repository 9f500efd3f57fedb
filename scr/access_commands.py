"""What `scr register grant`, `code`, `revoke`, `people` and `scr audit` do."""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import sys
import uuid
from typing import Optional, Sequence, Tuple

from scr.register.calendar import local_date
from scr.register.errors import CannotRead
from scr.register.spelling import Spellings
from scr.register.telling import agency_in, engine, now, reference_in, required, review_in, signed, tells
from scr.rules.access import Grant, Role
from scr.rules.codes import written
from scr.rules.register import Review, Support
from scr.storage.access import AccessStore, NoSuchPerson, Standing, TakenByAnother
from scr.storage.audit import AuditStore, LookUp
from scr.storage.register import RegisterStore

_NEED_NOT_BE_NAMED = frozenset({Role.PANEL, Role.OFFICER, Role.HELPLINE})
_LONGEST_NAME = 120
_MOST_DAYS = 3650


@tells
def grant(options: argparse.Namespace) -> int:
    by, at, name, role = signed(options), now(), _name(options.name), _role(options.role)
    days, user = _days(options.expires), _teams_user(options)
    database = engine()
    store, register = AccessStore(database), RegisterStore(database)
    review = review_in(options, register)
    agency = _agency(options, review, role)
    arranged = [support for support in register.support(review.reference) if support.agency == agency]
    team = Spellings(support.team for support in arranged).find(required("team", options.team))
    if user:
        _check_free(store, name, *user)
    store.grant(name, Grant(review.reference, agency, team, role), by, at)
    if user:
        store.link_teams(name, *user, by, at)
    print(f"{name} has access to {review.reference}: {role.value}, {agency}, {team}.")
    _warn_of_other_teams(team, arranged)
    _give_code_if_needed(store, name, options.code, days, by, at)
    return 0


@tells
def code(options: argparse.Namespace) -> int:
    by, at, name, days = signed(options), now(), _name(options.name), _days(options.expires)
    store = AccessStore(engine())
    if not _standing(store, name).grants:
        raise CannotRead(f"{name} has no access to any review, so a code would open nothing; use `scr register grant` first")
    _give_code(store, name, days, by, at)
    return 0


@tells
def revoke(options: argparse.Namespace) -> int:
    by, at, name = signed(options), now(), _name(options.name)
    reference = reference_in(options) if options.reference else None
    store = AccessStore(engine())
    ended = store.revoke(name, reference, by=by, at=at)
    if reference and not ended:
        raise CannotRead(f"{name} has no access to {reference}; `scr register people` shows who has")
    for held in ended:
        print(f"{name} has no access any more to {held.reference}: {_place(held)}.")
    if not _standing(store, name).grants:
        print(f"{name} has no access to anything, and neither a code nor a Teams user to sign in with.")
    return 0


@tells
def people(options: argparse.Namespace) -> int:
    standings, at = AccessStore(engine()).standings(), now()
    for standing in standings:
        print(f"{standing.person.name}: {_ways_in(standing, at)}")
        for held in standing.grants:
            print(f"  {held.reference}  {_place(held)}")
    if not standings:
        print("Nobody has been granted access; `scr register grant` does it.")
    return 0


@tells
def audit(options: argparse.Namespace) -> int:
    since = _start_of(options.since) if options.since else None
    reference = reference_in(options) if options.reference else None
    person = _name(options.person) if options.person else None
    look_ups = AuditStore(engine()).rows(since, person, reference)
    if options.csv:
        _print_table(look_ups)
        return 0
    for look_up in look_ups:
        who, what = look_up.person or "nobody signed in", look_up.reference or "no reference"
        print(f"{look_up.at:%Y-%m-%d %H:%M:%S} UTC  {who}: {look_up.kind} of {what}: {look_up.result}")
    if not look_ups:
        print("There are no such look-ups.")
    return 0


def _name(text: str) -> str:
    """Whom it is about, with single spaces.

    Raises:
        CannotRead: also where it begins like a formula, which a spreadsheet would work out.
    """
    name = " ".join(text.split())
    if not name.isprintable() or not name[:1].isalpha() or len(name) > _LONGEST_NAME:
        raise CannotRead(
            f"{name[:30]!r} is no name; it should begin with a letter and have up to {_LONGEST_NAME} characters"
        )
    return name


def _role(text: str) -> Role:
    try:
        return Role(" ".join(text.lower().replace("_", " ").replace("-", " ").split()))
    except ValueError as error:
        known = ", ".join(role.value for role in Role)
        raise CannotRead(f"{text!r} is no role; the roles are {known}") from error


def _days(number: int) -> int:
    if not 0 < number <= _MOST_DAYS:
        raise CannotRead(f"A code is good for 1 to {_MOST_DAYS} days, not for {number}")
    return number


def _teams_user(options: argparse.Namespace) -> Optional[Tuple[str, str]]:
    """Tenant and object id as Microsoft writes them; None where none were given."""
    if not options.teams:
        return None
    try:
        tenant, object_id = (str(uuid.UUID(text)) for text in options.teams)
    except ValueError as error:
        example = "0a1b2c3d-4e5f-4071-8293-a4b5c6d7e8f9"
        raise CannotRead(
            f"--teams takes two ids of Microsoft's, the tenant's and the user's; they look like {example}"
        ) from error
    return tenant, object_id


def _start_of(day: str) -> dt.datetime:
    try:
        return dt.datetime.combine(dt.date.fromisoformat(day), dt.time(), dt.timezone.utc)
    except ValueError as error:
        raise CannotRead(f"{day!r} is no date; it should look like 2026-01-31") from error


def _agency(options: argparse.Namespace, review: Review, role: Role) -> str:
    """The agency as the review spells it; people of the board and the helpline may be of one that is not named in it."""
    if role in _NEED_NOT_BE_NAMED:
        return Spellings(review.agencies).find(required("agency", options.agency))
    return agency_in(options, review)


def _check_free(store: AccessStore, name: str, tenant: str, object_id: str) -> None:
    holder = store.person_of_teams(tenant, object_id)
    if holder and holder.name != name:
        raise TakenByAnother(holder.name)


def _standing(store: AccessStore, name: str) -> Standing:
    standing = store.standing(name)
    if standing is None:
        raise NoSuchPerson(name)
    return standing


def _warn_of_other_teams(team: str, arranged: Sequence[Support]) -> None:
    teams = [support.team for support in arranged]
    if teams and team not in teams:
        others = ", ".join(teams)
        print(
            f"Nothing was arranged for a team {team!r} of this agency; it was for: {others}. Is it spelt so?",
            file=sys.stderr,
        )


def _give_code_if_needed(store: AccessStore, name: str, wanted: bool, days: int, by: str, at: dt.datetime) -> None:
    standing = _standing(store, name)
    expires_at = standing.code_expires_at
    has_code = expires_at is not None and expires_at > at
    if wanted or not (has_code or standing.uses_teams):
        _give_code(store, name, days, by, at)
    elif has_code:
        print(f"They have {_ways_in(standing, at)} already; `scr register code` makes a new one.")


def _give_code(store: AccessStore, name: str, days: int, by: str, at: dt.datetime) -> None:
    expires_at = at + dt.timedelta(days=days)
    new = store.issue_code(name, expires_at, by, at)
    print(f"\nAccess code for {name}, good until {local_date(expires_at)}:\n\n    {written(new)}\n")
    print("It is shown this once and is not kept. A code that there was before has ended.")


def _ways_in(standing: Standing, at: dt.datetime) -> str:
    ways = []
    if standing.code_expires_at:
        ended = standing.code_expires_at <= at
        ways.append(f"a code that {'expired on' if ended else 'is good until'} {local_date(standing.code_expires_at)}")
    if standing.uses_teams:
        ways.append("a Teams user")
    return " and ".join(ways) or "no way to sign in"


def _place(held: Grant) -> str:
    return f"{held.role.value}, {held.agency}, {held.team}"


def _print_table(look_ups: Sequence[LookUp]) -> None:
    table = csv.writer(sys.stdout, lineterminator="\n")
    table.writerow(("at", "person", "reference", "kind", "result"))
    for look_up in look_ups:
        at = look_up.at.isoformat(timespec="seconds")
        table.writerow((at, look_up.person or "", look_up.reference or "", look_up.kind, look_up.result))
