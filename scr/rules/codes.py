"""Access codes such as ``B2CD-F3GH-J4KM-N5PQ``: made, found in untidy typing, and taken out of what is kept.

The first group is the code's id, which is no secret and finds the person; the other twelve characters, 57 bits, are. Every
code mixes letters and digits, so that neither a telephone number nor a row of initials can be one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Callable, Iterator, List, Match, Optional, Sequence, Tuple

ALPHABET = "BCDFGHJKMNPQRSTVWXZ23456789"
"""No vowels, so no words; nothing that looks like a nought, a one or an l."""
REDACTED = "[access code]"

_GROUP, _GROUPS = 4, 4
_LENGTH = _GROUP * _GROUPS
_FEWEST_LETTERS, _FEWEST_DIGITS = 4, 2
_DRAWS = 1000

# Also the dashes and the spaces without width that word processors and chat programs put in.
_BETWEEN = re.compile("[\\s.,:;_*|/\\\\\u00ad\u200b-\u200d\u2060\ufeff\u2010-\u2015\u2212-]{1,3}")
_WORD = re.compile("[0-9A-Za-z]+")

LIKE_A_CODE = re.compile(
    rf"(?<![0-9A-Za-z])(?=(?:[0-9](?:{_BETWEEN.pattern})?)*[A-Z])"
    rf"[{ALPHABET}]{{4}}(?:(?:{_BETWEEN.pattern})?[{ALPHABET}]{{4}}){{2}}",
    re.IGNORECASE,
)
"""A first sign of a code, for a browser that has only expressions: three groups of four, a letter among them.

`find_code` and `redacted` look closer.
"""

# What was typed of a code may be short of a character, or have a wrong one.
_MOST_OF_A_CODE, _NEARLY_A_CODE = 10, 14
_MOST_GROUPS = 3
_SHORTEST_GROUP, _LONGEST_GROUP = 3, 5
_SHARE_THAT_FITS = 0.75


@dataclass(frozen=True)
class Code:
    id: str
    secret: str = field(repr=False)


def new_code(random: Callable[[str], str]) -> Code:
    """A code; `random` picks one character of the text that it is given, as ``secrets.choice`` does.

    Raises:
        ValueError: what `random` picks does not vary.
    """
    for _ in range(_DRAWS):
        characters = "".join(random(ALPHABET) for _ in range(_LENGTH))
        if _is_mixed(characters):
            return _code(characters)
    raise ValueError("random picks no mixture of letters and digits")


def written(code: Code) -> str:
    """The code as it is shown, in four groups."""
    characters = code.id + code.secret
    return "-".join(characters[start : start + _GROUP] for start in range(0, _LENGTH, _GROUP))


def find_code(text: str) -> Optional[Code]:
    """The code that a text holds, in small letters too, with spaces, dots or nothing between; none where there may be two.

    Four groups of four count before sixteen characters that are divided otherwise.
    """
    candidates = [window for run in _runs(text) for window in _windows(run)]
    for fits in (_is_in_groups, _is_any):
        found = {_characters(window) for window in candidates if fits(window)}
        if found:
            return _code(found.pop()) if len(found) == 1 else None
    return None


def redacted(text: str) -> str:
    """The text with ``[access code]`` for whatever looks like a code or most of one. Doing so twice changes nothing.

    That is: three groups of four characters of codes; ten characters of them, letters and digits, in a word or in several;
    four groups of which one was mistyped. A row of ten digits stays: it is an NHS number, which has a guard of its own.
    """
    for start, end in reversed(_merged(sorted(_stretches(text)))):
        text = f"{text[:start]}{REDACTED}{text[end:]}"
    return text


def _code(characters: str) -> Code:
    return Code(characters[:_GROUP], characters[_GROUP:])


def _is_mixed(characters: str) -> bool:
    digits = sum(character.isdigit() for character in characters)
    return digits >= _FEWEST_DIGITS and len(characters) - digits >= _FEWEST_LETTERS


def _has_both(characters: str) -> bool:
    return any(character.isdigit() for character in characters) and any(character.isalpha() for character in characters)


def _of_codes(characters: str) -> int:
    return sum(character in ALPHABET for character in characters.upper())


def _fits(word: Match[str]) -> bool:
    """All its characters are a code's."""
    return _of_codes(word.group()) == len(word.group())


