"""Speed and memory, each beside a baseline taken in the same run.

    make bench

Prints: seconds to readiness; memory; milliseconds of a turn over HTTP at the start of a conversation, after 300 turns,
and of a look-up, each also as a ratio to `GET /health` without the checks behind it (a 404, the least that the server
does); seconds of `scr ask`, cold; seconds of training.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path
from typing import Callable, List

from scr.running import Talk, running_assistant

_UNLIMITED = {"SCR_MESSAGES_PER_MINUTE": "1000000", "SCR_ADDRESS_MESSAGES_PER_MINUTE": "1000000"}
_QUESTIONS = (
    "will they want to talk to me about what i did",
    "how many months does the whole thing take",
    "gjhgfd kjhgf qwpoe",
    "are mum and dad told that it is happening",
    "what is an overview report for",
    "blargh snorf wibbly",
)
_TURNS = 300
_EDGE = 50


def main() -> None:
    started = time.perf_counter()
    with running_assistant(_UNLIMITED) as settings:
        print(f"ready after                     {time.perf_counter() - started:6.1f} s")
        _warm_up(settings.base_url)
        least = _milliseconds(lambda: _get(f"{settings.base_url}/nothing"), 100)
        turns = _conversation(settings.base_url)
        _print("HTTP at the least (a 404)", least, least)
        _print(f"a turn, the first {_EDGE} of {_TURNS}", turns[:_EDGE], least)
        _print(f"a turn, the last {_EDGE} of {_TURNS}", turns[-_EDGE:], least)
        ratio = statistics.median(turns[-_EDGE:]) / statistics.median(turns[:_EDGE])
        print(f"  the end of a long conversation costs {ratio:.2f} times its start")
        query = urllib.parse.quote(_QUESTIONS[0])
        _print("a look-up", _milliseconds(lambda: _get(f"{settings.base_url}/lookup?q={query}"), 200), least)
        print(f"memory of the Rasa server       {_resident(settings.port):6.0f} MB")
    ask = _milliseconds(lambda: _run("scr.cli", "ask", _QUESTIONS[0]), 5)
    python = _milliseconds(lambda: subprocess.run([sys.executable, "-c", "pass"], check=True), 5)
    _print("scr ask, cold, beside python -c pass", ask, python)
    with tempfile.TemporaryDirectory() as folder:
        trained = time.perf_counter()
        _run("scr.cli", "rasa", "train", "--force", "--quiet", "--skip-validation", "--out", folder)
        print(f"training from nothing           {time.perf_counter() - trained:6.1f} s")


def _warm_up(base_url: str) -> None:
    talk = Talk(base_url)
    for question in _QUESTIONS:
        talk.send(question)


def _conversation(base_url: str) -> List[float]:
    """Milliseconds of each turn of one long conversation, a third of it not understood."""
    talk = Talk(base_url)
    times = []
    for number in range(_TURNS):
        started = time.perf_counter()
        talk.send(_QUESTIONS[number % len(_QUESTIONS)])
        times.append((time.perf_counter() - started) * 1000)
    return times


def _milliseconds(work: Callable[[], object], times: int) -> List[float]:
    measured = []
    for _ in range(times):
        started = time.perf_counter()
        work()
        measured.append((time.perf_counter() - started) * 1000)
    return measured


def _print(what: str, times: List[float], baseline: List[float]) -> None:
    middle = statistics.median(times)
    worst = statistics.quantiles(times, n=20)[-1]
    ratio = middle / statistics.median(baseline)
    print(f"{what:38} p50 {middle:7.1f} ms   p95 {worst:7.1f} ms   {ratio:5.1f} times the baseline")


def _get(url: str) -> bytes:
    try:
        with urllib.request.urlopen(url) as response:
            body: bytes = response.read()
    except urllib.error.HTTPError as error:
        body = error.read()
    return body


def _run(*arguments: str) -> None:
    subprocess.run([sys.executable, "-m", *arguments], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _resident(port: int) -> float:
    """Megabytes of the process that was started with this port."""
    for folder in Path("/proc").glob("[0-9]*"):
        command = (folder / "cmdline").read_bytes().split(b"\0") if (folder / "cmdline").exists() else []
        if b"run" in command and str(port).encode() in command:
            status = (folder / "status").read_text()
            return int(status.split("VmRSS:")[1].split()[0]) / 1024
    return float("nan")


if __name__ == "__main__":
    main()
