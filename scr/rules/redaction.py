"""Identifying details of a person in a text: found, and replaced before anything is kept.

Redaction errs on the side of taking out too much: what is lost is a word in a stored question, what is risked otherwise
is a child's name in a database. Whether a person is *warned* is the stricter question of `identifies_somebody`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import FrozenSet, Iterator, List, Pattern, Sequence, Tuple

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*"
_DATE = (
    rf"(?:\d{{4}}\s*[/.\-]\s*\d{{1,2}}\s*[/.\-]\s*\d{{1,2}}|\d{{1,2}}\s*[/.\-]\s*\d{{1,2}}\s*[/.\-]\s*(?:\d{{4}}|\d{{2}})"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH},?\s+\d{{2,4}}|{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}})"
)
_STREET = (
    r"(?:street|st|road|rd|avenue|ave|lane|ln|close|drive|crescent|cres|court|terrace|grove|gardens|gdns|place|way|walk"
    r"|square|view|rise|row|mews|hill|cottages?|flats?|house|green|park|parade|croft|garth|gate|mount|bank|fold|yard)"
)
_NAME_WORD = r"[A-Z](?:[a-z]+|['’][A-Z][a-z]+)(?:[-'’][A-Z]?[a-z]+)*"

PATTERNS: Tuple[Tuple[str, Pattern[str]], ...] = (
    ("e-mail", re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")),
    ("NHS number", re.compile(r"\b\d{3}[\s-]?\d{3}[\s-]?\d{4}\b")),
    ("telephone number", re.compile(r"(?<!\d)(?:\+44\s?|0)(?:\d[\s-]?){8,10}\d(?!\d)")),
    (
        "date of birth",
        re.compile(rf"\b(?:d\.?o\.?b\.?|born|birth\w*)\b\W{{0,4}}(?:on\s+|is\s+|was\s+|the\s+)*{_DATE}", re.I),
    ),
    ("date", re.compile(rf"\b{_DATE}\b", re.I)),
    ("postcode", re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}\b", re.I)),
    (
        "address",
        re.compile(rf"\b(?:flat\s+\w{{1,4}},?\s+)?\d{{1,4}}[a-z]?,?\s+(?:[A-Za-z'’]+\s+){{1,3}}{_STREET}\b", re.I),
    ),
    ("address", re.compile(r"\bflat\s+\d+\w?\b", re.I)),
)
# Public reference, never an identifying detail, though it looks like one.
REFERENCE = re.compile(r"\bscr\W{0,2}20\d{2}\W{1,2}\d{1,3}\b", re.I)
SEVERAL_NAMES = re.compile(rf"\b{_NAME_WORD}(?:\s+(?:and\s+)?{_NAME_WORD})+")
TITLED = re.compile(r"\b(?:mr|mrs|ms|miss|mx|dr)\b\.?\s+(?P<name>[^\W\d_]+(?:[-'’][^\W\d_]+)*)", re.I)
ANY_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
STRONG = frozenset({"date of birth", "NHS number", "postcode", "address"})
NAME = "name"


@dataclass(frozen=True)
class Detail:
    """A stretch ``text[start:end]`` that may identify somebody."""

    kind: str
    start: int
    end: int


class Redactor:
    """Finds and replaces identifying details.

    Args:
        first_names: names of people, in lower case.
        not_names: words, in lower case, that are nobody's name though they may stand with a capital letter.
    """

    def __init__(self, first_names: FrozenSet[str], not_names: FrozenSet[str]) -> None:
        self._first_names = first_names
        self._not_names = not_names

    def details(self, text: str) -> List[Detail]:
        """What may identify somebody, in order, not overlapping; of a name that runs into another detail, what is left."""
        references = [match.span() for match in REFERENCE.finditer(text)]
        kept: List[Detail] = []
        for detail in (*self._by_pattern(text), *self._names(text)):
            taken = sorted([*references, *((other.start, other.end) for other in kept)])
            kept += [Detail(detail.kind, start, end) for start, end in _outside(detail.start, detail.end, taken, text)]
        return sorted(kept, key=lambda detail: detail.start)

    def redact(self, text: str) -> str:
        """The text with every detail replaced by its kind in square brackets. Redacting twice changes nothing."""
        for detail in reversed(self.details(text)):
            text = f"{text[: detail.start]}[{detail.kind}]{text[detail.end :]}"
        return text

    def identifies_somebody(self, text: str) -> bool:
        """A name stands together with something that says which person of that name, or a strong detail stands alone."""
        kinds = {detail.kind for detail in self.details(text)}
        named = NAME in kinds
        return bool(kinds & {"date of birth", "NHS number"}) or (named and bool(kinds & (STRONG | {"date"})))

    def _by_pattern(self, text: str) -> Iterator[Detail]:
        for kind, pattern in PATTERNS:
            for match in pattern.finditer(text):
                yield Detail(kind, *match.span())

    def _names(self, text: str) -> Iterator[Detail]:
        for match in SEVERAL_NAMES.finditer(text):
            yield from self._capitalised(text, match.start(), match.end())
        for titled in TITLED.finditer(text):
            if titled["name"].lower() not in self._not_names:
                yield Detail(NAME, *titled.span("name"))
        words = list(ANY_WORD.finditer(text))
        for index, word in enumerate(words):
            if not self._is_first_name(word.group()):
                continue
            end = word.end()
            following = words[index + 1] if index + 1 < len(words) else None
            if following and text[end : following.start()] == " " and self._may_be_surname(word.group(), following.group()):
                end = following.end()
            yield Detail(NAME, word.start(), end)

    def _capitalised(self, text: str, start: int, end: int) -> Iterator[Detail]:
        """Runs of two or more capitalised words that are not words of the trade."""
        run: List[Tuple[int, int]] = []
        for match in [*ANY_WORD.finditer(text, start, end), None]:
            if match and match.group().lower() not in self._not_names:
                run.append(match.span())
                continue
            if len(run) > 1:
                yield Detail(NAME, run[0][0], run[-1][1])
            run = []

    def _is_first_name(self, word: str) -> bool:
        return any(part in self._first_names for part in re.split(r"[-'’]", word.lower()))

    def _may_be_surname(self, first: str, word: str) -> bool:
        """A capitalised word after a first name; in lower-case typing, where nothing tells, the next word too."""
        if word.lower() in self._not_names:
            return False
        return word[0].isupper() or (first.islower() and word.islower() and len(word) > 3 and not word.endswith("s"))


def _outside(start: int, end: int, taken: Sequence[Tuple[int, int]], text: str) -> Iterator[Tuple[int, int]]:
    """The parts of a stretch that lie in none of the others, less spaces at their ends."""
    for other_start, other_end in [*taken, (end, end)]:
        if other_end <= start and (other_start, other_end) != (end, end):
            continue
        stop = min(end, max(start, other_start))
        piece = text[start:stop]
        if piece.strip():
            yield start + len(piece) - len(piece.lstrip()), stop - (len(piece) - len(piece.rstrip()))
        start = max(start, other_end)
        if start >= end:
            return
