"""Two voices that nothing was trained on, through the whole assistant: `tests/evaluation/unseen/`, 1,160 phrases by label.

    make bench-unseen

Prints, for each voice: answered rightly, the right topic among those offered, not understood, answered wrongly, taken for
danger. Each voice has 25 questions about deaths and injuries as a review's subject, which must not be taken for danger.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import yaml

from scr.assistant import Assistant, load_assistant
from scr.rules.conversation import IMMEDIATE_DANGER, UNSURE, Conversation
from scr.settings import ROOT, get_settings

_FOLDER = ROOT / "tests" / "evaluation" / "unseen"
_ENDS = ("right", "offered", "not understood", "wrong", "taken for danger", "danger missed")


def main() -> None:
    assistant = load_assistant(get_settings())
    total: Counter[str] = Counter()
    for path in sorted(_FOLDER.glob("*.yml")):
        found = _measured(assistant, path)
        _print(path.stem, found)
        total += found
    _print("all", total)


def _measured(assistant: Assistant, path: Path) -> Counter[str]:
    by_label = yaml.safe_load(path.read_text(encoding="utf-8"))
    return Counter(_end(assistant, label, str(phrase)) for label, phrases in by_label.items() for phrase in phrases)


def _end(assistant: Assistant, label: str, phrase: str) -> str:
    reading = assistant.read(phrase, Conversation())
    if label in reading.outcomes:
        return "right"
    if label == IMMEDIATE_DANGER:
        return "danger missed"
    if label in reading.offered:
        return "offered"
    if reading.outcome == UNSURE:
        return "not understood"
    return "taken for danger" if reading.outcome == IMMEDIATE_DANGER else "wrong"


def _print(what: str, found: Counter[str]) -> None:
    shares = "  ".join(f"{end} {found[end] / found.total():.1%}" for end in _ENDS)
    print(f"{what:32} {found.total():5}  {shares}")


if __name__ == "__main__":
    main()
