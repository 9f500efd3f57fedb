"""What a message names of a review: its reference, and the agencies and teams."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Mapping, Optional, Tuple

from scr.rules import reference
from scr.rules.conversation import Asks, Conversation
from scr.rules.enquiry import Party
from scr.understanding import entities
from scr.understanding.text import corrects

if TYPE_CHECKING:
    from spacy.language import Language

_NOT = re.compile(r"\bnot\s+$", re.IGNORECASE)


def review(text: str, conversation: Conversation) -> Tuple[Optional[str], str]:
    """The review that the message names, and what else it says.

    The first of several, but none that it says it does not mean.
    """
    numbers = conversation.asks is Asks.REFERENCE or (conversation.task is not None and corrects(text))
    mentions = reference.mentions(text, numbers)
    rest = text
    for mention in reversed(mentions):
        rest = rest[: mention.start] + " " + rest[mention.end :]
    meant = [mention for mention in mentions if not _NOT.search(text[: mention.start])]
    return meant[0].reference if meant else None, rest.strip()


def parties(nlp: Language, text: str, agency_of_role: Mapping[str, str]) -> Tuple[Party, ...]:
    """The agencies and teams that the message names, an agency also by a role of its people."""
    named = (_party(entity, agency_of_role) for entity in entities.named(nlp, text))
    return tuple(dict.fromkeys(party for party in named if party is not None))


def _party(entity: entities.Entity, agency_of_role: Mapping[str, str]) -> Optional[Party]:
    if entity.kind == entities.AGENCY:
        return Party(agency=entity.value)
    if entity.kind == entities.TEAM:
        return Party(team=entity.value)
    agency = agency_of_role.get(entity.value) if entity.kind == entities.ROLE else None
    return Party(agency=agency) if agency else None
