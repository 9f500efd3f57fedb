"""Fine-tune the encoder on ten examples a class of public sets, as on our own phrases, for `make bench-understanding`.

    PYTHONPATH=. .venv-encoder/bin/python tools/encoder/public.py SETS FOLDER --draws 5
    make bench-understanding SETS=SETS ENCODERS=FOLDER

Each encoder starts from the published one and meets no question but its draw's examples. What differs from our own phrases
is the number of epochs alone, because there are so few of them; it was not chosen on any of these sets. Encoders that are
there already stay.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from importlib.resources import files
from pathlib import Path

from export import PACKAGE, check_weights, export_with_card
from finetune import begin_anew, finetune

from bench.understanding.public_sets import DRAWS, NAMES, Examples, load_set
from scr.content.phrases import Phrase

EPOCHS = 20


def fine_tune_on(examples: Examples, published: Path, target: Path) -> None:
    begin_anew()
    phrases = [Phrase(text, label, "") for text, label in zip(examples.texts, examples.labels, strict=True)]
    bert = finetune(published, phrases, epochs=EPOCHS)
    with tempfile.TemporaryDirectory() as weights:
        bert.save_pretrained(weights)
        shutil.copy(published / "tokenizer.json", weights)
        export_with_card(Path(weights), target)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", type=Path, help="folder with the two repositories")
    parser.add_argument("target", type=Path, help="folder for the encoders: SET/DRAW/ in it")
    parser.add_argument("--draws", type=int, default=DRAWS, help="how many of each set's draws, the published one first")
    args = parser.parse_args()
    published = Path(str(files(PACKAGE))) / "model"
    check_weights(published)
    for number in range(args.draws):
        for name in NAMES:
            target = args.target / name / str(number)
            if not (target / "encoder.json").exists():
                print(f"{name}, draw {number}", flush=True)
                fine_tune_on(load_set(args.sets, name).draws[number], published, target)


if __name__ == "__main__":
    main()
