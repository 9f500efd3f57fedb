"""The public sets that our classifier is measured on: how they are read, drawn from and counted."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Callable, Dict, Sequence, Tuple

import numpy as np
import pytest

from bench.understanding import public
from bench.understanding.public_sets import FEW_SHOT, OUT_OF_SCOPE, Examples, MissingSet, draw, load_set
from scr.understanding.encoder import Vectors

Write = Callable[[str, str], None]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def file(path: str, text: str) -> None:
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)

    return file


def _write_set(write: Write, name: str, texts: Dict[str, Sequence[str]]) -> None:
    for part, lines in texts.items():
        write(f"{FEW_SHOT.folder}/Datasets/{name}/{part}/seq.in", "\n".join(lines) + "\n")
        write(f"{FEW_SHOT.folder}/Datasets/{name}/{part}/label", "\n".join(line.split()[0] for line in lines) + "\n")


def _parts(classes: Sequence[str]) -> Dict[str, Sequence[str]]:
    return {
        "train": [f"{label} {number}" for label in classes for number in range(30)],
        "train_10": [f"{label} {number}" for label in classes for number in range(10)],
        "valid": [f"{label} valid" for label in classes],
        "test": [f"{label} test" for label in classes],
    }


def test_a_set_has_the_published_draw_and_four_others(tmp_path: Path, write: Write) -> None:
    _write_set(write, "HWU64", _parts(["alarm", "lists"]))

    found = load_set(tmp_path, "HWU64")

    assert found.draws[0].texts == tuple(_parts(["alarm", "lists"])["train_10"])
    assert [len(drawn.texts) for drawn in found.draws] == [20] * 5
    assert all(drawn.labels == ("alarm",) * 10 + ("lists",) * 10 for drawn in found.draws)
    assert len({drawn.texts for drawn in found.draws}) == 5
    assert (found.test, found.outside_test) == (Examples(("alarm test", "lists test"), ("alarm", "lists")), ())


def test_clinc150_has_questions_that_are_out_of_scope(tmp_path: Path, write: Write) -> None:
    _write_set(write, "CLINC150", _parts(["alarm"]))
    outside = {"oos_val": [["why", "oos"]], "oos_test": [["how so", "oos"], ["who", "oos"]], "test": []}
    write(f"{OUT_OF_SCOPE.folder}/data/data_full.json", json.dumps(outside))

    found = load_set(tmp_path, "CLINC150")

    assert (found.outside_valid, found.outside_test) == (("why",), ("how so", "who"))


def test_a_missing_file_is_named_with_its_repository_and_commit(tmp_path: Path, write: Write) -> None:
    _write_set(write, "BANKING77", _parts(["card"]))
    (tmp_path / FEW_SHOT.folder / "Datasets" / "BANKING77" / "test" / "label").unlink()

    with pytest.raises(MissingSet) as raised:
        load_set(tmp_path, "BANKING77")

    message = str(raised.value)
    assert "Datasets/BANKING77/test/label of github.com/jianguoz/Few-Shot-Intent-Detection" in message
    assert FEW_SHOT.commit in message


@pytest.mark.parametrize("text", ["{", "{}", '{"oos_val": [], "oos_test": 3}', '{"oos_val": [["one"]], "oos_test": []}'])
def test_questions_out_of_scope_that_cannot_be_read_are_named(tmp_path: Path, write: Write, text: str) -> None:
    _write_set(write, "CLINC150", _parts(["alarm"]))
    write(f"{OUT_OF_SCOPE.folder}/data/data_full.json", text)

    with pytest.raises(MissingSet, match=r"data_full\.json is not as github\.com/clinc/oos-eval has it"):
        load_set(tmp_path, "CLINC150")


def test_labels_must_be_as_many_as_texts(tmp_path: Path, write: Write) -> None:
    _write_set(write, "HWU64", _parts(["alarm"]))
    write(f"{FEW_SHOT.folder}/Datasets/HWU64/test/label", "alarm\nalarm\n")

    with pytest.raises(MissingSet, match=r"seq\.in has 1 lines, label has 2"):
        load_set(tmp_path, "HWU64")


def test_a_class_with_few_examples_gives_all() -> None:
    found = draw(Examples(("a1", "b1", "a2"), ("a", "b", "a")), per_class=2, seed=1)

    assert (sorted(found.texts), found.labels) == (["a1", "a2", "b1"], ("a", "a", "b"))


def test_a_threshold_decides_what_is_answered() -> None:
    confidence, right = np.array([0.9, 0.7, 0.3], np.float32), np.array([True, False, True])
    outside = np.array([0.8, 0.2], np.float32)

    found = public.sure(confidence, right, outside, 0.65)

    assert found.in_scope == pytest.approx(1 / 3)
    assert found.recall == 1 / 2


def test_the_best_threshold_is_worth_most_on_both_together() -> None:
    confidence, right = np.array([0.9, 0.8], np.float32), np.array([True, True])

    threshold = public.best_threshold(confidence, right, np.array([0.5, 0.6], np.float32))

    assert 0.6 < threshold <= 0.8


def test_an_accuracy_is_of_the_test_questions_alone(tmp_path: Path, write: Write) -> None:
    _write_set(write, "HWU64", _parts(["alarm", "lists", "music"]))
    found = load_set(tmp_path, "HWU64")

    def by_first_word(texts: Tuple[str, ...]) -> Vectors:
        return np.array(
            [[text.startswith("alarm"), text.startswith("lists"), text.startswith("music")] for text in texts], np.float32
        )

    measured_once = public.measured(found, found.draws[0], by_first_word)

    assert (measured_once.accuracy, measured_once.vectors_alone, measured_once.by_config) == (1.0, 1.0, None)
