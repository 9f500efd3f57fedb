"""A message cut into what may be questions of their own."""

from __future__ import annotations

import re
from typing import List, Sequence, Tuple

_SENTENCE_END = re.compile(r"(?<=[.?!;…])\s+|(?<=[.?!;…][\"”])\s+|\n+")
_ABBREVIATION = re.compile(r"\b(?:e\.g|i\.e|dr|mr|mrs|vs|approx|a\.m|p\.m)\.$", re.IGNORECASE)
_TOKEN = re.compile(r"[^\W_]+|[^\w\s]")
_JOINER_AT_START = re.compile(r"^(?:(?:and|also|plus)\b|&|\s)+", re.IGNORECASE)
_JOINER_AT_END = re.compile(r"(?:\b(?:and|also|plus)|&|\s)+$", re.IGNORECASE)

# What stands before and after the name of a place that is said in passing: "in … here."
_LEADS_IN = re.compile(
    r"(?:[,;]?\s*\b(?:i|we|im|were)\b(?:'m|'re|’m|’re| am| are)?(?:\s+(?:work|working|based|over|here))?\s+|\b)"
    r"(?:in|for|from|at|of)\s*$",
    re.IGNORECASE,
)
_LEADS_OUT = re.compile(r"^\s*(?:here|this week|now)?\s*[.,:;-]?\s*", re.IGNORECASE)

_JOINERS = frozenset({"and", "also", "plus", "&"})
_OPENERS = frozenset(
    [
        "who",
        "whos",
        "what",
        "whats",
        "when",
        "whens",
        "where",
        "wheres",
        "why",
        "how",
        "hows",
        "which",
        "whose",
        "will",
        "would",
        "can",
        "could",
        "do",
        "does",
        "did",
        "is",
        "are",
        "am",
        "should",
        "shall",
        "may",
        "might",
        "has",
        "have",
    ]
)
_SHORTEST_PART = 3  # words
_LEAST_BESIDE_A_PLACE = 5  # words


def is_question(text: str) -> bool:
    """It has a question mark, or begins as a question does."""
    words = text.lower().split()
    while words and words[0].strip(",") in _JOINERS:
        words = words[1:]
    first = re.split("['’,]", words[0])[0] if words else ""
    return text.endswith("?") or first in _OPENERS


def sentences(text: str) -> List[str]:
    """The sentences; a line break ends one too, the full stop of an abbreviation none."""
    return [text[start:end].strip() for start, end in _sentence_spans(text)]


def clauses(text: str) -> List[str]:
    """Sentences, cut again where "and" is followed by the opening of another question.

    "who writes it and do i get a copy" has two clauses, "the police and the school" one. "or" is no cut: "do they take
    part or is it only adults" is one question.
    """
    return [clause for sentence in sentences(text) for clause in _cut(sentence)]


def _sentence_spans(text: str) -> List[Tuple[int, int]]:
    spans, start = [], 0
    for end in _SENTENCE_END.finditer(text):
        if _ABBREVIATION.search(text[start : end.start()]):
            continue
        spans.append((start, end.start()))
        start = end.end()
    return [(start, end) for start, end in [*spans, (start, len(text))] if text[start:end].strip()]


def _cut(sentence: str) -> List[str]:
    words = [(match.group().lower(), match.start()) for match in _TOKEN.finditer(sentence)]
    cuts, first = [0], 0
    for index, (word, start) in enumerate(words):
        joined = index > 0 and words[index - 1][0] in _JOINERS
        if joined and word in _OPENERS and index - first > _SHORTEST_PART:
            cuts.append(start)
            first = index
    parts = [sentence[start:end] for start, end in zip(cuts, [*cuts[1:], len(sentence)], strict=True)]
    return [part for part in map(_without_joiners, parts) if part]


def _without_joiners(part: str) -> str:
    return _JOINER_AT_END.sub("", _JOINER_AT_START.sub("", part)).strip()


def without_places(text: str, spans: Sequence[Tuple[int, int]]) -> str:
    """The text less the places named in it; a sentence that says little else ("i work in rotherham.") goes whole."""
    rests = []
    for start, end in _sentence_spans(text):
        inside = [(a - start, b - start) for a, b in spans if start <= a and b <= end]
        rests.append((_without(text[start:end], inside), bool(inside)))
    telling = [rest for rest, had_place in rests if not had_place or len(rest.split()) >= _LEAST_BESIDE_A_PLACE]
    return " ".join(telling or [rest for rest, _ in rests])


def _without(text: str, spans: Sequence[Tuple[int, int]]) -> str:
    """The text less some stretches of it, and less what joined them to the rest ("in", "here.")."""
    for start, end in reversed(spans):
        before = _LEADS_IN.sub("", text[:start])
        after = _LEADS_OUT.sub("", text[end:])
        text = f"{before.rstrip()} {after.lstrip()}".strip()
    return text
