"""The content as the rest of the assistant sees it. `data/README.md` tells editors what each field is for."""

from __future__ import annotations

import datetime
from typing import Dict, FrozenSet, Iterator, List, Mapping, Optional, Tuple

from pydantic import BaseModel, Extra, Field, root_validator, validator

from scr.content.frame import Frame
from scr.rules.triage import Way

TOPIC_RESPONSE = "utter_ask/"


class ContentError(Exception):
    """Something in `data/` is wrong; the message names each file and what to do."""

    def __init__(self, problems: List[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class _Entry(BaseModel):
    class Config:
        extra = Extra.forbid
        allow_mutation = False


def _not_empty(values: Tuple[object, ...]) -> Tuple[object, ...]:
    if not values:
        raise ValueError("there must be at least one")
    return values


class Paragraph(_Entry):
    number: str
    text: str = ""
    items: Tuple[str, ...] = ()

    @property
    def wording(self) -> str:
        """The paragraph as published, its list items as lines that start with a dash."""
        text = self.text.replace("\n", "\n\n")
        return "\n".join([text, *(f"- {item}" for item in self.items)]).strip()


class Section(_Entry):
    number: str
    title: str
    paragraphs: Tuple[Paragraph, ...]


class Document(_Entry):
    """A source document, its paragraphs numbered."""

    id: str
    title: str
    short_title: str
    publisher: str
    edition: str
    based_on: str
    sections: Tuple[Section, ...]

    def paragraph(self, number: str) -> Paragraph:
        """
        Raises:
            KeyError: there is no paragraph of that number.
        """
        for section in self.sections:
            for paragraph in section.paragraphs:
                if paragraph.number == number:
                    return paragraph
        raise KeyError(number)

    def section_of(self, number: str) -> Section:
        for section in self.sections:
            if any(paragraph.number == number for paragraph in section.paragraphs):
                return section
        raise KeyError(number)


class Contact(_Entry):
    """How to reach an area's board, as its document gives it."""

    phone: str
    email: str
    paragraph: str


class Area(_Entry):
    id: str
    names: Tuple[str, ...]
    board: str
    document: str
    contact: Optional[Contact] = None

    _has_names = validator("names", allow_reuse=True)(_not_empty)

    @property
    def name(self) -> str:
        return self.names[0]


class Answer(_Entry):
    """One document's answer to a topic."""

    text: str
    document: str
    paragraphs: Tuple[str, ...]
    simple: str
    more: Optional[str] = None
    more_paragraphs: Tuple[str, ...] = ()

    _is_cited = validator("paragraphs", allow_reuse=True)(_not_empty)

    @root_validator(skip_on_failure=True)
    def _more_is_cited(cls, values: Dict[str, object]) -> Dict[str, object]:
        if bool(values["more"]) != bool(values["more_paragraphs"]):
            raise ValueError("`more` and `more_paragraphs` go together: write both or neither")
        return values


class FollowUps(_Entry):
    """Short questions that make sense only after a topic, and the topic that answers them there."""

    topic: str
    phrases: Tuple[str, ...]


class Topic(_Entry):
    """What the documents say on one subject, and how people get to it and on from it."""

    id: str
    title: str = Field(max_length=60)
    boundary: str
    owner: str
    review_by: datetime.date
    related: Tuple[str, ...]
    follow_ups: Tuple[FollowUps, ...] = ()
    differs: bool = False
    """The documents' rules differ, so somebody who has named no area is given each of them."""
    answers: Tuple[Answer, ...]

    _is_answered = validator("answers", allow_reuse=True)(_not_empty)

    def answer_from(self, document: str) -> Optional[Answer]:
        return next((answer for answer in self.answers if answer.document == document), None)


class Response(_Entry):
    """A reply that rests on no document: small talk, safety, limits, tasks."""

    name: str
    file: str
    text: str
    outcome: str
    kind: str = "notice"
    suggest: Tuple[str, ...] = ()
    """Topics and tasks offered as buttons."""
    form: Optional[str] = None
    """A form that goes with it, e.g. for an access code."""


class StageWords(_Entry):
    """What is said of a review at one stage, and the topic that explains it."""

    now: str
    next: str
    topic: str


class Content(_Entry):
    """All of `data/` but the phrases."""

    documents: Mapping[str, Document]
    areas: Mapping[str, Area]
    topics: Mapping[str, Topic]
    responses: Mapping[str, Response]
    fragments: Mapping[str, str]
    tasks: Mapping[str, str]
    """Tasks that may be offered, with the words on their buttons."""
    names: Mapping[str, Mapping[str, Tuple[str, ...]]]
    """By kind of entity, by canonical value, the names that people use."""
    boundaries: Mapping[str, str]
    """By label, what is meant by it and what is not."""
    signs: Mapping[str, Tuple[str, ...]]
    """By guard, words that are signs of what it guards against."""
    alarms: Mapping[str, Tuple[str, ...]]
    """By guard, words that set it off by themselves."""
    over: Mapping[str, Tuple[str, ...]]
    """By guard, words that say that what it guards against is over."""
    stages: Mapping[str, StageWords]
    """By the name of a stage, what is said of it."""
    ways: Mapping[str, Way]
    """By what a caller needs, where the call goes."""
    note_words: Mapping[str, Tuple[str, ...]]
    """By what they say to a call note, the words that are looked for."""
    task_follow_ups: Mapping[str, Tuple[FollowUps, ...]]
    """By what was told last, short messages that make sense only after it, and what they ask for."""
    agency_of_role: Mapping[str, str]
    """By canonical role, the agency that people of that role work for."""
    pages: Mapping[str, str]
    """The words of the pages."""
    desk: Mapping[str, str]
    """The words of the helpline's desk."""
    frames: Mapping[str, Frame]
    """By language, the words around the chat."""
    first_names: FrozenSet[str]
    """Names of people, in lower case, that redaction looks for."""
    not_names: FrozenSet[str]
    """Words that redaction leaves alone though they may stand with a capital letter."""

    def title(self, label: str) -> str:
        """The words on the button for a topic, a task, or what can be asked for after one."""
        if label in self.topics:
            return self.topics[label].title
        return self.tasks.get(label) or self.fragments[label]

    def answers(self) -> Iterator[Tuple[Topic, Answer]]:
        for topic in self.topics.values():
            for answer in topic.answers:
                yield topic, answer
