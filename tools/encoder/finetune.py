"""Fine-tune the sentence encoder on the phrases in `data/`, before it is exported.

    make encoder                                     # fine-tunes on every voice, then exports
    python tools/encoder/finetune.py TARGET --hold-out v04_education,v09_hinting   # for cross-validation

The encoder learns together with a head of one unit vector a label (cosine logits, cross-entropy with label smoothing);
the head is thrown away afterwards, since `make train` fits its own, so a new topic needs no new fine-tuning. Each time it
meets a phrase, some words of it may be left out and some letters mistyped. `--contrast` adds a second aim, phrases of one
label near each other and far from all others (supervised contrastive learning, Khosla and others 2020).
docs/understanding.md compares them.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import shutil
from importlib.resources import files
from pathlib import Path
from typing import List, Sequence

import numpy as np
import torch
from export import PACKAGE, check_weights
from tokenizers import Tokenizer
from torch.nn.functional import cross_entropy, normalize
from transformers import BertModel

from scr.content.phrases import Phrase, load_phrases
from scr.evaluation.typing_errors import mistyped

SEED = 7
EPOCHS = 3
BATCH = 48
ENCODER_RATE = 5e-5
HEAD_RATE = 1e-2
SCALE = 20.0
SMOOTHING = 0.05
WARM_UP = 0.1
LONGEST = 96  # tokens
MISTYPED = 0.25  # share of phrases with a typing error, and a third of it again with a second
SHORTENED = 0.15  # share of phrases that lose words, and
LEFT_OUT = 0.12  # the share of words that these lose
CHANCE = random.Random(SEED)
CONTRAST = 0.5
CONTRAST_TEMPERATURE = 0.07


def data_hash(phrases: Sequence[Phrase]) -> str:
    lines = sorted(f"{phrase.label}\t{phrase.text}" for phrase in phrases)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def batches(lengths: Sequence[int]) -> List[List[int]]:
    """Shuffled batches of phrases of like length, so that little is computed for padding."""
    order = np.random.permutation(len(lengths)).tolist()
    pool = BATCH * 20
    result = []
    for start in range(0, len(order), pool):
        chunk = sorted(order[start : start + pool], key=lambda index: lengths[index])
        result += [chunk[at : at + BATCH] for at in range(0, len(chunk), BATCH)]
    random.shuffle(result)
    return result


def as_typed(text: str) -> str:
    """The phrase as somebody in a hurry types it, another time otherwise."""
    words = text.split()
    if len(words) > 4 and CHANCE.random() < SHORTENED:
        text = " ".join(word for word in words if CHANCE.random() >= LEFT_OUT) or text
    if CHANCE.random() < MISTYPED:
        text = mistyped(text, CHANCE)
    return mistyped(text, CHANCE) if CHANCE.random() < MISTYPED / 3 else text


def contrast(vectors: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    """How far each phrase is from those of its label in the batch, beside all others."""
    itself = torch.eye(len(targets), dtype=torch.bool)
    likeness = (vectors @ vectors.T / CONTRAST_TEMPERATURE).masked_fill(itself, -1e9)
    alike = (targets[:, None] == targets[None]) & ~itself
    shares = likeness - torch.logsumexp(likeness, 1, keepdim=True)
    met = alike.sum(1) > 0
    return -((shares * alike).sum(1)[met] / alike.sum(1)[met]).mean() if met.any() else torch.zeros(())


def embed(bert: BertModel, token_ids: Sequence[Sequence[int]], batch: Sequence[int]) -> torch.Tensor:
    width = max(len(token_ids[index]) for index in batch)
    ids = torch.zeros(len(batch), width, dtype=torch.long)
    mask = torch.zeros_like(ids)
    for row, index in enumerate(batch):
        ids[row, : len(token_ids[index])] = torch.tensor(token_ids[index])
        mask[row, : len(token_ids[index])] = 1
    hidden = bert(input_ids=ids, attention_mask=mask).last_hidden_state
    weight = mask.unsqueeze(-1).float()
    return normalize((hidden * weight).sum(1) / weight.sum(1), dim=1)


def finetune(
    source: Path, phrases: Sequence[Phrase], plain: bool = False, with_contrast: bool = False, epochs: int = EPOCHS
) -> BertModel:
    bert = BertModel.from_pretrained(source, add_pooling_layer=False)
    tokenizer = Tokenizer.from_file(str(source / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(LONGEST)

    def tokens(texts: Sequence[str]) -> List[List[int]]:
        return [encoding.ids for encoding in tokenizer.encode_batch(list(texts))]

    token_ids = tokens([phrase.text for phrase in phrases])
    lengths = [len(ids) for ids in token_ids]
    labels = sorted({phrase.label for phrase in phrases})
    targets = torch.tensor([labels.index(phrase.label) for phrase in phrases])

    bert.eval()
    with torch.no_grad():  # the head starts from the labels' means
        sums = torch.zeros(len(labels), bert.config.hidden_size)
        for batch in batches(lengths):
            sums.index_add_(0, targets[batch], embed(bert, token_ids, batch))
    head = torch.nn.Parameter(normalize(sums, dim=1))

    optimiser = torch.optim.AdamW(
        [
            {"params": list(bert.parameters()), "lr": ENCODER_RATE, "weight_decay": 0.01},
            {"params": [head], "lr": HEAD_RATE, "weight_decay": 0.0},
        ]
    )
    steps = epochs * len(batches(lengths))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min(1.0, (step + 1) / (WARM_UP * steps)) * (steps - step) / steps
    )
    bert.train()
    for epoch in range(epochs):
        total = 0.0
        if not plain:
            token_ids = tokens([as_typed(phrase.text) for phrase in phrases])
        for batch in batches([len(ids) for ids in token_ids]):
            vectors = embed(bert, token_ids, batch)
            logits = SCALE * vectors @ normalize(head, dim=1).T
            loss = cross_entropy(logits, targets[batch], label_smoothing=SMOOTHING)
            if with_contrast:
                loss = loss + CONTRAST * contrast(vectors, targets[batch])
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(bert.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            total += loss.item() * len(batch)
        print(f"epoch {epoch + 1} of {epochs}: loss {total / len(phrases):.3f}", flush=True)
    return bert.eval()


def begin_anew() -> None:
    """The same chance for each fine-tuning."""
    CHANCE.seed(SEED)
    torch.manual_seed(SEED)
    random.seed(SEED)
    np.random.seed(SEED)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", type=Path, help="folder for the fine-tuned weights")
    parser.add_argument("--data", type=Path, default=Path("data"))
    parser.add_argument("--hold-out", default="", help="voices not to train on, separated by commas")
    parser.add_argument("--plain", action="store_true", help="learn the phrases as they stand")
    parser.add_argument("--contrast", action="store_true", help="learn by contrast as well")
    parser.add_argument("--source", type=Path, help="folder of the weights; by default the installed package's")
    args = parser.parse_args()
    begin_anew()
    source = args.source or Path(str(files(PACKAGE))) / "model"
    check_weights(source)
    held_out = set(filter(None, args.hold_out.split(",")))
    phrases = [phrase for phrase in load_phrases(args.data) if phrase.voice not in held_out]
    bert = finetune(source, phrases, args.plain, args.contrast)
    bert.save_pretrained(args.target)
    shutil.copy(source / "tokenizer.json", args.target / "tokenizer.json")
    card = {
        "phrases": len(phrases),
        "phrases_sha256": data_hash(phrases),
        "held_out": sorted(held_out),
        "seed": SEED,
        "epochs": EPOCHS,
        "mistyped": 0.0 if args.plain else MISTYPED,
        "contrast": CONTRAST if args.contrast else 0.0,
    }
    (args.target / "finetuning.json").write_text(json.dumps(card, indent=2) + "\n")


if __name__ == "__main__":
    main()
