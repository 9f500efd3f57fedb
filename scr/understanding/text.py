"""Messages as people and machines send them, made ready to be understood."""

from __future__ import annotations

import re
import unicodedata

_TAG = re.compile(r"<[/!]?[A-Za-z][^<>]{0,200}>")
_NOT_SPACE = re.compile(r"[^\S\n]+")
_WORD = re.compile(r"[^\W_]", re.UNICODE)


def clean(text: str) -> str:
    """Unicode in one form, without control characters and HTML tags, single spaces; line breaks stay."""
    text = unicodedata.normalize("NFKC", text).replace("\r", "\n")
    text = "".join(c for c in text if c == "\n" or unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co", "Cn"})
    return _NOT_SPACE.sub(" ", _TAG.sub(" ", text)).strip()


def has_words(text: str) -> bool:
    return bool(_WORD.search(text))


def key(text: str) -> str:
    """What two spellings of the same typed phrase share: letters and digits, lower case, single spaces."""
    return " ".join(re.sub(r"[^\w\s]", "", clean(text).lower()).split())
