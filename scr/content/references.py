"""What must hold between the parts of `data/`: whatever one part names, another part has."""

from __future__ import annotations

import re
from typing import Callable, Dict, Iterable

from scr.content.expected import FRAGMENTS, PLACES
from scr.content.model import Content
from scr.rules.conversation import HELPLINE_TRIAGE
from scr.rules.register import Stage
from scr.rules.triage import Route, Urgency, Wish

_OTHER_NEEDS = ("immediate_danger", "distress", "legal_advice", "not_covered", "case_details")
_NOTE_WORDS = ("begin", "caller", "call_back_yes", "call_back_no", "corrects")


def broken_references(content: Content) -> Iterable[str]:
    """A sentence for an editor about each name that leads nowhere."""
    checks = (
        _unknown_documents,
        _unknown_paragraphs_of_contacts,
        _unknown_topics,
        _unknown_suggestions,
        _unfilled_places,
        _missing_fragments,
        _repeated_titles,
        _missing_stages,
        _missing_ways,
        _missing_note_words,
    )
    for check in checks:
        yield from check(content)


def _unknown_documents(content: Content) -> Iterable[str]:
    for area in content.areas.values():
        if area.document not in content.documents:
            yield f"areas/{area.id}.yml: there is no document `{area.document}` in data/documents"
    for topic, answer in content.answers():
        document = content.documents.get(answer.document)
        if document is None:
            yield f"answers/{topic.id}.yml: there is no document `{answer.document}` in data/documents"
            continue
        for number in (*answer.paragraphs, *answer.more_paragraphs):
            if not _exists(document.paragraph, number):
                yield f"answers/{topic.id}.yml: {document.short_title} has no paragraph {number}"


def _unknown_paragraphs_of_contacts(content: Content) -> Iterable[str]:
    for area in content.areas.values():
        document = content.documents.get(area.document)
        if area.contact and document and not _exists(document.paragraph, area.contact.paragraph):
            yield f"areas/{area.id}.yml: {document.short_title} has no paragraph {area.contact.paragraph}"


def _exists(find: Callable[[str], object], key: str) -> bool:
    try:
        find(key)
    except KeyError:
        return False
    return True


def _unknown_topics(content: Content) -> Iterable[str]:
    for topic in content.topics.values():
        for related in topic.related:
            if related not in content.topics:
                yield f"answers/{topic.id}.yml: related: there is no topic `{related}`"
        for group in topic.follow_ups:
            if group.topic not in content.topics and f"utter_{group.topic}" not in content.responses:
                yield f"answers/{topic.id}.yml: follow_ups: there is no topic `{group.topic}`"


def _unknown_suggestions(content: Content) -> Iterable[str]:
    for response in content.responses.values():
        for topic in response.suggest:
            if topic not in content.topics and topic not in content.tasks:
                yield f"{response.file}: {response.name}: suggest: there is no topic `{topic}`"


def _unfilled_places(content: Content) -> Iterable[str]:
    for response in content.responses.values():
        for place in re.findall(r"{(\w*)}", response.text):
            if place not in PLACES:
                yield f"{response.file}: {response.name}: nothing fills {{{place}}}; there are {', '.join(sorted(PLACES))}"


def _missing_fragments(content: Content) -> Iterable[str]:
    for name in sorted(FRAGMENTS - set(content.fragments)):
        yield f"phrasing.yml: the piece `{name}` is missing from `fragments`; put it back"


def _repeated_titles(content: Content) -> Iterable[str]:
    seen: Dict[str, str] = {}
    for topic in content.topics.values():
        if topic.title in seen:
            yield f"answers/{topic.id}.yml: the title is that of {seen[topic.title]} too; each needs its own"
        seen[topic.title] = topic.id


def _missing_stages(content: Content) -> Iterable[str]:
    for stage in Stage:
        words = content.stages.get(stage.value)
        if words is None:
            yield f"tasks/review_status.yml: stages: `{stage.value}` is missing; put it back"
        elif words.topic not in content.topics:
            yield f"tasks/review_status.yml: stages: {stage.value}: there is no topic `{words.topic}`"


def _missing_ways(content: Content) -> Iterable[str]:
    """No call leads nowhere: every topic and task has a way, and every way's words are there."""
    for need in (*content.topics, *(task for task in content.tasks if task != HELPLINE_TRIAGE), *_OTHER_NEEDS):
        if need not in content.ways:
            yield f"tasks/routing.yml: routing: there is no way for `{need}`; add it to the needs of a row"
    for need in content.ways:
        if need not in content.topics and f"need_{need}" not in content.fragments:
            yield f"tasks/helpline_triage.yml: fragments: `need_{need}` is missing; it says in a note what the caller needs"
    names = [f"route_{route.value}" for route in Route] + [f"urgency_{urgency.value}" for urgency in Urgency]
    for name in names:
        if name not in content.fragments:
            yield f"tasks/helpline_triage.yml: fragments: `{name}` is missing; put it back"


def _missing_note_words(content: Content) -> Iterable[str]:
    wanted = [*(urgency.value for urgency in Urgency), *(wish.value for wish in Wish), *_NOTE_WORDS]
    for name in wanted:
        if not content.note_words.get(name):
            yield f"tasks/helpline_triage.yml: note_words: `{name}` is missing; put it back"
