"""What a reply contains. Channels shape it; none adds words of its own."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Dict, Mapping, Optional, Tuple

from scr.rules.conversation import Conversation


@dataclass(frozen=True)
class Passage:
    """A stretch of a reply. Blank lines part paragraphs, lines that begin with "- " are items of a list."""

    text: str
    kind: str = "notice"
    """answer, wording (a document's own), notice, or urgent (a route to help)."""
    citation: Optional[str] = None


@dataclass(frozen=True)
class Reply:
    """A whole reply: `outcomes` name its ending, `buttons` are messages that the person may send next."""

    outcomes: Tuple[str, ...]
    passages: Tuple[Passage, ...]
    conversation: Conversation
    buttons: Tuple[str, ...] = ()
    buttons_label: str = ""

    @property
    def outcome(self) -> str:
        return self.outcomes[0]

    def as_dict(self) -> Dict[str, Any]:
        """For JSON."""
        return {**asdict(self), "outcome": self.outcome}

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Reply:
        return cls(
            outcomes=tuple(values["outcomes"]),
            passages=tuple(Passage(**passage) for passage in values["passages"]),
            conversation=conversation_from_dict(values["conversation"]),
            buttons=tuple(values["buttons"]),
            buttons_label=values["buttons_label"],
        )


def conversation_from_dict(values: Mapping[str, Any]) -> Conversation:
    return Conversation(
        topics=tuple(values["topics"]),
        area=values["area"],
        offered=tuple(values["offered"]),
        misunderstood=values["misunderstood"],
        in_danger=values["in_danger"],
    )
