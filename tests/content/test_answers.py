"""Every answer is written once, cited, and leads only to what exists."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any, Dict, List

import pytest

from scr.content import Content, Document
from scr.content.model import TOPIC_RESPONSE
from tests.conftest import DATA, labels_of_the_first_table

Pages = Dict[Path, Dict[str, Any]]


def test_every_topic_that_the_evaluation_expects_has_a_file_and_every_file_is_such_a_topic(content: Content) -> None:
    expected = labels_of_the_first_table()

    assert len(expected) > 30
    assert sorted(content.topics) == sorted(expected)
    assert sorted(path.stem for path in (DATA / "answers").glob("*.yml")) == sorted(expected)


def test_no_response_is_written_in_two_files(pages: Pages) -> None:
    names = Counter(name for page in pages.values() for name in page.get("responses") or {})

    assert len(names) > 60
    assert [name for name, files in names.items() if files > 1] == []


def test_every_response_of_a_topic_belongs_to_a_topic_that_exists(content: Content, pages: Pages) -> None:
    names = {name for page in pages.values() for name in page.get("responses") or {} if name.startswith(TOPIC_RESPONSE)}

    assert {name[len(TOPIC_RESPONSE) :].split("/")[0] for name in names} == set(content.topics)


def test_each_document_answers_a_topic_at_most_once(content: Content) -> None:
    twice = [
        (topic.id, document)
        for topic in content.topics.values()
        for document, times in Counter(answer.document for answer in topic.answers).items()
        if times > 1
    ]

    assert twice == []


def test_no_wording_of_an_answer_is_used_twice(content: Content) -> None:
    texts = Counter(text for _, answer in content.answers() for text in (answer.text, answer.simple, answer.more) if text)

    assert [text for text, times in texts.items() if times > 1] == []


def test_every_answer_cites_paragraphs_that_its_document_has(content: Content) -> None:
    cited = [(answer, number) for _, answer in content.answers() for number in (*answer.paragraphs, *answer.more_paragraphs)]

    assert len(cited) > 60
    assert all(content.documents[answer.document].paragraph(number).wording for answer, number in cited)
    assert all(answer.paragraphs for _, answer in content.answers())


def test_both_documents_are_answered_from(content: Content) -> None:
    assert {answer.document for _, answer in content.answers()} == set(content.documents)


def test_every_paragraph_of_a_document_has_one_number_and_some_words(content: Content) -> None:
    for document in content.documents.values():
        numbers = _numbers(document)

        assert len(numbers) == len(set(numbers))
        assert all(document.paragraph(number).wording for number in numbers)
        assert all(document.section_of(number).title for number in numbers)


def test_a_telephone_number_or_address_in_an_answer_stands_in_the_paragraphs_it_cites(content: Content) -> None:
    found = 0
    for topic, answer in content.answers():
        document = content.documents[answer.document]
        for text, numbers in ((answer.text, answer.paragraphs), (answer.simple, answer.paragraphs)):
            published = " ".join(document.paragraph(number).wording for number in numbers)
            for detail in re.findall(r"\b0\d[\d ]{8,}\d\b|[\w.]+@[\w.]+\w|www\.[\w.]+\w", text):
                found += 1
                assert detail in published, f"{topic.id}: {detail}"
    assert found > 0


def test_the_contact_of_an_area_stands_in_its_document(content: Content) -> None:
    with_contact = [area for area in content.areas.values() if area.contact]

    assert with_contact
    for area in with_contact:
        assert area.contact is not None
        wording = content.documents[area.document].paragraph(area.contact.paragraph).wording
        assert area.contact.phone in wording
        assert area.contact.email in wording


def test_every_related_topic_exists_and_is_another_one(content: Content) -> None:
    for topic in content.topics.values():
        assert topic.related, topic.id
        assert set(topic.related) <= set(content.topics) - {topic.id}, topic.id


def test_every_follow_up_leads_to_a_topic_or_to_a_reply_that_exists(content: Content) -> None:
    replies = {response.outcome for response in content.responses.values()}

    for topic in content.topics.values():
        assert topic.follow_ups, topic.id
        assert {group.topic for group in topic.follow_ups} <= set(content.topics) | replies, topic.id


def test_no_follow_up_of_a_topic_leads_to_two_places(content: Content) -> None:
    for topic in content.topics.values():
        phrases = Counter(phrase.lower() for group in topic.follow_ups for phrase in group.phrases)

        assert [phrase for phrase, times in phrases.items() if times > 1] == [], topic.id


def test_everything_that_a_reply_suggests_is_a_topic_or_a_task_with_a_button(content: Content) -> None:
    suggested = {label for response in content.responses.values() for label in response.suggest}

    assert suggested & set(content.topics)
    assert suggested & set(content.tasks)
    assert suggested <= {*content.topics, *content.tasks}


def test_every_button_says_something_of_its_own(content: Content) -> None:
    titles = [
        *(topic.title for topic in content.topics.values()),
        *content.tasks.values(),
        *(content.fragments[name] for name in ("show_wording", "tell_more", "simplify", "none_of_these")),
    ]

    assert len({title.lower() for title in titles}) == len(titles)


@pytest.mark.parametrize("field", ["text", "simple"])
def test_an_answer_is_short(content: Content, field: str) -> None:
    """Two or three sentences of plain words, and one more where a term must be explained."""
    long = {topic.id: count for topic, answer in content.answers() if (count := _words(getattr(answer, field))) > 110}

    assert long == {}


def test_an_answer_says_what_its_abbreviations_stand_for(content: Content) -> None:
    """Who reads an answer on a phone has read no other before it."""
    unexplained: List[str] = []
    for topic, answer in content.answers():
        for text in (answer.text, answer.simple):
            for short in re.findall(r"\b(?:SCR|IMR|LSCB|PCT|SHA|DCSF)s?\b", text):
                if f"({short}" not in text and f"({short}s" not in text:
                    unexplained.append(f"{topic.id}: {short}")

    assert unexplained == []


def _numbers(document: Document) -> List[str]:
    return [paragraph.number for section in document.sections for paragraph in section.paragraphs]


def _words(text: str) -> int:
    return len(text.split())
