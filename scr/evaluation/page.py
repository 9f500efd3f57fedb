"""The evaluation as one HTML page: figures, which label was taken for which, and every miss."""

from __future__ import annotations

from collections import Counter
from html import escape
from typing import List, Sequence

from scr.evaluation.score import Case, question_figures, turn_figures

_STYLE = """
body{font:16px/1.5 sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem;color:#111}
table{border-collapse:collapse;margin:1rem 0}
td,th{border:1px solid #bbb;padding:.3rem .6rem;text-align:left;vertical-align:top}
th{background:#eee}.n{text-align:right}
"""


def page(questions: Sequence[Case], turns: Sequence[Case]) -> str:
    figures = {**question_figures(questions), **turn_figures(turns)}
    body = [
        "<h1>Evaluation</h1>",
        _table(["figure", "value"], [[name.replace("_", " "), str(share)] for name, share in figures.items()]),
        "<h2>What was taken for what</h2>",
        _confusions(questions),
        "<h2>Every miss</h2>",
        _misses([*questions, *turns]),
    ]
    return (
        '<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8"><title>Evaluation</title>'
        f"<style>{_STYLE}</style></head><body>{''.join(body)}</body></html>\n"
    )


def _confusions(cases: Sequence[Case]) -> str:
    counts = Counter((case.labels[0], case.outcomes[0] if case.outcomes else "nothing") for case in cases if not case.right)
    rows = [[wanted, got, str(count)] for (wanted, got), count in counts.most_common()]
    return _table(["label", "taken for", "times"], rows)


def _misses(cases: Sequence[Case]) -> str:
    rows = [
        [
            case.id,
            case.sent,
            " or ".join(case.labels),
            ", ".join(case.outcomes),
            ", ".join(case.offered),
            "; ".join(case.why),
        ]
        for case in cases
        if not case.right
    ]
    return _table(["case", "sent", "right would be", "outcome", "offered", "why"], rows)


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    cells: List[str] = ["<tr>" + "".join(f"<th>{escape(cell)}</th>" for cell in head) + "</tr>"]
    cells += ["<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows]
    return f"<table>{''.join(cells)}</table>"
