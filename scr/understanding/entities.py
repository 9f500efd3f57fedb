"""Review references, areas, agencies, teams and roles in a message, by a spaCy entity ruler.

The pipeline is built from `data/` each time it is loaded, in a few milliseconds: a saved copy would go on finding last
month's areas until somebody thought of training again (Rasa's cache does not see a change in it).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Dict, Iterator, List, Mapping, Optional, Sequence, Tuple

if TYPE_CHECKING:
    from spacy.language import Language

Names = Mapping[str, Mapping[str, Sequence[str]]]
"""By kind of entity, by canonical value, the names that people use."""

AREA = "area"
REFERENCE = "review_reference"

# "SCR-2026-007", "scr 2026 7", "SCR/2026/007", "scr2026/07"
_REFERENCE = re.compile(r"\bs\.?c\.?r\.?\s*[-/_. ]?\s*(20\d{2})\s*[-/_. ]\s*(\d{1,3})\b", re.IGNORECASE)
# "2026-001", "2026/1": a year and a number alone
_YEAR_AND_NUMBER = re.compile(r"\b(20\d{2})\s*[-/]\s*(\d{1,3})\b(?!\s*[-/]\s*\d)")
# "001", once a year is known
_NUMBER = re.compile(r"(?<![\d/.-])(\d{3})(?![\d/.-])")


@dataclass(frozen=True)
class Entity:
    """A stretch of a message, ``text[start:end]``, with its kind and the value we know it by."""

    kind: str
    value: str
    start: int
    end: int


def build(names: Names) -> Language:
    """An English pipeline with tokens, sentences and the ruler."""
    import spacy

    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer", config={"punct_chars": [".", "?", "!", ";", "\n", "…"]})
    ruler = nlp.add_pipe("entity_ruler", config={"phrase_matcher_attr": "LOWER"})
    patterns: List[Dict[str, str]] = [
        {"label": kind, "id": value, "pattern": name}
        for kind, values in names.items()
        for value, spoken in values.items()
        for name in spoken
    ]
    ruler.add_patterns(patterns)
    return nlp


def named(nlp: Language, text: str) -> Iterator[Entity]:
    """The entities that have names in `data/`."""
    for span in nlp(text).ents:
        yield Entity(span.label_, span.ent_id_, span.start_char, span.end_char)


def references(text: str, year: Optional[int] = None) -> Iterator[Entity]:
    """Review references as ``SCR-YYYY-NNN``; a bare number counts only where the year is known."""
    found: List[Tuple[int, int]] = []
    for pattern in (_REFERENCE, _YEAR_AND_NUMBER):
        for match in pattern.finditer(text):
            if any(start < match.end() and match.start() < end for start, end in found):
                continue
            found.append(match.span())
            yield Entity(REFERENCE, f"SCR-{match[1]}-{int(match[2]):03d}", *match.span())
    if year is not None and not found:
        for match in _NUMBER.finditer(text):
            yield Entity(REFERENCE, f"SCR-{year}-{match[1]}", *match.span())
