"""What the documents answer about a topic: which of them, in which words, with what citation."""

from __future__ import annotations

from typing import Dict, Iterator, List, Optional, Sequence, Tuple

from scr.content import Answer, Area, Content, Document, Topic
from scr.replies.reply import ANSWER, WORDING, Citation, Passage


class Answers:
    """A topic's answers as passages."""

    def __init__(self, content: Content) -> None:
        self._content = content

    def told(self, topic: Topic, area_id: Optional[str], plain: bool) -> Iterator[Passage]:
        """The answers to give in an area, or in any; in plain words where that was asked for."""
        for answer, notice in self._with_notices(topic, area_id):
            yield from notice
            document = self._content.documents[answer.document]
            yield Passage(answer.simple if plain else answer.text, ANSWER, self._citation(document, answer.paragraphs))

    def again(self, topic: Topic, area_id: Optional[str], how: str) -> Iterator[Passage]:
        """The same answers in the way that was asked for: one of `ABOUT_LAST_ANSWER`."""
        for answer, notice in self._with_notices(topic, area_id):
            yield from notice
            if how == "show_wording":
                yield from self._wording_of(answer)
                continue
            document = self._content.documents[answer.document]
            text, paragraphs = {
                "repeat": (answer.text, answer.paragraphs),
                "simplify": (answer.simple, answer.paragraphs),
                "tell_more": (answer.more, answer.more_paragraphs),
            }[how]
            if text is None:
                yield Passage(self._content.fragments["no_more"])
                yield from self._wording_of(answer)
            else:
                yield Passage(text, ANSWER, self._citation(document, paragraphs))

    def wording(self, topic: Topic, area_id: Optional[str]) -> Iterator[Passage]:
        """The paragraphs that the answers rest on, as published."""
        for answer in self._chosen(topic, area_id):
            yield from self._wording_of(answer)

    def has_more(self, topic: Topic, area_id: Optional[str]) -> bool:
        return any(answer.more for answer in self._chosen(topic, area_id))

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

    def _fragment(self, name: str, **places: str) -> str:
        return self._content.fragments[name].format(**places)
