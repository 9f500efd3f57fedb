"""Public sets of questions by intent, in their few-shot splits, out of a folder that holds the two repositories.

    FOLDER/Few-Shot-Intent-Detection/   github.com/jianguoz/Few-Shot-Intent-Detection
    FOLDER/oos-eval/                    github.com/clinc/oos-eval

The data are others' and no part of this project.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import DefaultDict, List, Tuple

PER_CLASS = 10
DRAWS = 5
NAMES = ("CLINC150", "BANKING77", "HWU64")
_OF_OUT_OF_SCOPE = "CLINC150"


@dataclass(frozen=True)
class Repository:
    name: str
    commit: str
    """The one that the figures in docs/understanding-compared.md are of."""
    folder: str


FEW_SHOT = Repository(
    "github.com/jianguoz/Few-Shot-Intent-Detection", "fa9553312b1dba54b1be0aae2d30b13171f898e5", "Few-Shot-Intent-Detection"
)
OUT_OF_SCOPE = Repository("github.com/clinc/oos-eval", "828f8093932c8fe6ca7936c3d2e52903b1c523de", "oos-eval")


class MissingSet(Exception):
    """A file of a public set is missing or is not as its repository has it; the message says where it comes from."""


@dataclass(frozen=True)
class Examples:
    """Texts, and the intent of each."""

    texts: Tuple[str, ...]
    labels: Tuple[str, ...]


@dataclass(frozen=True)
class PublicSet:
    name: str
    draws: Tuple[Examples, ...]
    """Ten examples a class. The first draw is the published one; the others are drawn here from the full training set."""
    valid: Examples
    test: Examples
    outside_valid: Tuple[str, ...] = ()
    """Questions of no class; only CLINC150 has them."""
    outside_test: Tuple[str, ...] = ()


def load_set(folder: Path, name: str) -> PublicSet:
    """
    Args:
        folder: laid out as the two repositories are.
        name: one of `NAMES`.
    Raises:
        MissingSet
    """
    train = _examples(folder, name, "train")
    drawn = tuple(draw(train, PER_CLASS, seed) for seed in range(1, DRAWS))
    outside_valid, outside_test = _outside(folder) if name == _OF_OUT_OF_SCOPE else ((), ())
    return PublicSet(
        name=name,
        draws=(_examples(folder, name, f"train_{PER_CLASS}"), *drawn),
        valid=_examples(folder, name, "valid"),
        test=_examples(folder, name, "test"),
        outside_valid=outside_valid,
        outside_test=outside_test,
    )


def draw(examples: Examples, per_class: int, seed: int) -> Examples:
    """So many examples of each class; a class that has fewer gives all it has."""
    by_label: DefaultDict[str, List[str]] = defaultdict(list)
    for text, label in zip(examples.texts, examples.labels, strict=True):
        by_label[label].append(text)
    chance = Random(seed)
    chosen = [
        (text, label)
        for label in sorted(by_label)
        for text in chance.sample(by_label[label], len(by_label[label]))[:per_class]
    ]
    return Examples(tuple(text for text, _ in chosen), tuple(label for _, label in chosen))


def _examples(folder: Path, name: str, part: str) -> Examples:
    texts, labels = (_lines(folder, f"Datasets/{name}/{part}/{file}") for file in ("seq.in", "label"))
    if len(texts) != len(labels):
        path = folder / FEW_SHOT.folder / "Datasets" / name / part
        raise MissingSet(f"{path}: seq.in has {len(texts)} lines, label has {len(labels)}; they must be as many")
    return Examples(texts, labels)


def _lines(folder: Path, file: str) -> Tuple[str, ...]:
    return tuple(line.strip() for line in _read(folder, FEW_SHOT, file).splitlines())


def _outside(folder: Path) -> Tuple[Tuple[str, ...], Tuple[str, ...]]:
    """The questions that are out of scope: those to choose a threshold by, and those to test with."""
    file = "data/data_full.json"
    text = _read(folder, OUT_OF_SCOPE, file)
    try:
        parts = json.loads(text)
        valid, test = (tuple(str(question) for question, _ in parts[part]) for part in ("oos_val", "oos_test"))
    except (ValueError, KeyError, TypeError) as error:
        raise MissingSet(f"{folder / OUT_OF_SCOPE.folder / file} is not as {OUT_OF_SCOPE.name} has it: {error!r}") from error
    return valid, test


def _read(folder: Path, repository: Repository, file: str) -> str:
    path = folder / repository.folder / file
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise MissingSet(
            f"{path} is missing. It is {file} of {repository.name}, commit {repository.commit}; "
            f"check that out into {folder / repository.folder}"
        ) from error
