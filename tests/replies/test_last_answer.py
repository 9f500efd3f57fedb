"""The last answer again: repeated, in plainer words, at more length, or word for word as published."""

from __future__ import annotations

from typing import List, Optional

import pytest

from scr.content import Answer, Content
from scr.replies import Composer, Facts, Passage, Reply
from scr.rules.conversation import Conversation, Reading
from tests.conftest import labels_of_the_first_table

TOPICS = labels_of_the_first_table()
every_topic = pytest.mark.parametrize("topic", TOPICS)
every_area = pytest.mark.parametrize("area", ["north_yorkshire", "rotherham", None], ids=str)
WAYS = ("repeat", "simplify", "tell_more", "show_wording")


@pytest.fixture(scope="module")
def composer(content: Content) -> Composer:
    return Composer(content, Facts())


def _answered(composer: Composer, topic: str, area: Optional[str]) -> Reply:
    return composer.compose(Reading((topic,), area=area), Conversation(area=area))


def _again(composer: Composer, way: str, topic: str, area: Optional[str]) -> Reply:
    first = _answered(composer, topic, area)
    return composer.compose(Reading((way,), area=area), first.conversation)


def _given(content: Content, reply: Reply, topic: str) -> List[Answer]:
    """The answers that a reply gave."""
    texts = [passage.text for passage in reply.passages]
    return [answer for answer in content.topics[topic].answers if answer.text in texts]


@every_area
def test_an_answer_is_repeated_whole_with_whose_document_it_is(composer: Composer, area: Optional[str]) -> None:
    repeated = {topic: _again(composer, "repeat", topic, area) for topic in TOPICS}

    assert {reply.outcomes for reply in repeated.values()} == {("repeat",)}
    assert [
        topic for topic, reply in repeated.items() if reply.passages[1:] != _answered(composer, topic, area).passages
    ] == []


@every_area
@every_topic
def test_an_answer_is_given_in_plainer_words(composer: Composer, content: Content, topic: str, area: Optional[str]) -> None:
    first = _answered(composer, topic, area)
    simpler = _again(composer, "simplify", topic, area)

    plain = [passage for passage in simpler.passages if passage.kind == "answer"]
    assert [passage.text for passage in plain] == [answer.simple for answer in _given(content, first, topic)]
    assert [passage.citation for passage in plain] == [passage.citation for passage in first.passages if passage.citation]
    assert simpler.outcomes == ("repeat",)


@every_area
@every_topic
def test_more_is_told_or_the_document_itself_is_shown(
    composer: Composer, content: Content, topic: str, area: Optional[str]
) -> None:
    first = _answered(composer, topic, area)
    more = _again(composer, "tell_more", topic, area)

    texts = [passage.text for passage in more.passages]
    for answer in _given(content, first, topic):
        if answer.more:
            assert answer.more in texts
        else:
            document = content.documents[answer.document]
            assert content.fragments["no_more"] in texts
            assert {document.paragraph(number).wording for number in answer.paragraphs} <= set(texts)
    assert all(passage.citation for passage in more.passages if passage.kind in {"answer", "wording"})


@every_area
@every_topic
def test_the_wording_is_shown_word_for_word(composer: Composer, content: Content, topic: str, area: Optional[str]) -> None:
    first = _answered(composer, topic, area)
    shown = _again(composer, "show_wording", topic, area)

    expected = [
        (content.documents[answer.document], number)
        for answer in _given(content, first, topic)
        for number in answer.paragraphs
    ]
    passages: List[Passage] = [passage for passage in shown.passages if passage.kind == "wording"]
    assert [passage.text for passage in passages] == [document.paragraph(number).wording for document, number in expected]
    for passage, (document, number) in zip(passages, expected, strict=True):
        assert passage.citation is not None
        assert passage.citation.text.startswith(document.short_title)
        assert f"paragraph {number}." in passage.citation.text
    assert shown.outcomes == ("show_wording",)


@pytest.mark.parametrize("way", WAYS)
def test_a_silent_document_is_said_to_be_silent_again(composer: Composer, content: Content, way: str) -> None:
    """Who reads only the last reply must not take another area's rule for their own."""
    unsaid = []
    for area in content.areas.values():
        own = content.documents[area.document].short_title
        for topic in content.topics.values():
            notices = [passage.text for passage in _again(composer, way, topic.id, area.id).passages if not passage.citation]
            if topic.answer_from(area.document) is None and not any(own in notice for notice in notices):
                unsaid.append(f"{topic.id} in {area.name}")

    assert unsaid == []


@every_topic
def test_the_topic_stays_the_one_that_is_talked_about(composer: Composer, topic: str) -> None:
    for way in WAYS:
        assert _again(composer, way, topic, None).conversation.topics == (topic,)


def test_two_answers_are_repeated_both(composer: Composer, content: Content) -> None:
    first = composer.compose(Reading(("interview", "media")), Conversation())
    repeated = composer.compose(Reading(("repeat",)), first.conversation)

    assert [passage.text for passage in repeated.passages if passage.kind == "answer"] == [
        content.topics[topic].answers[0].text for topic in ("interview", "media")
    ]