def _characters(words: Sequence[Match[str]]) -> str:
    return "".join(word.group() for word in words).upper()


def _chains(text: str) -> Iterator[List[Match[str]]]:
    """Words with nothing between them but what may stand between a code's groups."""
    chain: List[Match[str]] = []
    for word in _WORD.finditer(text):
        if chain and not _BETWEEN.fullmatch(text, chain[-1].end(), word.start()):
            yield chain
            chain = []
        chain.append(word)
    yield chain


def _runs(text: str) -> Iterator[List[Match[str]]]:
    """The parts of chains in which every word has characters of codes alone."""
    for chain in _chains(text):
        run: List[Match[str]] = []
        for word in chain:
            if _fits(word):
                run.append(word)
                continue
            yield run
            run = []
        yield run


def _windows(run: Sequence[Match[str]]) -> Iterator[Sequence[Match[str]]]:
    """Neighbouring words that together have a code's length and mixture."""
    for start in range(len(run)):
        length = 0
        for end in range(start, len(run)):
            length += len(run[end].group())
            if length >= _LENGTH:
                break
        if length == _LENGTH and _is_mixed(_characters(run[start : end + 1])):
            yield run[start : end + 1]


def _is_in_groups(words: Sequence[Match[str]]) -> bool:
    return all(len(word.group()) == _GROUP for word in words)


def _is_any(words: Sequence[Match[str]]) -> bool:
    return True


def _stretches(text: str) -> Iterator[Tuple[int, int]]:
    """Where something looks like a code or most of one; stretches may overlap."""
    for chain in _chains(text):
        for words in (*_long_words(chain), *_mistyped(chain)):
            yield words[0].start(), words[-1].end()
    for run in _runs(text):
        for words in (*_groups(run), *_divided(run)):
            yield words[0].start(), words[-1].end()


def _long_words(chain: Sequence[Match[str]]) -> Iterator[Sequence[Match[str]]]:
    for word in chain:
        characters = word.group()
        fitting = _of_codes(characters)
        mostly = fitting >= _MOST_OF_A_CODE and fitting >= _SHARE_THAT_FITS * len(characters)
        if mostly and _has_both(characters):
            yield [word]


def _mistyped(chain: Sequence[Match[str]]) -> Iterator[Sequence[Match[str]]]:
    """Four groups of which one does not fit; a word before or after three that do may be just a word."""
    for start in range(len(chain) - _GROUPS + 1):
        words = chain[start : start + _GROUPS]
        fitting = [word for word in words if _fits(word)]
        if len(fitting) < _MOST_GROUPS or not all(_SHORTEST_GROUP <= len(word.group()) <= _LONGEST_GROUP for word in words):
            continue
        inside = _fits(words[0]) and _fits(words[-1])
        if (inside or _are_joined(words)) and (_is_in_groups(words) or any(_has_both(word.group()) for word in fitting)):
            yield words


def _are_joined(words: Sequence[Match[str]]) -> bool:
    """By one character, which is no space."""
    between = {word.string[before.end() : word.start()] for before, word in pairwise(words)}
    joint = between.pop()
    return not between and len(joint) == 1 and not joint.isspace()


def _groups(run: Sequence[Match[str]]) -> Iterator[Sequence[Match[str]]]:
    for start in range(len(run) - _MOST_GROUPS + 1):
        words = run[start : start + _MOST_GROUPS]
        if _is_in_groups(words):
            yield words


def _divided(run: Sequence[Match[str]]) -> Iterator[Sequence[Match[str]]]:
    """Divided in another way. "24/7, NHS, CPS" is not: letters and digits must meet in a word, or be typed one by one."""
    characters = _characters(run)
    if len(characters) < _MOST_OF_A_CODE or not _has_both(characters):
        return
    one_by_one = all(len(word.group()) < _SHORTEST_GROUP for word in run)
    if one_by_one or len(characters) >= _NEARLY_A_CODE or any(_has_both(word.group()) for word in run):
        yield run


def _merged(stretches: Sequence[Tuple[int, int]]) -> List[Tuple[int, int]]:
    merged: List[Tuple[int, int]] = []
    for start, end in stretches:
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged
