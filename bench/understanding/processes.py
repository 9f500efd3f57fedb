"""The systems and the process in which each of them is trained and asked, on one thread where that can be set."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Tuple

from bench.understanding.exchange import Run, Task
from bench.understanding.systems.nearest import PUBLISHED
from scr.settings import ROOT, get_settings
from scr.understanding.encoder import CARD

_STOCK_PYTHON = ROOT / ".venv-stock" / "bin" / "python"
_NLPJS = ROOT / "bench" / "understanding" / "nlpjs"
_WORKER = ("-m", "bench.understanding.worker")
_ONE_THREAD = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "TOKENIZERS_PARALLELISM": "false",
    "TF_INTRA_OP_PARALLELISM_THREADS": "1",
    "TF_INTER_OP_PARALLELISM_THREADS": "1",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "CUDA_VISIBLE_DEVICES": "",
}
_TOLD = 1500  # characters of what a process that failed wrote


class SystemFailed(Exception):
    """A system's process ended with an error; the message has the end of what it wrote."""


@dataclass(frozen=True)
class System:
    name: str
    title: str
    command: Tuple[str, ...]
    """Two names of files are put behind it: the task and the run."""
    needs: Path
    remedy: str
    """The command that makes what it needs."""
    is_slow: bool = False
    """All phrases take it hours."""
    settings: Tuple[Tuple[str, str], ...] = ()
    """Set in the environment of the process."""
    has_threshold: bool = True
    """Whether one confidence decides what is answered."""
    of_all_phrases_only: bool = False

    @property
    def lacks(self) -> str:
        """What is missing and which command makes it; empty where nothing is."""
        return "" if self.needs.exists() else f"{self.title}: {self.needs} is missing. Run: {self.remedy}"


_ENCODER = get_settings().encoder_dir / CARD
SYSTEMS = (
    System("ours", "ours", (sys.executable, *_WORKER, "ours"), _ENCODER, "make encoder"),
    System(
        "plain",
        "ours, unmodified encoder",
        (sys.executable, *_WORKER, "ours"),
        PUBLISHED / CARD,
        "make encoder-published",
        settings=(("SCR_ENCODER_DIR", str(PUBLISHED)),),
    ),
    System(
        "assistant",
        "ours, the whole assistant",
        (sys.executable, *_WORKER, "assistant"),
        _ENCODER,
        "make encoder",
        has_threshold=False,
        of_all_phrases_only=True,
    ),
    System(
        "rasa",
        "Rasa's stock pipeline",
        (str(_STOCK_PYTHON), *_WORKER, "rasa_stock"),
        _STOCK_PYTHON,
        "make stock",
        is_slow=True,
    ),
    System(
        "nlpjs",
        "nlp.js",
        ("node", str(_NLPJS / "worker.mjs")),
        _NLPJS / "node_modules" / "node-nlp" / "package.json",
        f"npm --prefix {_NLPJS.relative_to(ROOT)} ci",
    ),
    System("ngrams", "n-grams, logistic regression", (sys.executable, *_WORKER, "ngrams"), ROOT, "make install-dev"),
    System(
        "nearest",
        "nearest phrase, unmodified encoder",
        (sys.executable, *_WORKER, "nearest"),
        PUBLISHED / CARD,
        "make encoder-published",
    ),
)


def run(system: System, task: Task) -> Run:
    """
    Raises:
        SystemFailed
    """
    with tempfile.TemporaryDirectory() as name:
        task_file, run_file = Path(name) / "task.json", Path(name) / "run.json"
        task.save(task_file)
        environment = {**os.environ, **_ONE_THREAD, **dict(system.settings), "PYTHONPATH": str(ROOT)}
        command = [*system.command, str(task_file), str(run_file)]
        ended = subprocess.run(
            command,
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
        )
        if ended.returncode or not run_file.exists():
            raise SystemFailed(f"{system.title} ended with {ended.returncode}:\n{ended.stdout[-_TOLD:]}")
        return Run.load(run_file)
