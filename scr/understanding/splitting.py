"""A message cut into what may be questions of their own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, List, Sequence, Tuple

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Span, Token

# A message with none of these is one clause; most are, and for them spaCy need not be loaded at all.
_MAY_HAVE_PARTS = re.compile(r"[.?!;\n]\s*\S|\b(?:and|also|plus)\b|&", re.IGNORECASE)

# What stands before and after the name of a place that is said in passing: "in … here."
_LEADS_IN = re.compile(r"\b(?:in|for|from|at|of|im in|i am in|we are in)\s*$", re.IGNORECASE)
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


def may_have_parts(text: str) -> bool:
    return bool(_MAY_HAVE_PARTS.search(text))


def is_question(text: str) -> bool:
    """It has a question mark, or begins as a question does."""
    words = text.lower().split()
    while words and words[0].strip(",") in _JOINERS:
        words = words[1:]
    first = re.split("['’,]", words[0])[0] if words else ""
    return text.endswith("?") or first in _OPENERS


def sentences(nlp: Language, text: str) -> List[str]:
    """The sentences; a line break ends one too."""
    return [part for span in nlp(text).sents for part in (line.strip() for line in span.text.split("\n")) if part]


def clauses(nlp: Language, text: str) -> List[str]:
    """Sentences, cut again where "and" is followed by the opening of another question.

    "who writes it and do i get a copy" has two clauses, "the police and the school" one. "or" is no cut: "do they take
    part or is it only adults" is one question.
    """
    return [clause for sentence in sentences(nlp, text) for clause in _cut(nlp(sentence))]


def _cut(sentence: Doc) -> List[str]:
    parts: List[List[Token]] = [[]]
    for token in sentence:
        previous = parts[-1][-1].lower_ if parts[-1] else ""
        if token.lower_ in _OPENERS and previous in _JOINERS and len(parts[-1]) > _SHORTEST_PART:
            parts.append([])
        parts[-1].append(token)
    return [text for text in (_joined(part) for part in parts) if text]


def _joined(tokens: List[Token]) -> str:
    while tokens and tokens[-1].lower_ in _JOINERS:
        tokens = tokens[:-1]
    while tokens and tokens[0].lower_ in _JOINERS:
        tokens = tokens[1:]
    return "".join(token.text_with_ws for token in tokens).strip()


def without_places(nlp: Language, text: str, spans: Sequence[Tuple[int, int]]) -> str:
    """The text less the places named in it; a sentence that says little else ("i work in rotherham.") goes whole."""
    rests = []
    for sentence in nlp(text).sents:
        inside = [(a - sentence.start_char, b - sentence.start_char) for a, b in spans if _within(a, b, sentence)]
        rests.append((_without(sentence.text, inside), bool(inside)))
    telling = [rest for rest, had_place in rests if not had_place or len(rest.split()) >= _LEAST_BESIDE_A_PLACE]
    return " ".join(telling or [rest for rest, _ in rests])


def _within(start: int, end: int, sentence: Span) -> bool:
    return bool(sentence.start_char <= start and end <= sentence.end_char)


def _without(text: str, spans: Sequence[Tuple[int, int]]) -> str:
    """The text less some stretches of it, and less what joined them to the rest ("in", "here.")."""
    for start, end in reversed(spans):
        before = _LEADS_IN.sub("", text[:start])
        after = _LEADS_OUT.sub("", text[end:])
        text = f"{before.rstrip()} {after.lstrip()}".strip()
    return text
