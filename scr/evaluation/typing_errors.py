"""Typing errors as hands make them: a letter left out, doubled, swapped with the next, or its neighbour on the keyboard."""

from __future__ import annotations

import random
from typing import Dict

_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_FEWEST_LETTERS = 4


def _neighbours() -> Dict[str, str]:
    return {letter: row[max(0, at - 1) : at] + row[at + 1 : at + 2] for row in _ROWS for at, letter in enumerate(row)}


_NEIGHBOURS = _neighbours()


def mistyped(text: str, chance: random.Random) -> str:
    """The text with one error in it; a text of fewer than four letters as it is."""
    letters = [at for at, letter in enumerate(text) if letter.isalpha()]
    if len(letters) < _FEWEST_LETTERS:
        return text
    at = chance.choice(letters)
    before, letter, behind = text[:at], text[at], text[at + 1 :]
    return chance.choice(
        [
            before + behind,
            before + letter + letter + behind,
            before + behind[:1] + letter + behind[1:],
            before + chance.choice(_NEIGHBOURS.get(letter.lower(), letter)) + behind,
        ]
    )
