"""Areas, agencies, teams and roles in a message, by a spaCy entity ruler.

The pipeline is built from `data/` each time it is loaded, in a few milliseconds: a saved copy would go on finding last
month's areas until somebody thought of training again (Rasa's cache does not see a change in it).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Dict, Iterator, List, Mapping, Sequence

if TYPE_CHECKING:
    from spacy.language import Language

Names = Mapping[str, Mapping[str, Sequence[str]]]
"""By kind of entity, by canonical value, the names that people use."""

AREA = "area"
AGENCY = "agency"
TEAM = "team"
ROLE = "role"


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
