"""Messages as people and machines send them, made ready to be understood."""

from __future__ import annotations

import re
import unicodedata

_TAG = re.compile(r"<[/!]?[A-Za-z][^<>]{0,200}>")
_NOT_SPACE = re.compile(r"[^\S\n]+")
_WORD = re.compile(r"[^\W_]", re.UNICODE)


def clean(text: str) -> str:
    """Unicode in one form, without control characters and HTML tags, single spaces; line breaks stay."""
    text = unicodedata.normalize("NFKC", text).replace("\r", "\n").replace("\t", " ")
    text = "".join(c for c in text if c == "\n" or unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co", "Cn"})
    return _NOT_SPACE.sub(" ", _TAG.sub(" ", text)).strip()


def has_words(text: str) -> bool:
    return bool(_WORD.search(text))


# Words that point at something said before and say nothing themselves.
_POINTING = frozenset(
    [
        "why",
        "who",
        "whos",
        "when",
        "where",
        "which",
        "how",
        "what",
        "whats",
        "and",
        "but",
        "so",
        "then",
        "that",
        "thats",
        "this",
        "it",
        "its",
        "they",
        "them",
        "their",
        "he",
        "she",
        "do",
        "does",
        "did",
        "is",
        "are",
        "was",
        "were",
        "will",
        "would",
        "the",
        "a",
        "for",
        "of",
        "in",
        "to",
        "by",
        "at",
        "on",
        "not",
        "no",
        "yes",
        "though",
        "ok",
        "right",
        "really",
        "else",
        "ever",
        "always",
        "happens",
    ]
)
_MOST_POINTING = 5


def is_bare(text: str) -> bool:
    """It needs something said before it to mean anything: "why?", "and who does that?"."""
    words = key(text).split()
    return 0 < len(words) <= _MOST_POINTING and all(word in _POINTING for word in words) and words != ["no"]


def key(text: str) -> str:
    """What two spellings of the same typed phrase share: letters and digits, lower case, single spaces."""
    return " ".join(re.sub(r"[^\w\s]", "", clean(text).lower()).split())


_BACK = frozenset(
    [
        "it",
        "that",
        "this",
        "they",
        "them",
        "those",
        "these",
        "one",
        "him",
        "her",
        "he",
        "she",
        "there",
        "then",
        "its",
        "their",
    ]
)
_LEAD = re.compile(r"^(?:(?:and|so|but|ok|okay|right|well|got it|i see|then|also|thanks|ta)[\s,.:]+)+", re.IGNORECASE)


def points_back(text: str) -> bool:
    """It holds a word that stands for something said before."""
    words = key(text).split()
    return is_bare(text) or bool(_BACK & set(words))


def without_lead(text: str) -> str:
    """Less the "and", "ok so" or "got it" that a message carries on with."""
    return _LEAD.sub("", text) or text
