"""The phrases that the assistant learns from, as they stand in `data/` in Rasa's own format."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Iterator, List, Mapping

import yaml

from scr.content.model import ContentError

RETRIEVAL_INTENT = "ask"


@dataclass(frozen=True)
class Phrase:
    """Something a person would type, the label it belongs to, and whose voice it is in."""

    text: str
    label: str
    voice: str


def label_of(intent: str) -> str:
    """Topics are the retrieval intents ``ask/<topic>``; every other intent is a label itself."""
    prefix = RETRIEVAL_INTENT + "/"
    return intent[len(prefix) :] if intent.startswith(prefix) else intent


def load_phrases(folder: Path) -> List[Phrase]:
    """Every phrase below `folder`, in the order of the files.

    Raises:
        ContentError: a file's phrases cannot be read.
    """
    return [phrase for path in sorted(folder.glob("**/*.yml")) for phrase in _phrases(path)]


def _phrases(path: Path) -> Iterator[Phrase]:
    try:
        page: Mapping[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        raise ContentError([f"{path}: this is not valid YAML; check indents, colons and quotes. {error}"]) from error
    for block in page.get("nlu") or []:
        voice = (block.get("metadata") or {}).get("voice", path.stem)
        if not isinstance(block.get("examples"), str):
            raise ContentError([f"{path}: `examples:` must be followed by ` |` and the phrases below it, indented"])
        for line in block["examples"].splitlines():
            text = line.strip()[2:].strip()
            if text:
                yield Phrase(text, label_of(block["intent"]), voice)
