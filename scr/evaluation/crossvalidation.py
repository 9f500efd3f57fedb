"""`scr crossvalidate`: how well unseen people are understood, by holding out the phrases of whole voices.

With `--folds` each fold uses an encoder that was fine-tuned without the held-out voices (tools/encoder/folds.sh makes
them): the honest estimate, and what `config.yml`'s temperature and thresholds were chosen by. Without, the shipped encoder
is used, which has seen every phrase, so the figures flatter.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Dict, List, Optional, Sequence, Tuple

import numpy as np
import yaml
from numpy.typing import NDArray
from rich.console import Console
from rich.progress import track
from scipy.optimize import minimize_scalar

from scr.content.phrases import Phrase, load_phrases
from scr.rules.conversation import GUARDS
from scr.settings import ROOT, Settings
from scr.understanding import classifier
from scr.understanding.encoder import Encoder, Vectors

_SHIPPED_FOLDS = 3
_AMONG = 3
_NO_ANSWER = "unsure"


@dataclass(frozen=True)
class Unseen:
    """Predictions for phrases whose voice the model had not met."""

    phrases: List[Phrase]
    labels: Tuple[str, ...]
    scores: NDArray[np.float32]  # (phrases, labels)

    def probabilities(self, temperature: float = 1.0) -> NDArray[np.float32]:
        scores = self.scores / temperature
        powers = np.exp(scores - scores.max(axis=1, keepdims=True))
        found: NDArray[np.float32] = powers / powers.sum(axis=1, keepdims=True)
        return found

    @property
    def truth(self) -> NDArray[np.int64]:
        return np.array([self.labels.index(phrase.label) for phrase in self.phrases])


def crossvalidate(settings: Settings, folds: Optional[Path], page: Optional[Path]) -> int:
    console = Console()
    unseen = predict_unseen(settings, folds, console)
    report = _report(unseen, _config()["thresholds"], honest=folds is not None)
    console.print(report, markup=False, highlight=False)
    if page:
        page.write_text(report + "\n", encoding="utf-8")
    return 0


def _config() -> Dict[str, Any]:
    config: Dict[str, Any] = yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))["pipeline"][0]
    return config


def predict_unseen(settings: Settings, folds: Optional[Path], console: Console) -> Unseen:
    """What is made of every phrase by a model that has not met its voice."""
    config = _config()
    phrases = load_phrases(settings.data_dir)
    voices = sorted({phrase.voice for phrase in phrases})
    parts: List[Unseen] = []
    encoded: Dict[Path, Vectors] = {}
    for encoder_dir, held_out in track(_folds(settings, folds, voices), "Folds", console=console):
        if encoder_dir not in encoded:  # the shipped one serves every fold
            encoded = {encoder_dir: Encoder(encoder_dir, threads=2)([phrase.text for phrase in phrases])}
        vectors = encoded[encoder_dir]
        is_held_out = np.array([phrase.voice in held_out for phrase in phrases])
        kept = [phrase for phrase in phrases if phrase.voice not in held_out]
        model = classifier.train(
            [phrase.text for phrase in kept],
            vectors[~is_held_out],
            [phrase.label for phrase in kept],
            temperature=config["temperature"],
            thresholds={},
            regularisation=config["regularisation"],
        )
        rest = [phrase for phrase in phrases if phrase.voice in held_out]
        parts.append(Unseen(rest, model.labels, model.scores([phrase.text for phrase in rest], vectors[is_held_out])))
    return Unseen(
        [phrase for part in parts for phrase in part.phrases],
        parts[0].labels,
        np.concatenate([part.scores for part in parts]),
    )


def _folds(settings: Settings, folds: Optional[Path], voices: Sequence[str]) -> List[Tuple[Path, List[str]]]:
    """Encoders with the voices held out from them."""
    if folds is None:
        spread = [list(voices[start::_SHIPPED_FOLDS]) for start in range(_SHIPPED_FOLDS)]
        return [(settings.encoder_dir, held_out) for held_out in spread]
    found = []
    for folder in sorted(path for path in folds.iterdir() if (path / "encoder.json").exists()):
        card = json.loads((folder / "encoder.json").read_text(encoding="utf-8"))
        found.append((folder, card["fine_tuned_on"]["held_out"]))
    return found


def _temperature(unseen: Unseen) -> float:
    """What the scores would have to be divided by besides, so that the probabilities of unseen phrases are likeliest."""
    truth = unseen.truth
    rows = np.arange(len(truth))

    def surprise(temperature: float) -> float:
        return float(-np.log(np.maximum(unseen.probabilities(temperature)[rows, truth], 1e-9)).mean())

    return float(minimize_scalar(surprise, bounds=(0.2, 5.0), method="bounded").x)


def _report(unseen: Unseen, thresholds: Dict[str, float], honest: bool) -> str:
    probabilities = unseen.probabilities()
    order = np.argsort(-probabilities, axis=1)
    truth = unseen.truth
    first = order[:, 0]
    confidence = probabilities[np.arange(len(truth)), first]
    right = first == truth
    among = (order[:, :_AMONG] == truth[:, None]).any(axis=1)
    kind = "fine-tuned without them" if honest else "the shipped one, which has seen every phrase: these figures flatter"
    lines = [
        f"{len(truth)} phrases of voices held out; encoder: {kind}",
        f"right first {right.mean():.1%}; right among three {among.mean():.1%}",
        f"likeliest with the scores divided by {_temperature(unseen):.2f}",
        "",
        "| sure from | answered and right | right or offered | wrong with confidence |",
        "|---|---|---|---|",
    ]
    for least in np.arange(0.2, 0.9, 0.05):
        sure = confidence >= least
        lines.append(
            f"| {least:.2f} | {(sure & right).mean():.1%} | {((sure & right) | (~sure & among)).mean():.1%} "
            f"| {(sure & ~right).mean():.1%} |"
        )
    lines += ["", "| guard | from | caught | false alarms on other phrases |", "|---|---|---|---|"]
    for guard in GUARDS:
        is_guard = truth == unseen.labels.index(guard)
        column = probabilities[:, unseen.labels.index(guard)]
        chosen = {thresholds[f"guard_{guard}"], thresholds[f"guard_{guard}_with_signs"]}
        for least in sorted({0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 0.9, *chosen}):
            fired = column >= least
            lines.append(f"| {guard} | {least:.2f} | {fired[is_guard].mean():.1%} | {fired[~is_guard].mean():.2%} |")
    lines += ["", "| label | right first | right among three |", "|---|---|---|"]
    by_label = sorted(
        (right[truth == index].mean(), among[truth == index].mean(), label)
        for index, label in enumerate(unseen.labels)
        if (truth == index).any() and label != _NO_ANSWER
    )
    lines += [f"| {label} | {share:.1%} | {share_among:.1%} |" for share, share_among, label in by_label]
    return "\n".join(lines)
