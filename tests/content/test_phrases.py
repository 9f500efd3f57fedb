"""The phrases: enough of them, each under one label, and none that the evaluation measures with."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from typing import Dict, List, Set, Tuple

import numpy as np
from numpy.typing import NDArray

from scr.content import Content
from scr.content.check import FEWEST_PHRASES, normal_form, problems_of_phrases
from scr.content.phrases import Phrase
from tests.conftest import DATA, evaluation_messages

_FEWEST_OUT_OF_SCOPE = 150
_LEAST_SHARED_WORDS = 0.75
_LEAST_LIKENESS = 0.85
_FEWEST_WORDS_TO_SHARE = 4
_FEWEST_WORDS_TO_BE_LIKE = 5


def test_every_topic_has_enough_phrases_to_be_understood(content: Content, phrases: List[Phrase]) -> None:
    counts = Counter(phrase.label for phrase in phrases)

    assert {topic: counts[topic] for topic in content.topics if counts[topic] < FEWEST_PHRASES} == {}


def test_what_is_out_of_scope_has_many_phrases(phrases: List[Phrase]) -> None:
    assert sum(phrase.label == "out_of_scope" for phrase in phrases) >= _FEWEST_OUT_OF_SCOPE


def test_no_phrase_stands_under_two_labels(phrases: List[Phrase]) -> None:
    labels: Dict[str, Set[str]] = {}
    for phrase in phrases:
        labels.setdefault(normal_form(phrase.text) or phrase.text, set()).add(phrase.label)

    assert len(labels) > 10_000
    assert {text: both for text, both in labels.items() if len(both) > 1} == {}


def test_the_check_finds_nothing_wrong_with_the_content(content: Content) -> None:
    assert problems_of_phrases(content, DATA) == []


def test_nothing_that_the_evaluation_measures_with_is_learned_from(phrases: List[Phrase]) -> None:
    learned = sorted({phrase.text for phrase in phrases})

    assert _too_near(evaluation_messages(), learned) == []


def test_no_follow_up_in_the_content_is_one_that_the_evaluation_measures_with(content: Content) -> None:
    assert _too_near(evaluation_messages(), _follow_ups(content)) == []


def test_a_reworded_message_of_the_evaluation_would_be_found_out() -> None:
    """The comparison itself works: it sees a copy, changed word order, and changed spelling, and not mere likeness."""
    learned = [
        "Will I be INTERVIEWED for the scr!!",
        "for the scr will i be interviewed then",
        "what happens to the recomendations after it",
        "how do i apply for annual leave in august",
    ]
    measured = [
        "will i be interviewed for the scr",
        "what happens to the recommendations after it",
        "how do i apply for a parking permit",
    ]

    found = _too_near(measured, learned)

    assert [text for _, text in found] == learned[:3]


def _follow_ups(content: Content) -> List[str]:
    """Those that say something: "why" and "who does it" are everybody's."""
    phrases = {phrase for topic in content.topics.values() for group in topic.follow_ups for phrase in group.phrases}
    return sorted(phrase for phrase in phrases if len(phrase.split()) >= _FEWEST_WORDS_TO_SHARE)


def _too_near(measured: List[str], learned: List[str]) -> List[Tuple[str, str]]:
    """Pairs that are equal but for case and punctuation, share most of their words, or are spelt nearly alike."""
    forms = [_form(text) for text in learned]
    word_sets = [set(form.split()) for form in forms]
    letters = _letter_counts(forms)
    found = []
    for message in measured:
        form = _form(message)
        words = set(form.split())
        may_be_like = _may_be_like(form, forms, letters)
        for index, other in enumerate(forms):
            if other == form or _share_words(words, word_sets[index]) or (may_be_like[index] and _is_like(form, other)):
                found.append((message, learned[index]))
    return found


def _form(text: str) -> str:
    return " ".join(re.sub(r"[^\w\s]", "", text.lower()).split())


def _share_words(words: Set[str], others: Set[str]) -> bool:
    shared = len(words & others)
    return shared >= _LEAST_SHARED_WORDS * (len(words) + len(others) - shared) and len(words) >= _FEWEST_WORDS_TO_SHARE


def _is_like(form: str, other: str) -> bool:
    return difflib.SequenceMatcher(None, form, other, autojunk=False).ratio() > _LEAST_LIKENESS


def _letter_counts(forms: List[str]) -> NDArray[np.int32]:
    counts = np.zeros((len(forms), 64), np.int32)
    for row, form in enumerate(forms):
        for letter, times in Counter(form).items():
            counts[row, ord(letter) % 64] += times
    return counts


def _may_be_like(form: str, forms: List[str], letters: NDArray[np.int32]) -> List[bool]:
    """Whether the letters allow of such likeness at all, so that few pairs need be compared letter by letter."""
    if len(form.split()) < _FEWEST_WORDS_TO_BE_LIKE:
        return [False] * len(forms)
    own = _letter_counts([form])[0]
    lengths = np.array([len(other) for other in forms])
    shared = np.minimum(letters, own).sum(axis=1)
    likely: List[bool] = (2 * shared > _LEAST_LIKENESS * (lengths + len(form))).tolist()
    return likely
