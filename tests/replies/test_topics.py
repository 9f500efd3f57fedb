"""The reply to every topic in every area: an answer, its citation, whose document it is, where to go from there."""

from __future__ import annotations

import json
import re
from typing import Iterator, List, Optional, Tuple

import pytest

from scr.content import Content, Document, Topic
from scr.replies import Composer, Facts, Passage, Reply, as_text
from scr.rules.conversation import Conversation, Reading
from tests.conftest import labels_of_the_first_table

AREAS = ("north_yorkshire", "rotherham", None)
TOPICS = labels_of_the_first_table()
_CITATION = re.compile(r"^(?P<document>.+), sections? .+\), paragraphs? (?P<numbers>[\d., ]+)\. \S.*\.$")
_UNFILLED = re.compile(r"\{\w*\}")

every_topic = pytest.mark.parametrize("topic", TOPICS)
every_area = pytest.mark.parametrize("area", AREAS, ids=str)


@pytest.fixture(scope="module")
def composer(content: Content) -> Composer:
    return Composer(content, Facts())


def _reply(composer: Composer, topic: str, area: Optional[str]) -> Reply:
    return composer.compose(Reading((topic,), area=area), Conversation())


def _again(composer: Composer, outcome: str, topic: str, area: Optional[str]) -> Reply:
    return composer.compose(Reading((outcome,), area=area), Conversation(topics=(topic,), area=area))


def _cited(passage: Passage, content: Content) -> Tuple[Document, List[str]]:
    """The document that a citation names, and the paragraphs of it."""
    found = _CITATION.match(passage.citation.text if passage.citation else "")
    assert found, passage.citation
    (document,) = [document for document in content.documents.values() if document.short_title == found["document"]]
    return document, found["numbers"].split(", ")


def _words(reply: Reply) -> Iterator[str]:
    for passage in reply.passages:
        yield from (passage.text, passage.citation.text if passage.citation else "")
    yield from (*(button.text for button in reply.buttons), reply.buttons_label)


@every_area
@every_topic
def test_every_topic_is_answered_with_a_citation_of_what_is_there(
    composer: Composer, content: Content, topic: str, area: Optional[str]
) -> None:
    answers = [passage for passage in _reply(composer, topic, area).passages if passage.kind == "answer"]

    assert answers
    for passage in answers:
        document, numbers = _cited(passage, content)
        answer = content.topics[topic].answer_from(document.id)
        assert answer is not None
        assert passage.text == answer.text
        assert all(document.paragraph(number).wording for number in numbers)


@every_area
def test_every_paragraph_that_is_cited_stands_in_the_section_that_is_named(
    composer: Composer, content: Content, area: Optional[str]
) -> None:
    elsewhere = []
    for topic in TOPICS:
        for passage in _reply(composer, topic, area).passages:
            if passage.kind == "answer":
                document, numbers = _cited(passage, content)
                sections = [document.section_of(number) for number in numbers]
                elsewhere += [
                    f"{topic}: {passage.citation}"
                    for section in sections
                    if f"{section.number} ({section.title})" not in (passage.citation.text if passage.citation else "")
                ]

    assert elsewhere == []


@pytest.mark.parametrize("area", ["north_yorkshire", "rotherham"])
@every_topic
def test_an_area_is_answered_by_its_own_document_or_told_that_it_is_silent(
    composer: Composer, content: Content, topic: str, area: str
) -> None:
    own = content.documents[content.areas[area].document]
    reply = _reply(composer, topic, area)

    answer = reply.passages[-1]
    document, _ = _cited(answer, content)
    if content.topics[topic].answer_from(own.id):
        assert document == own
        assert len(reply.passages) == 1
    else:
        notice = reply.passages[0]
        assert document != own
        assert (notice.kind, notice.citation) == ("notice", None)
        assert content.areas[area].name in notice.text
        assert own.short_title in notice.text
        assert document.short_title in notice.text


def test_both_areas_have_topics_on_which_their_document_is_silent(content: Content) -> None:
    """Else the test before this one would have tested nothing."""
    for area in content.areas.values():
        spoken = [topic for topic in content.topics.values() if topic.answer_from(area.document)]

        assert 0 < len(spoken) < len(content.topics)


