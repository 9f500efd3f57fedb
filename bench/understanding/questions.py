"""The questions that no system has learned: those of `tests/evaluation/questions.yml` and of the voices in `unseen/`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, FrozenSet, List

import yaml

from scr.evaluation.cases import CaseError, load_questions


@dataclass(frozen=True)
class Question:
    text: str
    labels: FrozenSet[str]
    """Any one of them is right."""


def questions_of(folder: Path) -> List[Question]:
    """
    Args:
        folder: laid out as `tests/evaluation/`.
    Raises:
        CaseError: a file cannot be read.
    """
    cases = load_questions(folder / "questions.yml")
    asked = [Question(case.text, frozenset(case.labels)) for case in cases]
    return asked + [question for path in sorted((folder / "unseen").glob("*.yml")) for question in _of_voice(path)]


def _of_voice(path: Path) -> List[Question]:
    """Phrases by label; one for which other labels are right as well, or instead, has its own list of them."""
    try:
        by_label = yaml.safe_load(path.read_text(encoding="utf-8"))
        return [_question(str(label), item) for label, items in by_label.items() for item in items]
    except (OSError, yaml.YAMLError, AttributeError, TypeError, KeyError) as error:
        raise CaseError(f"{path} cannot be read as phrases by label: {error!r}") from error


def _question(label: str, item: Any) -> Question:
    if isinstance(item, dict):
        return Question(str(item["text"]), frozenset(map(str, item["labels"])))
    return Question(str(item), frozenset([label]))
