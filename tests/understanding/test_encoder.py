"""The sentence encoder: only the files that its card names are run, and likeness in meaning comes out."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scr.settings import Settings
from scr.understanding.encoder import CARD, DIMENSIONS, MODEL, TOKENIZER, Encoder, EncoderError


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder(Settings.parse_obj({}).encoder_dir)


@pytest.fixture
def folder(tmp_path: Path, settings: Settings) -> Path:
    for name in (MODEL, TOKENIZER, CARD):
        shutil.copy(settings.encoder_dir / name, tmp_path / name)
    return tmp_path


def test_the_files_that_the_card_names_are_taken(folder: Path) -> None:
    assert Encoder(folder)(["hello"]).shape == (1, DIMENSIONS)


@pytest.mark.parametrize("name", [MODEL, TOKENIZER])
def test_a_file_that_was_changed_by_one_byte_is_refused(folder: Path, name: str) -> None:
    content = bytearray((folder / name).read_bytes())
    content[len(content) // 2] ^= 1
    (folder / name).write_bytes(content)

    with pytest.raises(EncoderError, match=f"{name} is not the file"):
        Encoder(folder)


@pytest.mark.parametrize("name", [MODEL, TOKENIZER, CARD])
def test_a_file_that_is_missing_is_told_with_what_to_do(folder: Path, name: str) -> None:
    (folder / name).unlink()

    with pytest.raises(EncoderError, match="make encoder"):
        Encoder(folder)


@pytest.mark.parametrize("card", ["", "{}", '{"files": {}}'])
def test_a_card_that_names_nothing_is_refused(folder: Path, card: str) -> None:
    (folder / CARD).write_text(card, encoding="utf-8")

    with pytest.raises(EncoderError):
        Encoder(folder)


def test_the_shipped_card_names_both_files(settings: Settings) -> None:
    card = json.loads((settings.encoder_dir / CARD).read_text(encoding="utf-8"))

    assert set(card["files"]) == {MODEL, TOKENIZER}
    assert card["licence"]


def test_texts_of_one_meaning_are_more_alike_than_others(encoder: Encoder) -> None:
    asked, reworded, other = encoder(
        ["will i be interviewed", "is somebody going to interview me", "how do i get the leaflet in braille"]
    )

    assert asked @ reworded > 0.6
    assert asked @ reworded > asked @ other + 0.3


def test_a_text_has_nearly_the_same_vector_alone_and_among_others(encoder: Encoder) -> None:
    texts = ["why", "a much longer question on how the family is told about the review of a case", *("who",) * 70]

    together = encoder(texts)

    assert together.shape == (len(texts), DIMENSIONS)
    for index in (0, 1, 2, 71):
        assert together[index] @ encoder([texts[index]])[0] > 0.97


def test_no_texts_are_no_vectors(encoder: Encoder) -> None:
    assert encoder([]).shape == (0, DIMENSIONS)


@settings(deadline=None, max_examples=60)
@given(text=st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
def test_any_text_becomes_a_vector_of_length_one(encoder: Encoder, text: str) -> None:
    (vector,) = encoder([text])

    assert np.isfinite(vector).all()
    assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-3)


def test_a_very_long_text_is_read_from_its_beginning(encoder: Encoder) -> None:
    (vector,) = encoder(["will i be interviewed " * 500])

    assert np.isfinite(vector).all()


def test_a_text_that_comes_again_has_the_vector_that_it_had_in_whatever_company(encoder: Encoder) -> None:
    first = encoder(["who sits on the panel"])[0]

    among = encoder(["what is an imr", "who sits on the panel", "what is an imr"])

    assert (among[1] == first).all()
    assert (among[0] == among[2]).all()


def test_what_is_changed_in_a_vector_that_was_given_changes_no_later_one(encoder: Encoder) -> None:
    given = encoder(["may I bring somebody"])
    before = given.copy()
    given[:] = 0

    assert (encoder(["may I bring somebody"]) == before).all()


def test_of_a_text_that_was_encoded_nothing_is_held(encoder: Encoder) -> None:
    encoder(["the word zanzibarian stands here"])

    assert "zanzibarian" not in repr(vars(encoder._known))