def test_where_the_documents_differ_and_no_area_is_known_each_is_quoted(composer: Composer, content: Content) -> None:
    differing = [topic for topic in content.topics.values() if topic.differs]

    assert differing
    for topic in differing:
        passages = _reply(composer, topic.id, None).passages
        documents = [_cited(passage, content)[0] for passage in passages if passage.kind == "answer"]

        assert [document.id for document in documents] == [answer.document for answer in topic.answers]
        assert len(documents) > 1
        for before, document in zip(passages[::2], documents, strict=True):
            assert before.kind == "notice"
            assert document.short_title in before.text


@every_area
@every_topic
def test_no_place_is_left_unfilled_in_any_reply_on_a_topic(composer: Composer, topic: str, area: Optional[str]) -> None:
    outcomes = ("repeat", "simplify", "tell_more", "show_wording")
    replies = [_reply(composer, topic, area), *(_again(composer, outcome, topic, area) for outcome in outcomes)]

    assert [words for reply in replies for words in _words(reply) if _UNFILLED.search(words)] == []


@every_area
@every_topic
def test_the_buttons_of_an_answer_lead_on_from_it(
    composer: Composer, content: Content, topic: str, area: Optional[str]
) -> None:
    reply = _reply(composer, topic, area)
    titles = {entry.title for entry in content.topics.values()}

    shown = [button.text for button in reply.buttons]
    assert 1 <= len(titles & set(shown)) <= 3
    assert content.topics[topic].title not in shown
    assert len(set(reply.buttons)) == len(reply.buttons)
    assert reply.buttons_label
    assert content.fragments["show_wording"] in shown
    assert (content.fragments["tell_more"] in shown) == any(answer.more for answer in _chosen(content.topics[topic], reply))


def _chosen(topic: Topic, reply: Reply) -> List[object]:
    texts = {passage.text for passage in reply.passages}
    return [answer for answer in topic.answers if answer.text in texts]


@every_area
@every_topic
def test_a_reply_is_the_same_after_it_was_kept_and_read_back(composer: Composer, topic: str, area: Optional[str]) -> None:
    for outcome in ("answer", "repeat", "simplify", "tell_more", "show_wording"):
        reply = _reply(composer, topic, area) if outcome == "answer" else _again(composer, outcome, topic, area)

        assert Reply.from_dict(reply.as_dict()) == reply
        assert Reply.from_dict(json.loads(json.dumps(reply.as_dict()))) == reply


def test_several_topics_are_answered_in_one_reply_in_their_order(composer: Composer, content: Content) -> None:
    reply = composer.compose(Reading(("interview", "media", "timescale"), area="north_yorkshire"), Conversation())

    answered = [passage.text for passage in reply.passages if passage.kind == "answer"]
    assert reply.outcomes == ("interview", "media", "timescale")
    assert answered == [content.topics[topic].answers[0].text for topic in reply.outcomes]
    assert reply.conversation.topics == reply.outcomes
    assert not set(reply.outcomes) & {button.name for button in reply.buttons}


@every_topic
def test_as_plain_text_an_answer_stands_above_its_citation(composer: Composer, topic: str) -> None:
    reply = _reply(composer, topic, None)

    text = as_text(reply)

    for passage in reply.passages:
        shown = f"{passage.text}\n\n[{passage.citation.text}]" if passage.citation else passage.text
        assert shown in text


def test_what_cannot_be_answered_is_said_behind_what_can(composer: Composer, content: Content) -> None:
    reply = composer.compose(Reading(("interview", "not_covered", "out_of_scope", "legal_advice")), Conversation())

    answer, *limits = [passage.text for passage in reply.passages]
    assert answer == content.topics["interview"].answers[0].text
    assert [text.split(",")[0] for text in limits] == [
        content.responses[f"utter_{limit}_beside"].text.split(",")[0]
        for limit in ("not_covered", "out_of_scope", "legal_advice")
    ]
    assert reply.outcomes == ("interview", "not_covered", "out_of_scope", "legal_advice")
    assert reply.conversation.topics == ("interview",)


def test_of_two_questions_without_an_answer_each_is_told(composer: Composer, content: Content) -> None:
    reply = composer.compose(Reading(("legal_advice", "out_of_scope")), Conversation())

    first, second = [passage.text for passage in reply.passages]
    assert first.startswith("I cannot give legal advice")
    assert second == content.responses["utter_out_of_scope_beside"].text
    assert reply.outcomes == ("legal_advice", "out_of_scope")
