"""Composes replies out of the content: which document answers, in which words, with what citation and buttons."""

from __future__ import annotations

from dataclasses import replace
from typing import Dict, Iterator, List, Optional, Sequence, Tuple

from scr.content import Answer, Area, Content, Document, Response, Topic
from scr.replies.places import Facts, Places
from scr.replies.register import RegisterReplies
from scr.replies.reply import ANSWER, WORDING, Button, Citation, Passage, Reply
from scr.replies.triage import NoteReplies
from scr.rules.conversation import (
    ABOUT_LAST_ANSWER,
    ASK_REFERENCE,
    FINISH_NOTE,
    HELPLINE_TRIAGE,
    NEEDS_REGISTER,
    NOT_AUTHORISED,
    Asks,
    Conversation,
    Reading,
    Unsure,
    after,
)
from scr.rules.enquiry import Ending, Finding

_RELATED = 3
# As readings these only follow on the reply of that name, which a task of the register gave.
_SAID_BEFORE = frozenset({ASK_REFERENCE, NOT_AUTHORISED})


class Composer:
    """Replies from the content."""

    def __init__(self, content: Content, facts: Facts) -> None:
        self._content = content
        self._topics = frozenset(content.topics)
        self._places = Places(content, facts)
        self._notes = NoteReplies(content, self._answer)
        self._register = RegisterReplies(content, self.respond, self._places.contact, facts.stale_after_days)

    def compose(self, reading: Reading, conversation: Conversation) -> Reply:
        """The reply to a message that was read as `reading`, in the conversation as it stood before it."""
        reply = self._notes.beside(self._composed(reading, conversation), conversation.note)
        # A question in between was answered; what it interrupted is not forgotten.
        if reply.conversation.asks is Asks.REFERENCE and reading.outcome in self._topics:
            return replace(reply, passages=(*reply.passages, Passage(self._content.fragments["still_asks_reference"])))
        return reply

    def tell(self, finding: Finding, reading: Reading, conversation: Conversation) -> Reply:
        """The reply to what was asked of the register, and to what was asked of the documents beside it."""
        following = after(reading, conversation, self._topics)
        if finding.ending is Ending.UNKNOWN_REFERENCE:
            following = replace(following, reference=conversation.reference)
        reply = self._register.tell(finding, reading, following)
        beside = [
            passage
            for topic in reading.also
            for passage in self._answer(self._content.topics[topic], reading.area, following.plain)
        ]
        reply = replace(
            reply,
            outcomes=(*reply.outcomes, *reading.also),
            passages=(*reply.passages, *beside),
            conversation=replace(reply.conversation, topics=reading.also),
        )
        return self._notes.beside(reply, conversation.note)

    def finish_note(self, number: int, reading: Reading, conversation: Conversation) -> Reply:
        """The reply to a call note that was kept under that number."""
        assert reading.note is not None
        following = replace(after(reading, conversation, self._topics), note=None)
        return self._notes.finished(number, reading.note, following)

    def _composed(self, reading: Reading, conversation: Conversation) -> Reply:
        following = after(reading, conversation, self._topics)
        if reading.outcome == HELPLINE_TRIAGE:
            return self._notes.carried_on(reading, conversation, following)
        if reading.outcome == FINISH_NOTE:  # composed here, it was not kept: the terminal, the look-up
            return self.respond("utter_note_not_kept" if following.note else "utter_no_note", reading, following)
        if reading.outcome in self._topics:
            return self._answers(reading, following)
        if reading.outcome in ABOUT_LAST_ANSWER:
            return self._last_answer(reading, following)
        return self.respond(self._response_name(reading), reading, following)

    def respond(
        self, name: str, reading: Reading, following: Conversation, kind: Optional[str] = None, **places: str
    ) -> Reply:
        """A reply that rests on no document, with `places` filled in.

        Raises:
            KeyError: there is no response of that name.
        """
        response = self._content.responses[name]
        passage = Passage(self._places.filled(response.text, reading.area, places), kind or response.kind)
        buttons = self._buttons(response, reading)
        label = self._content.fragments["offer_label" if reading.offered else "next_label"]
        return Reply((response.outcome,), (passage,), following, buttons, label if buttons else "", response.form)

    def answers_to(self, topic: str, area: Optional[str]) -> Tuple[Passage, ...]:
        """What anybody is told of a topic who asks for it in an area."""
        return tuple(self._answer(self._content.topics[topic], area, plain=False))

    def contact(self, area: Optional[str]) -> str:
        """Whom to ask in an area, or in any, as a clause."""
        return self._places.contact(area)

    def wording(self, topic: str, area: Optional[str]) -> Tuple[Passage, ...]:
        """The paragraphs that the topic's answers rest on, as published."""
        return tuple(
            passage for answer in self._chosen(self._content.topics[topic], area) for passage in self._wording_of(answer)
        )

    def _response_name(self, reading: Reading) -> str:
        if reading.still_in_danger:
            return "utter_still_in_danger"
        if reading.outcome in NEEDS_REGISTER:  # composed here, it was not asked: the terminal, the look-up
            return "utter_register_in_chat"
        if reading.outcome in _SAID_BEFORE:
            return f"utter_{reading.outcome}_again"
        if reading.unsure is None:
            return f"utter_{reading.outcome}"
        name = f"utter_{reading.unsure.value}"
        again = f"{name}_again"
        return again if reading.misunderstood > 1 and again in self._content.responses else name

    def _answers(self, reading: Reading, following: Conversation) -> Reply:
        topics = [self._content.topics[outcome] for outcome in reading.outcomes]
        passages = [passage for topic in topics for passage in self._answer(topic, reading.area, following.plain)]
        return Reply(
            outcomes=reading.outcomes,
            passages=tuple(passages),
            conversation=following,
            buttons=self._related(topics) + self._about_answer(topics, reading.area),
            buttons_label=self._content.fragments["related_label"],
        )

    def _answer(self, topic: Topic, area_id: Optional[str], plain: bool) -> Iterator[Passage]:
        for answer, notice in self._with_notices(topic, area_id):
            yield from notice
            document = self._content.documents[answer.document]
            yield Passage(answer.simple if plain else answer.text, ANSWER, self._citation(document, answer.paragraphs))

    def _with_notices(self, topic: Topic, area_id: Optional[str]) -> Iterator[Tuple[Answer, Tuple[Passage, ...]]]:
        """The answers to give, each with what must stand before it: whose document it is, where that is not plain."""
        area = self._content.areas.get(area_id or "")
        chosen = self._chosen(topic, area_id)
        for answer in chosen:
            document = self._content.documents[answer.document]
            if area is not None and answer.document != area.document:
                yield answer, (Passage(self._silent(area, document)),)
            elif len(chosen) > 1:
                yield answer, (Passage(self._fragment("each_document", document=document.short_title)),)
            else:
                yield answer, ()

    def _chosen(self, topic: Topic, area_id: Optional[str]) -> Sequence[Answer]:
        """The answers to give: the area's document's, else the first; every one where the documents differ."""
        area = self._content.areas.get(area_id or "")
        own = topic.answer_from(area.document) if area else None
        if own is not None:
            return (own,)
        return topic.answers if topic.differs and area is None else topic.answers[:1]

    def _last_answer(self, reading: Reading, following: Conversation) -> Reply:
        """The last answer again, in the way that was asked for."""
        response = self._content.responses[f"utter_{reading.outcome}"]
        passages = [Passage(response.text)]
        for topic_id in following.topics:
            passages += self._again(self._content.topics[topic_id], reading)
        topics = [self._content.topics[topic_id] for topic_id in following.topics]
        return Reply(
            outcomes=(response.outcome,),
            passages=tuple(passages),
            conversation=following,
            buttons=self._related(topics),
            buttons_label=self._content.fragments["related_label"],
        )

    def _again(self, topic: Topic, reading: Reading) -> Iterator[Passage]:
        for answer, notice in self._with_notices(topic, reading.area):
            yield from notice
            if reading.outcome == "show_wording":
                yield from self._wording_of(answer)
                continue
            document = self._content.documents[answer.document]
            text, paragraphs = {
                "repeat": (answer.text, answer.paragraphs),
                "simplify": (answer.simple, answer.paragraphs),
                "tell_more": (answer.more, answer.more_paragraphs),
            }[reading.outcome]
            if text is None:
                yield Passage(self._content.fragments["no_more"])
                yield from self._wording_of(answer)
            else:
                yield Passage(text, ANSWER, self._citation(document, paragraphs))

    def _wording_of(self, answer: Answer) -> Iterator[Passage]:
        document = self._content.documents[answer.document]
        for number in answer.paragraphs:
            yield Passage(document.paragraph(number).wording, WORDING, self._citation(document, (number,)))

    def _citation(self, document: Document, numbers: Sequence[str]) -> Citation:
        """Every section cited, each with its own paragraphs."""
        by_section: Dict[str, List[str]] = {}
        for number in numbers:
            section = document.section_of(number)
            by_section.setdefault(f"{section.number} ({section.title})", []).append(number)
        places = "; ".join(
            self._fragment(
                "section",
                section=section,
                paragraphs=self._fragment("paragraph" if len(cited) == 1 else "paragraphs", numbers=", ".join(cited)),
            )
            for section, cited in by_section.items()
        )
        edition = document.edition[0].upper() + document.edition[1:]
        text = self._fragment("citation", document=document.short_title, places=places, edition=edition)
        return Citation(text, document.id, tuple(numbers))

    def _silent(self, area: Area, document: Document) -> str:
        silent = self._content.documents[area.document].short_title
        return self._fragment("silent_document", area=area.name, silent=silent, document=document.short_title)

    def _related(self, topics: Sequence[Topic]) -> Tuple[Button, ...]:
        answered = {topic.id for topic in topics}
        related = (related for topic in topics for related in topic.related if related not in answered)
        return tuple(self._button(topic) for topic in dict.fromkeys(related))[:_RELATED]

    def _about_answer(self, topics: Sequence[Topic], area: Optional[str]) -> Tuple[Button, ...]:
        names: List[str] = ["show_wording"]
        if any(answer.more for topic in topics for answer in self._chosen(topic, area)):
            names.append("tell_more")
        return tuple(map(self._button, names))

    def _buttons(self, response: Response, reading: Reading) -> Tuple[Button, ...]:
        if reading.offered:
            offered = tuple(map(self._button, reading.offered))
            return offered if reading.unsure is Unsure.TOO_MANY else (*offered, self._button("none_of_these"))
        return tuple(map(self._button, response.suggest))

    def _button(self, name: str) -> Button:
        return Button(name, self._content.title(name))

    def _fragment(self, name: str, **places: str) -> str:
        return self._content.fragments[name].format(**places)
