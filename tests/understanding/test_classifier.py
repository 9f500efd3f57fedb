"""The classifier: trained on a few vectors, saved as plain arrays, loaded without running anything of the file."""

from __future__ import annotations

import io
import pickle
import zipfile
from pathlib import Path
from typing import Dict, List, Sequence

import numpy as np
import pytest

from scr.assistant import Assistant
from scr.rules.conversation import GUARDS, UNSURE
from scr.settings import Settings
from scr.understanding import classifier
from scr.understanding.classifier import Classifier, ModelError, load_model
from scr.understanding.encoder import Vectors

THRESHOLDS = {"sure": 0.5, "offer": 0.1}
TEXTS = ("Who writes it?", "who's that who writes it", "Is it public", "can the public read it", "qwertz asdf", "asdf")
LABELS = ("imr", "imr", "executive_summary", "executive_summary", UNSURE, UNSURE)


def _vectors(texts: int = len(TEXTS)) -> Vectors:
    """Two of each label, each label in a direction of its own."""
    vectors = np.zeros((texts, 8), np.float32)
    for row in range(texts):
        vectors[row, row // 2] = 1
    return vectors


@pytest.fixture
def model() -> Classifier:
    return classifier.train(TEXTS, _vectors(), LABELS, temperature=0.5, thresholds=THRESHOLDS, regularisation=10)


def test_it_finds_again_what_it_was_trained_on(model: Classifier) -> None:
    probabilities = model.probabilities(TEXTS, _vectors())

    assert [model.labels[index] for index in probabilities.argmax(axis=1)] == list(LABELS)
    assert probabilities.sum(axis=1) == pytest.approx(np.ones(len(TEXTS)))
    assert (probabilities >= 0).all()


def test_many_phrases_of_what_has_no_answer_make_it_no_likelier_than_its_rows_say() -> None:
    """Four alike of each label, and as many again of one; only a refusal's number is held against it."""
    texts = [f"{word} {turn}" for word in ("alpha", "beta", "gamma") for turn in "abcd"]
    labels = ["imr"] * 4 + ["panel"] * 4 + ["not_covered"] * 4

    def offsets(more: str) -> Dict[str, float]:
        extra = ["delta"] * 8
        model = classifier.train(
            [*texts, *extra], np.eye(20, dtype=np.float32), [*labels, *[more] * 8], 1.0, THRESHOLDS, regularisation=10
        )
        return dict(zip(model.labels, model.offsets.tolist(), strict=True))

    assert offsets("not_covered") == pytest.approx({"imr": 0, "panel": 0, "not_covered": np.log(3) / 2})
    assert offsets("panel") == pytest.approx({"imr": 0, "panel": 0, "not_covered": 0})


def test_a_lower_temperature_is_surer(model: Classifier) -> None:
    calm = classifier.train(TEXTS, _vectors(), LABELS, temperature=2, thresholds=THRESHOLDS, regularisation=10)

    sure, less = (each.probabilities(TEXTS, _vectors()).max(axis=1) for each in (model, calm))
    assert (sure > less).all()


def test_very_large_scores_are_still_probabilities(model: Classifier) -> None:
    assert np.isfinite(model.probabilities(TEXTS, _vectors() * 1e6)).all()


def test_words_are_those_that_more_than_one_meaningful_phrase_uses(model: Classifier) -> None:
    assert model.uses == {"who": 2, "writes": 2, "it": 4, "public": 2}


def test_spelling_is_put_right_before_a_text_is_judged() -> None:
    texts = ("who sits on the panel", "how long", "in the papers") * 5
    labels = ("panel", "timescale", "media") * 5
    vectors = np.eye(8, dtype=np.float32)[[0, 1, 2] * 5]
    model = classifier.train(texts, vectors, labels, temperature=0.5, thresholds=THRESHOLDS, regularisation=10)
    read: List[str] = []

    def encode(given: Sequence[str]) -> Vectors:
        read.extend(given)
        return vectors[:1]

    probabilities = model.judged(["who sits on the pamel"], encode)

    assert read == ["who sits on the panel"]
    assert model.labels[probabilities[0].argmax()] == "panel"


def test_a_model_is_the_same_after_it_was_saved_and_loaded(model: Classifier, tmp_path: Path) -> None:
    model.save(tmp_path)
    with (tmp_path / classifier.FILE).open("rb") as file:
        loaded = Classifier.load(file)

    assert loaded.labels == model.labels
    assert loaded.uses == model.uses
    assert (loaded.temperature, dict(loaded.thresholds)) == (0.5, THRESHOLDS)
    # The weights of the stretches are saved in half the figures that they have.
    assert loaded.probabilities(TEXTS, _vectors()) == pytest.approx(model.probabilities(TEXTS, _vectors()), abs=1e-3)


def test_no_pickle_stands_in_a_saved_model(model: Classifier, tmp_path: Path) -> None:
    model.save(tmp_path)

    with zipfile.ZipFile(tmp_path / classifier.FILE) as archive:
        for name in archive.namelist():
            np.load(io.BytesIO(archive.read(name)), allow_pickle=False)


class _Trap:
    """Runs something when it is unpickled."""

    sprung = False

    def __reduce__(self) -> "tuple[object, tuple[str]]":
        return (_spring, ("",))


def _spring(_: str) -> None:
    _Trap.sprung = True


def test_a_model_with_a_pickle_in_it_is_refused_and_nothing_of_it_runs(model: Classifier, tmp_path: Path) -> None:
    facts = np.array([_Trap()], dtype=object)
    np.savez(tmp_path / classifier.FILE, facts=facts, weights=model.weights, biases=model.biases)
    assert b"_spring" in pickle.dumps(_Trap())

    with (tmp_path / classifier.FILE).open("rb") as file, pytest.raises(ValueError, match="pickle"):
        Classifier.load(file)
    assert not _Trap.sprung


def test_a_model_of_another_version_is_told_with_what_to_do(tmp_path: Path) -> None:
    facts = np.frombuffer(b'{"format": 1}', np.uint8)
    np.savez(tmp_path / classifier.FILE, facts=facts)

    with (tmp_path / classifier.FILE).open("rb") as file, pytest.raises(ModelError, match="make train"):
        Classifier.load(file)


def test_an_archive_without_a_model_is_told_with_what_to_do(tmp_path: Path) -> None:
    import tarfile

    with tarfile.open(tmp_path / "empty.tar.gz", "w:gz"):
        pass

    with pytest.raises(ModelError, match="make train"):
        load_model(tmp_path / "empty.tar.gz")


def test_the_trained_model_knows_every_topic_guard_and_task(assistant: Assistant, settings: Settings) -> None:
    model = load_model(settings.model)

    assert {*assistant.content.topics, *assistant.content.tasks, *GUARDS, UNSURE} <= set(model.labels)
    assert model.weights.shape[0] == model.biases.shape[0] == len(model.labels)
    for guard in GUARDS:
        assert {f"guard_{guard}", f"guard_{guard}_with_signs", f"guard_{guard}_in_part"} <= set(model.thresholds)
