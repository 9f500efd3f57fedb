"""Our classifier on public sets with ten examples a class, beside the figures that others published.

    python -m bench.understanding.public --sets FOLDER

Each set is learned from the published draw of ten examples a class and from four more that are drawn here, on the encoder
as it was published and on the shipped one. Where `--encoders` names a folder, also on encoders that were fine-tuned on a
draw's ten examples: FOLDER/SET/DRAW/, the published draw being 0. Prints accuracy as mean and standard deviation.
"""

from __future__ import annotations

import argparse
import statistics
import sys
from dataclasses import asdict, dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import Callable, Iterator, List, Optional, Sequence, Tuple

import numpy as np
from numpy.typing import NDArray

from bench.understanding.public_sets import NAMES, Examples, MissingSet, PublicSet, load_set
from bench.understanding.published import OUT_OF_SCOPE, TEN_SHOT
from bench.understanding.report import keep
from bench.understanding.systems.nearest import PUBLISHED
from bench.understanding.systems.ours import settings
from bench.understanding.tables import table
from scr.settings import ROOT, get_settings
from scr.understanding import classifier
from scr.understanding.classifier import Classifier
from scr.understanding.encoder import CARD, Encoder, Vectors

_SHIPPED = "shipped encoder"
_UNMODIFIED = "unmodified encoder"
_FINE_TUNED = "encoder fine-tuned on the ten"


@dataclass(frozen=True)
class Sure:
    """In-scope questions answered rightly, and out-of-scope ones not answered, at a threshold; shares from 0 to 1."""

    threshold: float
    in_scope: float
    recall: float


@dataclass(frozen=True)
class Measured:
    """One draw."""

    accuracy: float
    vectors_alone: float
    """Accuracy without the n-grams."""
    by_config: Optional[Sure]
    """At `sure` of config.yml; none where a set has no out-of-scope questions."""
    by_valid: Optional[Sure]
    """At the threshold that is best on the validation questions."""


Encode = Callable[[Tuple[str, ...]], Vectors]
Way = Tuple[str, Callable[[str, int], Path]]
"""A title, and the folder of the encoder for a set and the number of a draw."""


def measure(sets: Path, encoders: Optional[Path], report: Path) -> None:
    """
    Raises:
        MissingSet: also where the published encoder was not exported.
        EncoderError: an encoder's files are not what they should be.
    """
    if not (PUBLISHED / CARD).exists():
        raise MissingSet(f"The unmodified encoder is missing in {PUBLISHED}. Run: make encoder-published")
    loaded = [load_set(sets, name) for name in NAMES]
    rows = []
    for title, folder in _ways(encoders):
        found = [(each.name, _over_draws(each, folder)) for each in loaded]
        for name, draws in found:
            facts = {"set": name, "encoder": title, "draws": [asdict(draw) for draw in draws]}
            keep(report, "public", facts, ("set", "encoder"))
        rows.append([f"ours, {title}", *(_spread([draw.accuracy for draw in draws]) for _, draws in found)])
        alone = (_spread([draw.vectors_alone for draw in draws]) for _, draws in found)
        rows.append([f"ours, {title}, without n-grams", *alone])
        _print_sure(title, [draw for _, draws in found for draw in draws])
    rows += [[each.name, *(f"{each.accuracy[name]:.2f}" for name in NAMES)] for each in TEN_SHOT]
    print("\nTen examples a class, accuracy in %; ours over five draws, the others as published")
    print(table(["system", *NAMES], rows))
    print("\nCLINC150 with all 100 examples a class, as published: in scope right, out of scope recalled, in %")
    print(table(["system", "in scope", "out of scope"], [[o.name, f"{o.in_scope}", f"{o.recall}"] for o in OUT_OF_SCOPE]))


def _ways(encoders: Optional[Path]) -> Iterator[Way]:
    yield _UNMODIFIED, lambda name, draw: PUBLISHED
    yield _SHIPPED, lambda name, draw: get_settings().encoder_dir
    if encoders is not None:
        yield _FINE_TUNED, lambda name, draw: encoders / name / str(draw)


def _over_draws(public_set: PublicSet, folder: Callable[[str, int], Path]) -> List[Measured]:
    """Of each draw that has an encoder."""
    folders = [folder(public_set.name, number) for number in range(len(public_set.draws))]
    return [
        measured(public_set, examples, partial(_vectors, path))
        for examples, path in zip(public_set.draws, folders, strict=True)
        if (path / CARD).exists()
    ]


