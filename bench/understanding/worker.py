"""The process of one system: trains it, asks it every question, one at a time, and clocks both.

    python -m bench.understanding.worker SYSTEM TASK RUN

SYSTEM is a module of `bench.understanding.systems`; TASK and RUN are files as `exchange` has them.
"""

from __future__ import annotations

import sys
import time
from importlib import import_module
from pathlib import Path
from typing import Sequence

from bench.understanding.exchange import Run, Task, Train

_WARM_UP = 20  # phrases, not questions: what a system keeps of them helps it with no question


def main(arguments: Sequence[str]) -> None:
    system, task, run = arguments
    train: Train = import_module(f"bench.understanding.systems.{system}").train
    measured(Task.load(Path(task)), train).save(Path(run))


def measured(task: Task, train: Train) -> Run:
    started, processor_started = time.perf_counter(), time.process_time()
    ask = train(task)
    training_seconds, processor_seconds = time.perf_counter() - started, time.process_time() - processor_started
    memory_mb = _resident_mb()
    for text, _ in task.phrases[:_WARM_UP]:
        ask(text)
    answers, milliseconds = [], []
    for question in task.questions:
        started = time.perf_counter()
        answers.append(ask(question))
        milliseconds.append((time.perf_counter() - started) * 1000)
    return Run(tuple(answers), tuple(milliseconds), training_seconds, processor_seconds, memory_mb)


def _resident_mb() -> float:
    """As Linux counts it."""
    status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


if __name__ == "__main__":
    main(sys.argv[1:])
