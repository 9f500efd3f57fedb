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
        "ours",
        "mine",
    ]
)
_LEAD = re.compile(
    r"^(?:(?:and|so|but|ok|okay|right|alright|all right|well|fine|fair enough|got it|i see|then|also|thanks|ta|yes|yeah)"
    r"[\s,.:]+)+",
    re.IGNORECASE,
)


def points_back(text: str) -> bool:
    """It holds a word that stands for something said before."""
    words = key(text).split()
    return is_bare(text) or bool(_BACK & set(words))


def without_lead(text: str) -> str:
    """Less the "and", "ok so" or "got it" that a message carries on with."""
    return _LEAD.sub("", text) or text


_OWN = re.compile(
    r"\b(?:weve|(?:have|did|do|are|will|can|what) we|we (?:get|got|have)|our|ours|mine|my team|my own|ive got)\b"
)


def speaks_of_own_team(text: str) -> bool:
    """It says "our", "we", "my team": whatever else it names, what it asks for is the writer's own."""
    return bool(_OWN.search(key(text)))


def asks_who(text: str) -> bool:
    """It asks for a person: "who writes it", "whos doing ours"."""
    return key(without_lead(text)).split()[:1] in (["who"], ["whos"], ["whose"])


_CORRECTS = re.compile(r"\b(?:no|not|sorry|meant|mean|wrong|instead|other one|rather|should be|correction|oops)\b")


def corrects(text: str) -> bool:
    """It takes back what was said before it: "no, 003", "sorry i meant the other one"."""
    return bool(_CORRECTS.search(key(text)))


_AROUND_A_REFERENCE = frozenset(
    {"i", "meant", "mean", "ref", "reference", "sorry", "yes", "no", "not", "here", "review", "one", "say", "said"}
)


def says_nothing(text: str) -> bool:
    """Hardly a word of it says what is wanted: "no not that one", "right, its", the empty rest beside a reference."""
    return all(word in _POINTING | _BACK | _AROUND_A_REFERENCE for word in key(text).split())


_REVIEW = re.compile(r"\b(?:review|reviews|scr|scrs|serious case)\b")


def names_review(text: str) -> bool:
    return bool(_REVIEW.search(key(text)))
