"""Tables of plain text, as they stand in a terminal and, with bars around them, in Markdown."""

from __future__ import annotations

from typing import List, Optional, Sequence


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """The first column to the left, the others to the right, in Markdown."""
    widths = [max(len(line[column]) for line in [head, *rows]) for column in range(len(head))]
    ruler = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
    return "\n".join("| " + " | ".join(_aligned(line, widths)) + " |" for line in [head, ruler, *rows])


def _aligned(line: Sequence[str], widths: Sequence[int]) -> List[str]:
    first, *others = zip(line, widths, strict=True)
    return [first[0].ljust(first[1]), *(cell.rjust(width) for cell, width in others)]


def share(value: Optional[float]) -> str:
    return "-" if value is None else f"{value:.1%}"
