"""From the text of a passage to HTML, never through a string of it that somebody typed."""

from __future__ import annotations

import re
from typing import Iterator, List, Tuple, Union

from markupsafe import Markup, escape

Block = Union[str, List[str]]
"""A paragraph, or the items of a list."""

# No web addresses: those in the documents are old, and some now lead elsewhere.
_REACHABLE = re.compile(r"(?P<address>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)|\b(?P<number>999|0\d[\d ]{7,11}\d)\b")


def blocks(text: str) -> Iterator[Block]:
    """Blank lines part paragraphs, lines that begin with "- " are items."""
    for stretch in re.split(r"\n\s*\n", text):
        lines = [line.strip() for line in stretch.split("\n") if line.strip()]
        for is_list, group in _grouped(lines):
            yield [line[2:] for line in group] if is_list else " ".join(group)


def _grouped(lines: List[str]) -> List[Tuple[bool, List[str]]]:
    groups: List[Tuple[bool, List[str]]] = []
    for line in lines:
        is_item = line.startswith("- ")
        if not groups or groups[-1][0] != is_item:
            groups.append((is_item, []))
        groups[-1][1].append(line)
    return groups


def linked(text: str) -> Markup:
    """Escaped, with telephone numbers and e-mail addresses as links."""
    parts, end = [], 0
    for found in _REACHABLE.finditer(text):
        href = f"mailto:{found['address']}" if found["address"] else f"tel:{found['number'].replace(' ', '')}"
        parts += [escape(text[end : found.start()]), Markup('<a href="{}">{}</a>').format(href, found.group())]
        end = found.end()
    return Markup("").join([*parts, escape(text[end:])])
