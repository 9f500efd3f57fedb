"""Questions that mean much the same are put together, the same way each time."""

from __future__ import annotations

import random

import pytest

from scr.settings import Settings
from scr.understanding.encoder import Encoder
from scr.understanding.grouping import groups

MINUTES = ["can i see the minutes of the panel", "are the panel meeting minutes shared", "who gets the panel minutes"]
PAID = ["do i get paid for the time in the interview", "is interview time paid"]
TIME = "what time is it in hong kong"


@pytest.fixture(scope="module")
def encode(settings: Settings) -> Encoder:
    return Encoder(settings.encoder_dir)


def test_what_means_the_same_stands_together_the_biggest_group_first(encode: Encoder) -> None:
    texts = [TIME, *PAID, *MINUTES]

    assert groups(texts, encode) == [[3, 4, 5], [1, 2], [0]]


def test_the_groups_do_not_depend_on_the_order(encode: Encoder) -> None:
    texts = [TIME, *PAID, *MINUTES]
    expected = {frozenset(texts[place] for place in group) for group in groups(texts, encode)}

    for seed in range(5):
        random.Random(seed).shuffle(texts)
        assert {frozenset(texts[place] for place in group) for group in groups(texts, encode)} == expected


def test_the_same_words_in_other_spellings_are_the_same(encode: Encoder) -> None:
    assert groups(["asdf", "what now", "ASDF!", "asdf ?"], encode) == [[0, 2, 3], [1]]


@pytest.mark.parametrize("texts", [[], ["one alone"], ["the same"] * 3])
def test_few_texts_are_no_trouble(encode: Encoder, texts: list[str]) -> None:
    assert groups(texts, encode) == ([list(range(len(texts)))] if texts else [])
