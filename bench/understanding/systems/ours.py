"""Our classifier as it is shipped: vectors of the fine-tuned encoder, n-grams, nearest phrases, with config.yml's numbers.

What stands around it in the assistant (guards, parts of messages, follow-ups) is not used here, but in `assistant`.
"""

from __future__ import annotations

from typing import Any, Dict, Tuple

import yaml

from bench.understanding.exchange import Answer, Ask, Task
from bench.understanding.ranked import best_of
from scr.settings import ROOT, get_settings
from scr.understanding import classifier
from scr.understanding.classifier import Classifier
from scr.understanding.encoder import Encoder
from scr.understanding.text import clean


def train(task: Task) -> Ask:
    """
    Raises:
        EncoderError: the encoder's files are not what they should be.
    """
    model, encoder = fitted(task)
    sure = model.thresholds["sure"]

    def ask(message: str) -> Answer:
        text = [clean(message)]
        ranking = best_of(model.labels, model.judged(text, encoder)[0])
        return Answer(ranking, (ranking[0][0],) if ranking[0][1] >= sure else ())

    return ask


def fitted(task: Task) -> Tuple[Classifier, Encoder]:
    encoder = Encoder(get_settings().encoder_dir)
    texts = [text for text, _ in task.phrases]
    labels = [label for _, label in task.phrases]
    return classifier.train(texts, encoder(texts), labels, **settings()), encoder


def settings() -> Dict[str, Any]:
    """Of the pipeline's one component: `regularisation`, `temperature` and `thresholds`."""
    component: Dict[str, Any] = yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))["pipeline"][0]
    return {name: component[name] for name in ("regularisation", "temperature", "thresholds")}
