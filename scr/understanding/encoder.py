"""The sentence encoder: texts in, unit vectors out, by ONNX Runtime."""

from __future__ import annotations

import hashlib
import json
import secrets
import threading
from collections import OrderedDict
from pathlib import Path
from typing import List, Optional, Sequence

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer

MODEL = "encoder.int8.onnx"
TOKENIZER = "tokenizer.json"
CARD = "encoder.json"
DIMENSIONS = 384
_LONGEST = 128  # tokens; what people type in one sentence is far shorter
_BATCH = 64
_REMEMBERED = 1000  # vectors, 1.5 MB

Vectors = NDArray[np.float32]


class EncoderError(Exception):
    """The encoder's files are missing or are not the ones that its card names; the message says what to do."""


class Encoder:
    """Turns texts into vectors whose dot product is their likeness in meaning."""

    def __init__(self, folder: Path, threads: int = 1) -> None:
        """
        Raises:
            EncoderError: a file is missing or its SHA-256 is not the one in the folder's ``encoder.json``.
        """
        _check(folder)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(
            (folder / MODEL).read_bytes(), options, providers=["CPUExecutionProvider"]
        )
        self._tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(_LONGEST)
        self._known = _Known()

    def __call__(self, texts: Sequence[str]) -> Vectors:
        """One row of 384 numbers, of length 1, for each text."""
        if not 0 < len(texts) <= _BATCH:
            return self._encoded(texts)
        found = [self._known.get(text) for text in texts]
        missing = [text for text, vector in zip(texts, found, strict=True) if vector is None]
        encoded = iter(self._encoded(missing)) if missing else iter(())
        vectors = [next(encoded) if vector is None else vector for vector in found]
        for text, vector in zip(texts, vectors, strict=True):
            self._known.put(text, vector)
        return np.stack(vectors)

    def _encoded(self, texts: Sequence[str]) -> Vectors:
        encodings: List[Encoding] = self._tokenizer.encode_batch(list(texts))
        vectors = np.zeros((len(encodings), DIMENSIONS), np.float32)
        # Alike lengths go together, so that little is computed for padding.
        by_length = sorted(range(len(encodings)), key=lambda index: len(encodings[index].ids))
        for start in range(0, len(by_length), _BATCH):
            batch = by_length[start : start + _BATCH]
            vectors[batch] = self._run([encodings[index].ids for index in batch])
        return vectors

    def _run(self, token_ids: Sequence[Sequence[int]]) -> Vectors:
        width = max(len(ids) for ids in token_ids)
        input_ids = np.zeros((len(token_ids), width), np.int64)
        mask = np.zeros_like(input_ids)
        for row, ids in enumerate(token_ids):
            input_ids[row, : len(ids)] = ids
            mask[row, : len(ids)] = 1
        output: Vectors = self._session.run(None, {"input_ids": input_ids, "attention_mask": mask})[0]
        return output


class _Known:
    """The vectors of the texts that came last: of a message that is typed, all but its end was read at the key before.

    No text is held: each is known by a hash under a key that nobody has.
    """

    def __init__(self) -> None:
        self._key = secrets.token_bytes(32)
        self._vectors: OrderedDict[bytes, Vectors] = OrderedDict()
        self._turn = threading.Lock()

    def get(self, text: str) -> Optional[Vectors]:
        with self._turn:
            return self._vectors.get(self._name(text))

    def put(self, text: str, vector: Vectors) -> None:
        with self._turn:
            self._vectors[self._name(text)] = vector
            self._vectors.move_to_end(self._name(text))
            while len(self._vectors) > _REMEMBERED:
                self._vectors.popitem(last=False)

    def _name(self, text: str) -> bytes:
        return hashlib.blake2b(text.encode("utf-8", "replace"), key=self._key, digest_size=16).digest()


def _check(folder: Path) -> None:
    try:
        expected = json.loads((folder / CARD).read_text(encoding="utf-8"))["files"]
        found = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in (MODEL, TOKENIZER)}
    except (OSError, KeyError, ValueError) as error:
        raise EncoderError(f"The sentence encoder in {folder} cannot be read ({error}). Run: make encoder") from error
    for name, digest in found.items():
        if expected.get(name) != digest:
            raise EncoderError(f"{folder / name} is not the file that {CARD} names. Restore it, or run: make encoder")
