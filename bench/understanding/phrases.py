"""The phrases that every system learns: some of each label, or all."""

from __future__ import annotations

from collections import defaultdict
from itertools import chain, zip_longest
from random import Random
from typing import DefaultDict, Iterable, List, Sequence

from scr.content.phrases import Phrase


def drawn(phrases: Iterable[Phrase], per_label: int, seed: int) -> List[Phrase]:
    """So many of each label, from as many voices as there are; a label that has fewer gives all it has."""
    by_label: DefaultDict[str, DefaultDict[str, List[Phrase]]] = defaultdict(lambda: defaultdict(list))
    for phrase in phrases:
        by_label[phrase.label][phrase.voice].append(phrase)
    chance = Random(seed)
    return [phrase for label in sorted(by_label) for phrase in _in_turn(list(by_label[label].values()), chance)[:per_label]]


def shuffled(phrases: Sequence[Phrase], seed: int) -> List[Phrase]:
    """As they stand, one label follows another, from which a system that does not shuffle by itself learns badly: nlp.js."""
    return Random(seed).sample(phrases, len(phrases))


def _in_turn(voices: List[List[Phrase]], chance: Random) -> List[Phrase]:
    """One of each voice, then a second of each; the voices' order and each voice's own by chance."""
    chance.shuffle(voices)
    shuffled: Sequence[List[Phrase]] = [chance.sample(voice, len(voice)) for voice in voices]
    return [phrase for phrase in chain.from_iterable(zip_longest(*shuffled)) if phrase is not None]
