"""What Rasa reads besides the phrases fits together: intents, rules, actions, dates."""

from __future__ import annotations

import datetime
import re
from pathlib import Path
from typing import Any, Dict, Iterator, List, Tuple

import pytest
import yaml

from scr.assistant import Assistant
from scr.content import Content
from scr.content.phrases import RETRIEVAL_INTENT, Phrase
from scr.rules.conversation import ANOTHER_TEAM, STAGE_MEANING, Conversation
from scr.rules.triage import CallNote, Urgency
from scr.settings import ROOT

Pages = Dict[Path, Dict[str, Any]]

SENT_BY_THE_CHANNEL = {"signed_in"}
ONLY_AFTER_A_REPLY = {"not_authorised", "ask_reference", "support_request", "debrief_calendar", "finish_note"}
"""Meant by follow-ups and by buttons alone, so no phrase of their own is learned."""


@pytest.fixture(scope="module")
def domain() -> Dict[str, Any]:
    return dict(yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8")))


def _rules(pages: Pages) -> List[Tuple[str, str]]:
    """Each rule as its intent and its action."""
    steps = [rule["steps"] for page in pages.values() for rule in page.get("rules") or []]
    assert all([*first, *second] == ["intent", "action"] for first, second in steps)
    return [(first["intent"], second["action"]) for first, second in steps]


def test_the_intents_of_the_domain_are_the_labels_that_can_be_meant(
    domain: Dict[str, Any], content: Content, phrases: List[Phrase]
) -> None:
    labels = {phrase.label for phrase in phrases}

    assert set(content.topics) <= labels
    assert labels & (SENT_BY_THE_CHANNEL | ONLY_AFTER_A_REPLY) == set()
    assert sorted(domain["intents"]) == sorted(
        labels - set(content.topics) | {RETRIEVAL_INTENT} | SENT_BY_THE_CHANNEL | ONLY_AFTER_A_REPLY
    )


def test_every_intent_without_phrases_but_the_channels_is_what_a_follow_up_or_a_button_asks_for(
    domain: Dict[str, Any], content: Content, assistant: Assistant
) -> None:
    after_a_reply = {group.topic for groups in content.task_follow_ups.values() for group in groups}
    noted = Conversation(note=CallNote(role="teacher", needs=("imr",), urgency=Urgency.TODAY))
    on_buttons = {
        assistant.read(content.fragments[name], noted if name == "finish_note" else Conversation()).outcome
        for name in ("support_request", "debrief_calendar", "finish_note")
    }

    assert after_a_reply | on_buttons >= ONLY_AFTER_A_REPLY
    assert SENT_BY_THE_CHANNEL & (after_a_reply | on_buttons) == set()


def test_every_follow_up_of_a_task_leads_to_what_can_be_answered(domain: Dict[str, Any], content: Content) -> None:
    """`stage_meaning` and `another_team` are resolved by what was told last, before an intent is named."""
    led_to = {group.topic for groups in content.task_follow_ups.values() for group in groups}

    assert led_to
    assert led_to <= {*domain["intents"], *content.topics, STAGE_MEANING, ANOTHER_TEAM}


def test_every_intent_has_one_rule(domain: Dict[str, Any], pages: Pages) -> None:
    assert sorted(intent for intent, _ in _rules(pages)) == sorted(domain["intents"])


def test_the_action_of_every_rule_exists(domain: Dict[str, Any], content: Content, pages: Pages) -> None:
    actions = {action for _, action in _rules(pages)}
    replies = {action for action in actions if action.startswith("utter_")}

    assert replies <= set(content.responses) | {f"utter_{RETRIEVAL_INTENT}"}
    assert actions - replies == set(domain["actions"])


def test_every_action_of_the_domain_is_written(domain: Dict[str, Any]) -> None:
    written = {
        name
        for path in (ROOT / "actions").glob("*.py")
        for name in re.findall(r'return "(action_\w+)"', path.read_text(encoding="utf-8"))
    }

    assert written == set(domain["actions"])


def test_every_reply_that_an_action_names_is_written(content: Content) -> None:
    named = {
        name
        for path in (ROOT / "actions").glob("*.py")
        for name in re.findall(r'response="(\w+)"', path.read_text(encoding="utf-8"))
    }

    assert named
    assert named <= set(content.responses)


def test_no_date_stands_without_quotes(pages: Pages) -> None:
    """Rasa's training stops at one."""
    dates = [
        (path.name, value) for path, page in pages.items() for value in _values(page) if isinstance(value, datetime.date)
    ]

    assert dates == []


def test_every_topic_is_due_for_review(pages: Pages) -> None:
    topics = {path.name: page["topic"] for path, page in pages.items() if "topic" in page}

    assert topics
    for name, topic in topics.items():
        assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", topic["review_by"]), name
        assert topic["owner"], name


def test_every_file_begins_with_a_comment_that_says_what_it_is_for(pages: Pages) -> None:
    without = [path.name for path in pages if not path.read_text(encoding="utf-8").startswith("# ")]

    assert without == []


def test_every_phrase_has_a_voice_and_none_is_written_twice_under_a_label(phrases: List[Phrase]) -> None:
    seen = set()
    twice = [phrase for phrase in phrases if (key := (phrase.label, phrase.text)) in seen or seen.add(key)]

    assert [phrase.text for phrase in twice] == []
    assert all(phrase.voice for phrase in phrases)


def _values(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        for inner in value.values():
            yield from _values(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _values(inner)
    else:
        yield value
