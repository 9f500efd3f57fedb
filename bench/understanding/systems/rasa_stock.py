"""Rasa's own pipeline, as a project of `rasa init` trains with it in 3.6.21; run in the environment of `make stock`.

Of its configuration only the policies are left out: they choose what to say next and read no message. A random seed is
set, so that the run can be repeated. Each label is an intent of its own. Our topics are `ask/<topic>` in `data/`, which
DIET would learn as the one intent `ask`, and leave what is asked to the ResponseSelector; told apart by one classifier
they have one confidence, as in the other systems.
"""

from __future__ import annotations

import asyncio
import json
import logging
import tempfile
from pathlib import Path
from typing import Any, Dict, List

from rasa.core.agent import Agent
from rasa.model_training import train_nlu
from rasa.utils.log_utils import configure_structlog

from bench.understanding.exchange import Answer, Ask, Task

_FALLBACK = "nlu_fallback"
_SEED = 1


def train(task: Task) -> Ask:
    configure_structlog(logging.ERROR)  # or each message is written to the terminal while the clock runs
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "nlu.json").write_text(json.dumps(_training_data(task)), encoding="utf-8")
        (folder / "config.yml").write_text(json.dumps(_config(task.epochs)), encoding="utf-8")  # JSON is YAML
        archive = train_nlu(str(folder / "config.yml"), str(folder / "nlu.json"), str(folder))
        agent = Agent.load(archive)
    loop = asyncio.new_event_loop()

    def ask(message: str) -> Answer:
        return answer(loop.run_until_complete(agent.parse_message(message)))

    return ask


def answer(parsed: Dict[str, Any]) -> Answer:
    """Where the FallbackClassifier comes first, nothing is answered."""
    found = [
        (str(each["name"]), float(each["confidence"])) for each in parsed["intent_ranking"] if each["name"] != _FALLBACK
    ]
    first = parsed["intent"]["name"]
    return Answer(tuple(found), () if first in (None, _FALLBACK) else (first,))


def _training_data(task: Task) -> Dict[str, Any]:
    """In Rasa's JSON form, in which brackets in a phrase are brackets."""
    examples = [{"text": text, "intent": label, "entities": []} for text, label in task.phrases]
    return {"rasa_nlu_data": {"common_examples": examples}}


def _config(epochs: int) -> Dict[str, Any]:
    network = {"epochs": epochs, "constrain_similarities": True, "random_seed": _SEED}
    pipeline: List[Dict[str, Any]] = [
        {"name": "WhitespaceTokenizer"},
        {"name": "RegexFeaturizer"},
        {"name": "LexicalSyntacticFeaturizer"},
        {"name": "CountVectorsFeaturizer"},
        {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4},
        {"name": "DIETClassifier", **network},
        {"name": "EntitySynonymMapper"},
        {"name": "ResponseSelector", **network},
        {"name": "FallbackClassifier", "threshold": 0.3, "ambiguity_threshold": 0.1},
    ]
    return {"recipe": "default.v1", "language": "en", "assistant_id": "bench", "pipeline": pipeline}
