"""Slips of the keyboard put right, so that a message is judged by the words that were meant.

A word that nobody used becomes the commonest of the known ones that are one slip away from it. Norvig's way, in plain
Python: what it needs is the words of the phrases, and a library would come with a dictionary of its own that knows no "IMR".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from string import ascii_lowercase
from typing import Iterator, Mapping

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_SHORTEST = 4  # letters; a shorter word is a slip away from too many
_LEAST_USES = 5
"""A rarer word is not what an unknown one is taken for."""


@dataclass(frozen=True)
class Spelling:
    """Knows the words of the phrases."""

    uses: Mapping[str, int]
    """In how many phrases each word stands."""

    def corrected(self, text: str) -> str:
        """The text with its slips put right; unknown words that are like no known one stay, as names mostly do."""
        return _WORD.sub(lambda found: self._corrected(found.group()), text)

    def _corrected(self, word: str) -> str:
        typed = word.lower()
        if len(typed) < _SHORTEST or not typed.isascii() or not typed.isalpha() or typed in self.uses:
            return word
        best = max(_a_slip_away(typed), key=lambda known: self.uses.get(known, 0))
        return best if self.uses.get(best, 0) >= _LEAST_USES else word


def _a_slip_away(word: str) -> Iterator[str]:
    """A letter left out, two swapped, one replaced, one put in."""
    for at in range(len(word) + 1):
        before, behind = word[:at], word[at:]
        if behind:
            yield before + behind[1:]
            yield from (before + letter + behind[1:] for letter in ascii_lowercase)
        if len(behind) > 1:
            yield before + behind[1] + behind[0] + behind[2:]
        yield from (before + letter + behind for letter in ascii_lowercase)
