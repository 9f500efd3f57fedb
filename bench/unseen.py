"""What nothing was trained on, through the whole assistant: `unseen/` and the `several` files in `tests/evaluation/`.

    make bench-unseen

Six voices by label. v31 and v32 (1,160 phrases) were read by two people with the labels' boundaries, and by a third where
they disagreed; v53, v55, v59 and v66 (1,991) have their writers' labels.

Prints, for each voice: answered rightly, the right topic among those offered, not understood, answered wrongly, taken for
danger; of all together, how many get a second answer that was not asked for, and the same shares with one and with two
typing errors a message. Then 800 messages that mostly ask several things at once: every part answered and nothing else,
some of it, something wrong. Each second of `several.yml` and all of `several_looked_at.yml` were looked at while the
rules for parts were written, so the rest and `several_not_looked_at.yml` alone are a measure.
"""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Iterator, List, Tuple

import yaml

from scr.assistant import Assistant, load_assistant
from scr.evaluation.typing_errors import mistyped
from scr.rules.conversation import IMMEDIATE_DANGER, REGISTER_TASKS, UNSURE, Conversation
from scr.settings import ROOT, get_settings

_FOLDER = ROOT / "tests" / "evaluation"
_ENDS = ("right", "offered", "not understood", "wrong", "taken for danger", "danger missed")
_PARTS = ("every part", "some of it", "something wrong", "not understood")
_ERRORS = (0, 1, 2)


@dataclass(frozen=True)
class Asked:
    text: str
    labels: Tuple[str, ...]


def main() -> None:
    assistant = load_assistant(get_settings())
    voices = {path.stem: list(_phrases(path)) for path in sorted((_FOLDER / "unseen").glob("*.yml"))}
    for voice, phrases in voices.items():
        _print(voice, Counter(_end(assistant, asked) for asked in phrases), _ENDS)
    every = [asked for phrases in voices.values() for asked in phrases]
    print(f"answered rightly, and something else besides: {sum(_says_too_much(assistant, asked) for asked in every)}")
    chance = random.Random(1)
    for errors in _ERRORS:
        phrases = [_typed(asked, errors, chance) for asked in every]
        _print(f"all, typing errors: {errors}", Counter(_end(assistant, asked) for asked in phrases), _ENDS)
    several = _several("several.yml")
    for what, asked_at_once in (
        ("several, looked at", several[::2]),
        ("several, looked at, other writers", _several("several_looked_at.yml")),
        ("several, not looked at", several[1::2]),
        ("several, not looked at, another writer", _several("several_not_looked_at.yml")),
    ):
        _print(what, Counter(_parts(assistant, asked) for asked in asked_at_once), _PARTS)


def _phrases(path: Path) -> Iterator[Asked]:
    for label, phrases in yaml.safe_load(path.read_text(encoding="utf-8")).items():
        for phrase in phrases:
            if isinstance(phrase, dict):
                yield Asked(phrase["text"], tuple(phrase["labels"]))
            else:
                yield Asked(str(phrase), (label,))


def _several(name: str) -> List[Asked]:
    entries = yaml.safe_load((_FOLDER / name).read_text(encoding="utf-8"))
    return [Asked(entry["text"], tuple(entry["labels"])) for entry in entries]


def _typed(asked: Asked, errors: int, chance: random.Random) -> Asked:
    text = asked.text
    for _ in range(errors):
        text = mistyped(text, chance)
    return Asked(text, asked.labels)


def _end(assistant: Assistant, asked: Asked) -> str:
    reading = assistant.read(asked.text, Conversation())
    if set(asked.labels) & set(reading.outcomes):
        return "right"
    if IMMEDIATE_DANGER in asked.labels:
        return "danger missed"
    if set(asked.labels) & set(reading.offered):
        return "offered"
    if reading.outcome == UNSURE:
        return "not understood"
    return "taken for danger" if reading.outcome == IMMEDIATE_DANGER else "wrong"


def _says_too_much(assistant: Assistant, asked: Asked) -> bool:
    reading = assistant.read(asked.text, Conversation())
    told = {*reading.outcomes, *reading.also}
    return bool(told & {*asked.labels}) and bool(told - {*asked.labels})


def _parts(assistant: Assistant, asked: Asked) -> str:
    reading = assistant.read(asked.text, Conversation())
    put_off = REGISTER_TASKS & set(reading.also)
    told, labels = {*reading.outcomes, *reading.also} - put_off, set(asked.labels)
    if told == labels:
        return "every part"
    if told == {UNSURE}:
        return "not understood"
    return "some of it" if told < labels else "something wrong"


def _print(what: str, found: "Counter[str]", ends: Tuple[str, ...]) -> None:
    shares = "  ".join(f"{end} {found[end] / found.total():.1%}" for end in ends)
    print(f"{what:38} {found.total():5}  {shares}", flush=True)


if __name__ == "__main__":
    main()