@lru_cache(maxsize=16)
def _vectors(folder: Path, texts: Tuple[str, ...]) -> Vectors:
    """Kept, because the same questions are asked of an encoder once a draw."""
    return Encoder(folder)(texts)


def measured(public_set: PublicSet, examples: Examples, encode: Encode) -> Measured:
    config = settings()
    model = classifier.train(examples.texts, encode(examples.texts), examples.labels, **config)
    confidence, right = _asked(model, public_set.test, encode)
    vectors_alone = _right_by_vectors(model, public_set.test, encode)
    if not public_set.outside_test:
        return Measured(float(right.mean()), vectors_alone, None, None)
    outside = _confidence(model, public_set.outside_test, encode)
    chosen = best_threshold(*_asked(model, public_set.valid, encode), _confidence(model, public_set.outside_valid, encode))
    by_config, by_valid = (sure(confidence, right, outside, least) for least in (config["thresholds"]["sure"], chosen))
    return Measured(float(right.mean()), vectors_alone, by_config, by_valid)


def sure(confidence: NDArray[np.float32], right: NDArray[np.bool_], outside: NDArray[np.float32], threshold: float) -> Sure:
    """
    Args:
        confidence: of the likeliest label, for each question in scope.
        right: whether that label is right, for each.
        outside: confidence of the likeliest label, for each question out of scope.
        threshold: from which confidence on a question is answered.
    """
    return Sure(threshold, float(((confidence >= threshold) & right).mean()), float((outside < threshold).mean()))


def best_threshold(confidence: NDArray[np.float32], right: NDArray[np.bool_], outside: NDArray[np.float32]) -> float:
    """The threshold, in hundredths, at which the two shares of `sure` add up to most."""

    def worth(threshold: float) -> float:
        found = sure(confidence, right, outside, threshold)
        return found.in_scope + found.recall

    return max((hundredth / 100 for hundredth in range(101)), key=worth)


def _asked(model: Classifier, examples: Examples, encode: Encode) -> Tuple[NDArray[np.float32], NDArray[np.bool_]]:
    probabilities = model.probabilities(examples.texts, encode(examples.texts))
    likeliest = np.array(model.labels)[probabilities.argmax(axis=1)]
    return probabilities.max(axis=1), likeliest == np.array(examples.labels)


def _right_by_vectors(model: Classifier, examples: Examples, encode: Encode) -> float:
    scores = encode(examples.texts) @ model.weights.T + model.biases
    return float((np.array(model.labels)[scores.argmax(axis=1)] == np.array(examples.labels)).mean())


def _confidence(model: Classifier, texts: Tuple[str, ...], encode: Encode) -> NDArray[np.float32]:
    confidence: NDArray[np.float32] = model.probabilities(texts, encode(texts)).max(axis=1)
    return confidence


def _print_sure(title: str, draws: Sequence[Measured]) -> None:
    by_rule = {
        "sure of config.yml": [draw.by_config for draw in draws if draw.by_config],
        "best on validation": [draw.by_valid for draw in draws if draw.by_valid],
    }
    rows = [
        [
            rule,
            _spread([each.threshold for each in found], 1),
            _spread([each.in_scope for each in found]),
            _spread([each.recall for each in found]),
        ]
        for rule, found in by_rule.items()
        if found
    ]
    if rows:
        print(f"\nCLINC150, ours, {title}; in %")
        print(table(["threshold", "at", "in scope, answered rightly", "out of scope, not answered"], rows), flush=True)


def _spread(values: Sequence[float], scale: float = 100) -> str:
    """Mean and standard deviation, the latter only of several."""
    if not values:
        return "-"
    mean = f"{statistics.mean(values) * scale:.2f}"
    return f"{mean} ± {statistics.stdev(values) * scale:.2f}" if len(values) > 1 else mean


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.understanding.public")
    parser.add_argument("--sets", type=Path, required=True, help="folder that holds the two repositories")
    parser.add_argument("--encoders", type=Path, help="folder of encoders fine-tuned for the sets: SET/DRAW/")
    parser.add_argument("--json", type=Path, default=ROOT / "reports" / "bench_understanding.json")
    arguments = parser.parse_args()
    try:
        measure(arguments.sets, arguments.encoders, arguments.json)
    except MissingSet as error:
        print(error)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
