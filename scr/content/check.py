"""What is wrong with the phrases in `data/`, in words for an editor."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Dict, Iterator, List, Sequence

from scr.content.model import Content
from scr.content.phrases import Phrase, load_phrases

FEWEST_PHRASES = 60


def problems_of_phrases(content: Content, folder: Path) -> List[str]:
    phrases = load_phrases(folder)
    checks = (
        _unknown_labels(content, phrases),
        _without_boundary(content, phrases),
        _too_few(content, phrases),
        _signs_without_guard(content, phrases),
    )
    return [*_under_two_labels(phrases), *(problem for check in checks for problem in check)]


def normal_form(text: str) -> str:
    """What two spellings of one phrase share."""
    return " ".join(re.sub(r"[^\w\s]", "", text.lower()).split())


def _under_two_labels(phrases: Sequence[Phrase]) -> Iterator[str]:
    seen: Dict[str, Phrase] = {}
    for phrase in phrases:
        form = normal_form(phrase.text) or phrase.text
        first = seen.setdefault(form, phrase)
        if first.label != phrase.label:
            yield f"{phrase.text!r} stands under {first.label} and under {phrase.label}; keep it where it belongs"


def _unknown_labels(content: Content, phrases: Sequence[Phrase]) -> Iterator[str]:
    known = {*content.topics, *content.tasks, *(name[len("utter_") :] for name in content.responses), "none_of_these"}
    for label in sorted({phrase.label for phrase in phrases} - known):
        yield f"phrases stand under `{label}`, and there is no topic, task or reply of that name"


def _without_boundary(content: Content, phrases: Sequence[Phrase]) -> Iterator[str]:
    for label in sorted({phrase.label for phrase in phrases} - content.boundaries.keys()):
        yield f"boundaries: say in one line what is meant by `{label}` and what is not, in the file that holds its phrases"


def _too_few(content: Content, phrases: Sequence[Phrase]) -> Iterator[str]:
    counts = Counter(phrase.label for phrase in phrases)
    for label in (*content.topics, *content.tasks):
        if counts[label] < FEWEST_PHRASES:
            yield (
                f"{label} has {counts[label]} phrases; it needs {FEWEST_PHRASES}, from different people, to be understood"
            )


def _signs_without_guard(content: Content, phrases: Sequence[Phrase]) -> Iterator[str]:
    labels = {phrase.label for phrase in phrases}
    for guard in content.signs:
        if guard not in labels:
            yield f"signs: there is no guard {guard!r} that has phrases"
