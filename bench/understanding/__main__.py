"""Five ways to understand a message, given the same phrases and the same questions.

    make bench-understanding                      # all that takes minutes
    make bench-understanding SETS=FOLDER          # the public sets too
    make bench-understanding ALL_FOR=rasa   # all phrases for Rasa too, which takes hours

Prints two tables, one for a number of phrases a label and one for all phrases; `--help` says what can be set. A system is
trained and asked in a process of its own. Figures are kept in reports/bench_understanding.json as they come.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import asdict
from pathlib import Path
from typing import List, Optional, Sequence

from bench.understanding import public
from bench.understanding.exchange import Task
from bench.understanding.figures import Figures, figures
from bench.understanding.phrases import drawn, shuffled
from bench.understanding.processes import SYSTEMS, System, SystemFailed, run
from bench.understanding.public_sets import MissingSet
from bench.understanding.questions import Question, questions_of
from bench.understanding.report import keep
from bench.understanding.tables import share, table
from scr.content.phrases import Phrase, load_phrases
from scr.settings import ROOT, get_settings

REPORT = ROOT / "reports" / "bench_understanding.json"
_SEED = 20
_USAGE = 2
_HEAD = (
    "system",
    "right first",
    "among three",
    "right outright",
    "wrong outright",
    "right, 3 % wrong",
    "out of scope refused",
    "training",
    "of a processor",
    "p50",
    "p95",
    "memory",
)


def main() -> int:
    arguments = _arguments()
    chosen = [system for system in SYSTEMS if system.name in arguments.only]
    lacking = [system.lacks for system in chosen if system.lacks]
    if lacking:
        print("\n".join([*lacking, "Or leave some out, by naming the others: --only " + ",".join(s.name for s in SYSTEMS)]))
        return _USAGE
    phrases, questions = load_phrases(get_settings().data_dir), questions_of(ROOT / "tests" / "evaluation")
    try:
        if "drawn" in arguments.amounts:
            few = [system for system in chosen if not system.of_all_phrases_only]
            _measure(few, drawn(phrases, arguments.per_label, _SEED), questions, f"{arguments.per_label} a label", arguments)
        if "all" in arguments.amounts:
            able = [system for system in chosen if not system.is_slow or system.name in arguments.all_phrases_for]
            _measure(able, phrases, questions, "all", arguments)
        if arguments.sets:
            public.measure(arguments.sets, arguments.encoders, arguments.json)
    except (SystemFailed, MissingSet) as error:
        print(error)
        return _USAGE
    return 0


def _measure(
    systems: Sequence[System],
    phrases: Sequence[Phrase],
    questions: Sequence[Question],
    amount: str,
    arguments: argparse.Namespace,
) -> None:
    task = Task(
        phrases=tuple((phrase.text, phrase.label) for phrase in shuffled(phrases, _SEED)),
        questions=tuple(each.text for each in questions),
        epochs=arguments.epochs,
    )
    print(f"\n{len(phrases)} phrases ({amount}), {len(questions)} questions")
    rows = []
    for system in systems:
        found = figures(questions, run(system, task), system.has_threshold)
        facts = {"system": system.name, "title": system.title, "amount": amount, "phrases": len(phrases), **asdict(found)}
        keep(arguments.json, "own", facts, ("system", "amount"))
        rows.append(_row(system.title, found))
        print(f"  {system.title}: {share(found.right_first)} right first", flush=True)
    print(table(_HEAD, rows))


def _row(title: str, found: Figures) -> List[str]:
    return [
        title,
        share(found.right_first),
        share(found.among_three),
        share(found.right_outright),
        share(found.wrong_outright),
        share(found.right_where_3_wrong),
        share(found.out_of_scope_refused),
        f"{found.training_seconds:.1f} s",
        f"{found.training_processor_seconds:.1f} s",
        f"{found.p50_ms:.1f} ms",
        f"{found.p95_ms:.1f} ms",
        f"{found.memory_mb:.0f} MB",
    ]


def _names(text: str) -> List[str]:
    return [name for name in text.split(",") if name]


def _arguments(given: Optional[Sequence[str]] = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.understanding", description=(__doc__ or "").split("\n")[0])
    every = ",".join(system.name for system in SYSTEMS)
    parser.add_argument("--only", type=_names, default=_names(every), help=f"systems to measure; {every}")
    parser.add_argument("--amounts", type=_names, default=["drawn", "all"], help="of phrases; drawn,all")
    parser.add_argument("--per-label", type=int, default=40, help="phrases of a label that are drawn")
    parser.add_argument("--all-phrases-for", type=_names, default=[], help="slow systems that learn all phrases too; rasa")
    parser.add_argument("--epochs", type=int, default=100, help="Rasa's; fewer only to try the bench itself")
    parser.add_argument("--sets", type=Path, help="folder of the public sets; see docs/understanding-compared.md")
    parser.add_argument("--encoders", type=Path, help="folder of encoders fine-tuned for the public sets")
    parser.add_argument("--json", type=Path, default=REPORT, help="where the figures are kept")
    return parser.parse_args(given)


if __name__ == "__main__":
    sys.exit(main())
