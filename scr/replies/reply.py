"""What a reply contains. Channels shape it; none adds words of its own."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any, Dict, Mapping, Optional, Tuple

from scr.rules.conversation import Asks, Conversation


@dataclass(frozen=True)
class Passage:
    """A stretch of a reply. Blank lines part paragraphs, lines that begin with "- " are items of a list."""

    text: str
    kind: str = "notice"
    """answer, wording (a document's own), notice, urgent (a route to help), or register (what the register says)."""
    citation: Optional[str] = None


REGISTER = "register"


@dataclass(frozen=True)
class Attachment:
    """A file that goes with a reply."""

    name: str
    media_type: str
    content: str


@dataclass(frozen=True)
class Reply:
    """A whole reply: `outcomes` name its ending, `buttons` are messages that the person may send next.

    Several outcomes: the answers to several questions; or, of a task, its ending and the task.
    """

    outcomes: Tuple[str, ...]
    passages: Tuple[Passage, ...]
    conversation: Conversation
    buttons: Tuple[str, ...] = ()
    buttons_label: str = ""
    form: Optional[str] = None
    """What is to be asked for beside the chat, because it must not be typed into it: ``access_code``."""
    attachments: Tuple[Attachment, ...] = ()

    @property
    def outcome(self) -> str:
        return self.outcomes[0]

    def as_dict(self) -> Dict[str, Any]:
        """For JSON."""
        return {**asdict(self), "outcome": self.outcome}

    def as_kept(self, in_place: str) -> Reply:
        """For storage: less what came from the register, `in_place` of which stands a sentence."""
        if not self.attachments and all(passage.kind != REGISTER for passage in self.passages):
            return self
        passages = [passage if passage.kind != REGISTER else Passage(in_place) for passage in self.passages]
        return replace(self, passages=tuple(dict.fromkeys(passages)), attachments=())

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Reply:
        return cls(
            outcomes=tuple(values["outcomes"]),
            passages=tuple(Passage(**passage) for passage in values["passages"]),
            conversation=conversation_from_dict(values["conversation"]),
            buttons=tuple(values["buttons"]),
            buttons_label=values["buttons_label"],
            form=values.get("form"),
            attachments=tuple(Attachment(**attachment) for attachment in values.get("attachments", ())),
        )


def conversation_from_dict(values: Mapping[str, Any]) -> Conversation:
    """A conversation out of JSON; what was stored before a field was added has the field's default."""
    kept: Dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}
    kept["asks"] = Asks(kept["asks"]) if kept.get("asks") else None
    return Conversation(**kept)
