"""What passes between the bench and the process in which a system is trained and asked, as JSON files.

Nothing of the assistant is imported here: Rasa's own environment reads this too.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Callable, Tuple

Ranking = Tuple[Tuple[str, float], ...]


@dataclass(frozen=True)
class Task:
    """What a system learns and is then asked."""

    phrases: Tuple[Tuple[str, str], ...]
    """Text and label."""
    questions: Tuple[str, ...]
    epochs: int
    """How often a network that counts them (Rasa's) sees each phrase."""

    def save(self, path: Path) -> None:
        path.write_text(json.dumps(asdict(self), ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, path: Path) -> Task:
        facts = json.loads(path.read_text(encoding="utf-8"))
        phrases = tuple((str(text), str(label)) for text, label in facts["phrases"])
        return cls(phrases, tuple(facts["questions"]), facts["epochs"])


@dataclass(frozen=True)
class Answer:
    """What a system makes of one message."""

    ranking: Ranking
    """The likeliest labels, best first, each with the system's own confidence from 0 to 1."""
    answered: Tuple[str, ...]
    """What it answers outright at its own threshold; nothing where it is not sure enough."""


@dataclass(frozen=True)
class Run:
    """What came of a task: one answer and one time a question."""

    answers: Tuple[Answer, ...]
    milliseconds: Tuple[float, ...]
    training_seconds: float
    training_processor_seconds: float
    """As many or fewer on one thread; what others do on the machine hardly changes them."""
    memory_mb: float
    """Resident memory of the process right after training, in units of 1,024 kB."""

    def save(self, path: Path) -> None:
        path.write_text(json.dumps(asdict(self), ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, path: Path) -> Run:
        facts = json.loads(path.read_text(encoding="utf-8"))
        answers = tuple(
            Answer(tuple((label, float(score)) for label, score in each["ranking"]), tuple(each["answered"]))
            for each in facts["answers"]
        )
        return cls(
            answers,
            tuple(facts["milliseconds"]),
            facts["training_seconds"],
            facts["training_processor_seconds"],
            facts["memory_mb"],
        )


Ask = Callable[[str], Answer]
Train = Callable[[Task], Ask]
