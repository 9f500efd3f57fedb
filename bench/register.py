"""The register at size, each figure beside a baseline taken in the same run.

    make bench-register

Prints: rows a second of an import of 100,000 reviews; milliseconds of a status, by the action server over HTTP, beside
its `/health`; the same for a review that is unknown and for one that is not the asker's; milliseconds of a turn of a
conversation with an action beside one without; milliseconds of a sign-in with a right, a wrong and an unknown code.
"""

from __future__ import annotations

import csv
import datetime as dt
import json
import statistics
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import Any, Callable, Dict, List

from bench.__main__ import _milliseconds, _print
from scr.exchange import READING
from scr.register.importing import import_file
from scr.rules.access import Grant, Role
from scr.rules.codes import Code, written
from scr.running import Talk, running_assistant
from scr.secret import actions_secret
from scr.settings import Settings
from scr.storage.access import AccessStore, TryLater, WrongCode
from scr.storage.database import connect
from scr.storage.register import RegisterStore

_UNLIMITED = {"SCR_MESSAGES_PER_MINUTE": "1000000", "SCR_ADDRESS_MESSAGES_PER_MINUTE": "1000000"}
_REVIEWS = 100_000
_CALLS = 300
_TURNS = 200
_BY = "bench"
_COLUMNS = ("reference", "area", "stage", "stage_since", "decided_on", "agencies", "agency", "team", "contact_name")
_MINE, _NOT_MINE, _UNKNOWN = "SCR-2050-500", "SCR-2051-500", "SCR-2099-999"


def main() -> None:
    with running_assistant(_UNLIMITED) as settings:
        engine = connect(settings.sqlalchemy_url, settings.database_timeout)
        _import(RegisterStore(engine), settings)
        now = dt.datetime.now(dt.timezone.utc)
        access = AccessStore(engine)
        access.grant("Bench Asker", Grant(_MINE, "Health", "health visiting", Role.PRACTITIONER), _BY, now)
        access.grant("Bench Asker", Grant("SCR-2050-501", "Health", "health visiting", Role.PRACTITIONER), _BY, now)
        code = access.issue_code("Bench Asker", now + dt.timedelta(days=1), _BY, now)
        access.sign_in("bench", code, "127.0.0.1", time.time())
        least = _milliseconds(lambda: _get(f"{settings.actions_url}/health"), _CALLS)
        _print("action server at the least (/health)", least, least)
        for what, reference in (("its own", _MINE), ("another's", _NOT_MINE), ("an unknown", _UNKNOWN)):
            _print(f"a status, {what} review", _milliseconds(lambda r=reference: _status(settings, r), _CALLS), least)
        _turns(settings, code)
        _sign_ins(access, code)


def _import(store: RegisterStore, settings: Settings) -> None:
    """A file of reviews, two rows each; the references run through the years 2000 to 2099."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "register.csv"
        rows = 0
        with path.open("w", newline="", encoding="utf-8") as file:
            table = csv.writer(file)
            table.writerow(
                ["reference", "area", "stage", "stage_since", "decided_on", "agencies", "agency", "team", "contact_name"]
            )
            for number in range(_REVIEWS):
                reference = f"SCR-{2000 + number // 1000}-{number % 1000:03d}"
                common = [reference, "rotherham", "imrs_in_progress", "2026-03-02", "2026-02-02", "Health;Police"]
                table.writerow([*common, "Health", "health visiting", "Contact Example"])
                rows += 1
        started = time.perf_counter()
        import_file(path, store, _BY, dt.datetime.now(dt.timezone.utc), ["rotherham"])
        seconds = time.perf_counter() - started
        print(f"import of {rows:,} rows ({_REVIEWS:,} reviews): {seconds:.0f} s, {rows / seconds:,.0f} rows a second")


def _status(settings: Settings, reference: str) -> Dict[str, Any]:
    call = {
        "next_action": "action_review_status",
        "sender_id": "bench",
        "tracker": {
            "sender_id": "bench",
            "slots": {},
            "events": [],
            "latest_message": {READING: {"reference": reference, "parties": []}},
        },
        "domain": {},
        "version": "3.6.21",
    }
    headers = {"Content-Type": "application/json", "X-Actions-Secret": actions_secret(settings)}
    request = urllib.request.Request(f"{settings.actions_url}/webhook", json.dumps(call).encode(), headers)
    with urllib.request.urlopen(request) as response:
        found: Dict[str, Any] = json.load(response)
    return found


def _turns(settings: Settings, code: Code) -> None:
    talk = Talk(settings.base_url)
    talk.sign_in(written(code))
    without = _each(talk, ["how long does a review take", "will i be interviewed"])
    with_action = _each(talk, [f"where has {_MINE} got to", "what is arranged for my team"])
    _print("a turn without an action", without, without)
    _print("a turn with an action", with_action, without)
    print(f"  the action costs {statistics.median(with_action) - statistics.median(without):.1f} ms at p50")


def _each(talk: Talk, messages: List[str]) -> List[float]:
    for message in messages:
        talk.send(message)
    return [took for number in range(_TURNS) for took in _milliseconds(lambda n=number: talk.send(messages[n % 2]), 1)]


def _sign_ins(access: AccessStore, code: Code) -> None:
    """Each from an address of its own, so that none has to wait."""
    wrong = Code(code.id, code.secret[::-1])
    right = _milliseconds(_trying(access, lambda number: code), 20)
    _print("a sign-in, the right code", right, right)
    _print("a sign-in, a wrong code", _milliseconds(_trying(access, lambda number: wrong), 20), right)
    ids = "BCDFGHJKMNPQRSTVWXZ2"
    unknown = _milliseconds(_trying(access, lambda number: Code(f"ZZ9{ids[number % len(ids)]}", code.secret)), 20)
    _print("a sign-in, an unknown code", unknown, right)


def _trying(access: AccessStore, code_of: Callable[[int], Code]) -> Callable[[], None]:
    number = 0

    def attempt() -> None:
        nonlocal number
        number += 1
        try:
            access.sign_in("bench", code_of(number), f"198.51.100.{number}", time.time() + 3600 * number)
        except (WrongCode, TryLater):
            return

    return attempt


def _get(url: str) -> bytes:
    with urllib.request.urlopen(url) as response:
        body: bytes = response.read()
    return body


if __name__ == "__main__":
    main()
