"""Two pictures of what was measured, for docs/understanding-compared.md.

    python -m bench.understanding.picture [reports/bench_understanding.json [docs/images]]

Writes understanding-compared.svg (the systems, with so many phrases a label) and understanding-public.svg.
"""

from __future__ import annotations

import statistics
import sys
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any, List, Mapping, Sequence, Tuple

import matplotlib
from matplotlib import pyplot

from bench.understanding.processes import SYSTEMS
from bench.understanding.public_sets import NAMES
from bench.understanding.published import TEN_SHOT
from bench.understanding.report import load
from scr.settings import ROOT

_COLOURS = ("#1d4f76", "#d98c21", "#7a9e7e")
_BAR = 0.27  # of the distance between two groups
_INCHES_A_GROUP = 0.75


@dataclass(frozen=True)
class Bars:
    """For each group one bar a series, in per cent."""

    title: str
    series: Tuple[str, ...]
    groups: Tuple[Tuple[str, Tuple[float, ...]], ...]


def main(arguments: Sequence[str]) -> None:
    report = load(Path(arguments[0]) if arguments else ROOT / "reports" / "bench_understanding.json")
    folder = Path(arguments[1]) if len(arguments) > 1 else ROOT / "docs" / "images"
    amount = next(row["amount"] for row in report["own"] if row["amount"] != "all")
    draw(of_systems(report["own"], amount), folder / "understanding-compared.svg")
    draw(of_public_sets(report["public"]), folder / "understanding-public.svg")


def of_systems(rows: Sequence[Mapping[str, Any]], amount: str) -> Bars:
    """Of the rows of one amount of phrases, in the order of the systems."""
    order = [system.name for system in SYSTEMS]
    chosen = sorted((row for row in rows if row["amount"] == amount), key=lambda row: order.index(row["system"]))
    shown = ("right_first", "right_where_3_wrong")
    return Bars(
        title=f"{chosen[0]['phrases']:,} phrases ({amount}), {chosen[0]['questions']:,} questions, per cent",
        series=("right first", "answered rightly where 3 in 100 may be wrong"),
        groups=tuple((row["title"], tuple(100 * (row[field] or 0) for field in shown)) for row in chosen),
    )


def of_public_sets(rows: Sequence[Mapping[str, Any]]) -> Bars:
    """Ours, as the mean over the draws, before what others published."""
    ways = {"": "accuracy", ", without n-grams": "vectors_alone"}
    encoders = list(dict.fromkeys(row["encoder"] for row in rows))
    ours = [
        (f"ours, {encoder}{way}", tuple(_mean_accuracy(rows, encoder, name, field) for name in NAMES))
        for encoder in encoders
        for way, field in ways.items()
    ]
    others = [(each.name, tuple(each.accuracy[name] for name in NAMES)) for each in TEN_SHOT]
    return Bars("Ten examples a class, accuracy in per cent", NAMES, (*ours, *others))


def _mean_accuracy(rows: Sequence[Mapping[str, Any]], encoder: str, name: str, field: str) -> float:
    """In per cent over the draws; 0 where none was measured."""
    draws = [draw for row in rows if (row["encoder"], row["set"]) == (encoder, name) for draw in row["draws"]]
    return 100 * statistics.mean(draw[field] for draw in draws) if draws else 0.0


def draw(bars: Bars, path: Path) -> None:
    """The first group on top. The same figures always give the same file."""
    matplotlib.rcParams.update({"svg.fonttype": "none", "svg.hashsalt": "scr", "font.family": "sans-serif"})
    figure, axes = pyplot.subplots(figsize=(9, 1.4 + _INCHES_A_GROUP * len(bars.groups)), facecolor="white")
    for number, (name, colour) in enumerate(zip(bars.series, _COLOURS, strict=False)):
        values = [group[number] for _, group in bars.groups]
        places: List[float] = [place + _BAR * (number - (len(bars.series) - 1) / 2) for place in range(len(bars.groups))]
        axes.bar_label(axes.barh(places, values, _BAR, label=name, color=colour), fmt="%.1f", padding=3, fontsize=8)
    axes.set_yticks(range(len(bars.groups)), [title for title, _ in bars.groups])
    axes.invert_yaxis()
    axes.set_xlim(0, 105)
    axes.set_title(bars.title, fontsize=11)
    axes.legend(loc="upper center", bbox_to_anchor=(0.4, -0.05), ncol=len(bars.series), frameon=False)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    drawn = StringIO()
    figure.savefig(drawn, format="svg", bbox_inches="tight", metadata={"Date": None, "Title": bars.title})
    pyplot.close(figure)
    path.parent.mkdir(parents=True, exist_ok=True)
    # In quotes it would be the name of a font, which nobody has.
    path.write_text(drawn.getvalue().replace("'sans-serif'", "sans-serif"), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
