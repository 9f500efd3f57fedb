"""What a reply contains. Channels shape it; none adds words of its own."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any, Dict, Mapping, Optional, Tuple

from scr.rules.conversation import Asks, Conversation
from scr.rules.triage import note_from_dict


@dataclass(frozen=True)
class Citation:
    """Where a passage stands: in words, and as the document's id and its paragraphs' numbers."""

    text: str
    document: str
    paragraphs: Tuple[str, ...]

    def as_dict(self) -> Dict[str, Any]:
        """For JSON."""
        return {**vars(self), "paragraphs": list(self.paragraphs)}


ANSWER = "answer"
WORDING = "wording"
NOTICE = "notice"
URGENT = "urgent"
REGISTER = "register"
HELPLINE = "helpline"
KINDS = (ANSWER, WORDING, NOTICE, URGENT, REGISTER, HELPLINE)
"""Of passages: our answer, a document's own words, what rests on no document, a route to help, what the register says,
what a person at the helpline's desk wrote."""


@dataclass(frozen=True)
class Fact:
    """One line of a table: what it is, and what is so."""

    label: str
    value: str


@dataclass(frozen=True)
class Passage:
    """A stretch of a reply. Blank lines part paragraphs, lines that begin with "- " are items of a list."""

    text: str
    kind: str = NOTICE
    citation: Optional[Citation] = None
    facts: Tuple[Fact, ...] = ()
    """The same as the text says, for who shows tables; none where it is no table."""

    def as_dict(self) -> Dict[str, Any]:
        """For JSON."""
        citation = self.citation.as_dict() if self.citation else None
        return {**vars(self), "citation": citation, "facts": [vars(fact) for fact in self.facts]}


@dataclass(frozen=True)
class Button:
    """What the person may say next: `text` is both what stands on it and the message that it sends.

    `name` is the topic, task or request (``show_wording``) that it stands for.
    """

    name: str
    text: str


@dataclass(frozen=True)
class Attachment:
    """A file that goes with a reply."""

    name: str
    media_type: str
    content: str


@dataclass(frozen=True)
class Reply:
    """A whole reply, the same for every channel. `outcomes` name its ending.

    Several outcomes: the answers to several questions; or, of a task, its ending and the task.
    """

    outcomes: Tuple[str, ...]
    passages: Tuple[Passage, ...]
    conversation: Conversation
    buttons: Tuple[Button, ...] = ()
    buttons_label: str = ""
    form: Optional[str] = None
    """What is to be asked for beside the chat, because it must not be typed into it: ``access_code``."""
    attachments: Tuple[Attachment, ...] = ()
    id: str = ""
    """By which it can be judged later; none where it was given outside of a turn."""
    handover: Optional[int] = None
    """The number under which the conversation is, or was, with a person, where that is what it is about."""

    @property
    def outcome(self) -> str:
        return self.outcomes[0]

    @property
    def can_be_judged(self) -> bool:
        """It says something that can have helped or not."""
        return bool(self.id) and any(passage.kind in (ANSWER, WORDING, REGISTER) for passage in self.passages)

    def as_dict(self) -> Dict[str, Any]:
        """For JSON."""
        return {**asdict(self), "outcome": self.outcome}

    def as_shown(self) -> Dict[str, Any]:
        """For whoever shows it elsewhere: of the conversation, only what the person chose or may choose from."""
        shown = {**self.as_dict(), "can_be_judged": self.can_be_judged}
        del shown["conversation"]
        told = self.conversation
        return {**shown, "area": told.area, "plain": told.plain, "offered": list(told.offered)}

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
            passages=tuple(_passage_from_dict(passage) for passage in values["passages"]),
            conversation=conversation_from_dict(values["conversation"]),
            buttons=tuple(Button(**button) for button in values["buttons"]),
            buttons_label=values["buttons_label"],
            form=values.get("form"),
            attachments=tuple(Attachment(**attachment) for attachment in values.get("attachments", ())),
            id=values.get("id", ""),
            handover=values.get("handover"),
        )


def _passage_from_dict(values: Mapping[str, Any]) -> Passage:
    citation = values["citation"]
    return Passage(
        values["text"],
        values["kind"],
        Citation(citation["text"], citation["document"], tuple(citation["paragraphs"])) if citation else None,
        tuple(Fact(**fact) for fact in values.get("facts", ())),
    )


def conversation_from_dict(values: Mapping[str, Any]) -> Conversation:
    """A conversation out of JSON; what was stored before a field was added has the field's default."""
    kept: Dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}
    kept["asks"] = Asks(kept["asks"]) if kept.get("asks") else None
    kept["note"] = note_from_dict(kept["note"]) if kept.get("note") else None
    return Conversation(**kept)
