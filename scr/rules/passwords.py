"""Which passwords may open an account at the helpline's desk.

Length is what counts, so nothing is asked of capitals, digits or signs. What everybody's guesses begin with (common words,
rows of the keyboard, the same again and again) counts as one character, and the account's own name not at all.
"""

from __future__ import annotations

import re
import unicodedata
from enum import Enum
from typing import Iterator, Optional

SHORTEST, LONGEST = 12, 200
"""In characters. Beyond the longest nothing is won, and a check would take as long as whoever sends it likes."""

_LEFT_AT_LEAST = 8
_SHORTEST_RUN = 4
_ONE = "·"
_ROWS = ("01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "1qaz2wsx3edc4rfv5tgb", "abcdefghijklmnopqrstuvwxyz")
_WORDS = (
    *("password", "passwort", "passphrase", "passw", "secret", "letmein", "welcome", "iloveyou", "trustno", "changeme"),
    *("administrator", "admin", "default", "guest", "login", "user", "test", "temp", "system", "master", "access"),
    *("monkey", "dragon", "sunshine", "princess", "football", "baseball", "superman", "batman", "shadow", "michael"),
    *("charlie", "liverpool", "arsenal", "chelsea", "england", "london", "summer", "winter", "spring", "autumn"),
    *("january", "february", "august", "september", "october", "november", "december", "monday", "friday"),
    *("safeguarding", "helpline", "hotline", "seriouscasereview", "casereview", "handler", "supervisor", "officer"),
)
_LOOK_ALIKES = str.maketrans("@4831!05$7", "aaebiiosst")
_REPEATED = re.compile(r"(.)\1{2,}|(.{2,3})\2{2,}|(.{4,})\3+")
_SHORTEST_PART_OF_A_NAME = 4


class Fault(str, Enum):
    """Why a password may not be used."""

    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    HOLDS_NAME = "holds_name"
    TOO_COMMON = "too_common"


def normal(password: str) -> str:
    """The password in the one form that is kept: the same keys give other characters on another computer."""
    return unicodedata.normalize("NFKC", password)


def fault(password: str, name: str) -> Optional[Fault]:
    """What is wrong with a password, in its normal form, for the account of that name; None where it may be used."""
    if len(password) < SHORTEST:
        return Fault.TOO_SHORT
    if len(password) > LONGEST:
        return Fault.TOO_LONG
    folded = password.casefold()
    if any(part in folded for part in _parts(name)):
        return Fault.HOLDS_NAME
    return Fault.TOO_COMMON if _left(folded) < _LEFT_AT_LEAST else None


def _parts(name: str) -> Iterator[str]:
    words = name.casefold().split()
    yield from (word for word in words if len(word) >= _SHORTEST_PART_OF_A_NAME)
    yield from ("".join(words), " ".join(words))


def _left(folded: str) -> int:
    """How many characters somebody has to guess who begins with what is common."""
    text = _REPEATED.sub(lambda found: (found[1] or found[2] or found[3])[:_SHORTEST_RUN], folded)
    for run in _runs():
        text = text.replace(run, _ONE)
    text = text.translate(_LOOK_ALIKES)
    for word in _WORDS:
        text = text.replace(word, _ONE)
    return len(text)


def _runs() -> Iterator[str]:
    """Pieces of rows, forwards and backwards, the longest first."""
    rows = [row for forwards in _ROWS for row in (forwards, forwards[::-1])]
    for length in range(max(map(len, rows)), _SHORTEST_RUN - 1, -1):
        for row in rows:
            yield from (row[start : start + length] for start in range(len(row) - length + 1))
