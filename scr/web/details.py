r"""What the browser needs to notice identifying details before a message is sent: the rules of `scr.rules`, in JavaScript.

The expressions stand once, in Python. Python's ``\w`` and ``\b`` know every alphabet and JavaScript's only English, so these
are written out; a test puts the same texts through both.
"""

from __future__ import annotations

import re
from typing import Any, Dict, Match, Pattern

from scr.content import Content
from scr.rules import codes, redaction

_WORD = r"\p{L}\p{N}_"
_DIGIT = r"\p{Nd}"
_OUTSIDE_SETS = {
    r"\w": f"[{_WORD}]",
    r"\W": f"[^{_WORD}]",
    r"\d": _DIGIT,
    r"\b": rf"(?:(?<=[{_WORD}])(?![{_WORD}])|(?<![{_WORD}])(?=[{_WORD}]))",
    r"[^\W\d_]": r"\p{L}",
    "(?P<": "(?<",
}
_TRANSLATED = re.compile(r"\[\^\\W\\d_\]|\[(?:\\.|[^\]\\])+\]|\\[wWdb]|\(\?P<")


def details(content: Content) -> Dict[str, Any]:
    """For JSON."""
    return {
        "patterns": [{"kind": kind, **in_javascript(pattern)} for kind, pattern in redaction.PATTERNS],
        "reference": in_javascript(redaction.REFERENCE),
        "several_names": in_javascript(redaction.SEVERAL_NAMES),
        "titled": in_javascript(redaction.TITLED),
        "any_word": in_javascript(redaction.ANY_WORD),
        "code": in_javascript(codes.LIKE_A_CODE),
        "strong": sorted(redaction.STRONG),
        "first_names": sorted(content.first_names),
        "not_names": sorted(content.not_names),
    }


def in_javascript(pattern: Pattern[str]) -> Dict[str, str]:
    """An expression's source and flags there. It knows what ours are made of, not all of Python's syntax."""
    return {
        "source": _TRANSLATED.sub(_written_out, pattern.pattern),
        "flags": "giu" if pattern.flags & re.IGNORECASE else "gu",
    }


def _written_out(found: Match[str]) -> str:
    python = found.group()
    return _OUTSIDE_SETS.get(python) or python.replace(r"\w", _WORD).replace(r"\d", _DIGIT)
