"""Review references, ``SCR-YYYY-NNN``, in whatever form people type them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Iterator, List, Optional, Pattern, Sequence, Tuple

_EXACT = re.compile(r"SCR-20[0-9]{2}-[0-9]{3}")
# A letter O typed for a nought, an l or I for a one.
_DIGIT = r"[0-9OoIl]"
_YEAR = rf"(?:20{_DIGIT}{{2}}|2[Oo]{_DIGIT}{{2}})"
# Word sets hyphens that do not break, and dashes, where people type a plain one.
_DASHES = r"\u2010-\u2015\u2212"
_BETWEEN = rf"\s{{0,3}}[-{_DASHES}/_.:,\\ ]?\s{{0,3}}"
_END = r"(?![0-9A-Za-z])(?![-/.][0-9]{2}(?:[0-9]{2})?(?![0-9]))"  # and not a date: "scr 14/09/2026"
# Spaces are counted: any number of them, here and there, would make a line of blanks take minutes.
_PREFIX = r"\b(?:s\W?c\W?r|src)(?:\s{0,3}\b(?:ref(?:erence)?|no|nr|number|num)(?![a-z]))?\s{0,3}[.:#]?"
_FULL = re.compile(rf"{_PREFIX}{_BETWEEN}({_YEAR}){_BETWEEN}({_DIGIT}{{1,3}}){_END}", re.IGNORECASE)
_RUN_TOGETHER = re.compile(rf"{_PREFIX}{_BETWEEN}({_YEAR})({_DIGIT}{{3}})(?![0-9A-Za-z])", re.IGNORECASE)
_SHORT_YEAR = re.compile(rf"{_PREFIX}{_BETWEEN}([0-9]{{2}})\s{{0,3}}[-/_.]\s{{0,3}}({_DIGIT}{{1,3}}){_END}", re.IGNORECASE)
_NUMBER_THEN_YEAR = re.compile(
    r"\b(?:no|nr|number|num|review)\.?\s{0,3}([0-9]{1,3})\s{1,3}(?:of|from|in)\s{1,3}(20[0-9]{2})\b", re.IGNORECASE
)
# "2026-001", "2026/1", "2026 001" (not "2026 200 people"): no prefix, and neither the beginning of a date nor a year that
# runs from one to the next, "2025-26"
_YEAR_AND_NUMBER = re.compile(
    rf"(?<![0-9/.-])(20[0-9]{{2}})\s{{0,3}}(?:[-{_DASHES}/_]\s{{0,3}}([0-9]{{3}}|[0-9])|\s(0[0-9]{{2}}))"
    r"(?![0-9A-Za-z])(?!\s{0,3}[-/.]?\s{0,3}[0-9])"
)
# "001", "no 1", "number 12": counts only where a reference has been asked for
_NUMBER = re.compile(
    r"(?<![0-9/.:-])(?:\b(?:no|nr|number|num|ref|review|scr)\b\.?\s{0,3}[-#]?\s{0,3}([0-9]{1,3})|([0-9]{3}))(?![0-9/.:-])",
    re.I,
)
# "26-003", and "3" with nothing beside it: likewise
_SHORT = re.compile(rf"(?<![0-9/.-])([0-9]{{2}})[-{_DASHES}/]([0-9]{{3}})(?![0-9/.-])")
_NOTHING_ELSE = re.compile(r"\A\W*([0-9]{1,2})\W*\Z")
_SERIES: Tuple[Tuple[Pattern[str], Tuple[int, int]], ...] = (
    (_RUN_TOGETHER, (1, 2)),
    (_FULL, (1, 2)),
    (_SHORT_YEAR, (1, 2)),
    (_NUMBER_THEN_YEAR, (2, 1)),
)


@dataclass(frozen=True)
class Mention:
    """A reference at ``text[start:end]``; of the number alone where no year was typed."""

    reference: str
    start: int
    end: int

    @property
    def is_whole(self) -> bool:
        return is_reference(self.reference)


def is_reference(text: str) -> bool:
    """It is a reference in the one form in which the register keeps them."""
    return bool(_EXACT.fullmatch(text))


def mentions(text: str, numbers: bool = False) -> List[Mention]:
    """The references in a text, in order; with `numbers`, bare ones too (as ``001``) where there is no whole one."""
    found = _without_overlaps(_whole(text))
    if not found and numbers:
        found = [Mention(_reference(match[1], match[2]), *match.span()) for match in _SHORT.finditer(text)]
    if not found and numbers:
        matches = list(_NUMBER.finditer(text)) or list(_NOTHING_ELSE.finditer(text))
        found = [Mention(f"{int(next(filter(None, match.groups()))):03d}", *match.span()) for match in matches]
    return sorted(found, key=lambda mention: mention.start)


def read(text: str) -> Optional[str]:
    """The one reference that a text holds; none where it holds several or none."""
    found = {mention.reference for mention in mentions(text)}
    return found.pop() if len(found) == 1 else None


def meant(mentioned: str, known: Sequence[str]) -> Optional[str]:
    """The whole reference: itself, or the one of `known` that a bare number can only mean."""
    if is_reference(mentioned):
        return mentioned
    fitting = [reference for reference in known if reference.endswith(f"-{mentioned}")]
    return fitting[0] if len(fitting) == 1 else None


def _whole(text: str) -> Iterator[Mention]:
    for pattern, (year, number) in _SERIES:
        for match in pattern.finditer(text):
            yield Mention(_reference(match[year], match[number]), *match.span())
    for match in _YEAR_AND_NUMBER.finditer(text):
        yield Mention(_reference(match[1], match[2] or match[3]), *match.span())


def _reference(year: str, number: str) -> str:
    digits = str.maketrans("OoIl", "0011")
    year = year.translate(digits)
    return f"SCR-{year if len(year) == 4 else '20' + year}-{int(number.translate(digits)):03d}"


def _without_overlaps(found: Iterator[Mention]) -> List[Mention]:
    kept: List[Mention] = []
    for mention in found:
        if not any(other.start < mention.end and mention.start < other.end for other in kept):
            kept.append(mention)
    return kept
