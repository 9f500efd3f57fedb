"""A reply in as many parts as it takes: between passages, else between paragraphs, sentences, words."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Callable, List, Tuple

from scr.replies import Passage, Reply

Fits = Callable[[Reply], bool]

_BETWEEN = (r"\n\n", r"\n", r"(?<=[.;:!?]) ", r" ")
_SHORT = 200


def split(reply: Reply, fits: Fits) -> List[Reply]:
    """Parts that fit, with the buttons and files on the last; the reply itself where it fits."""
    if fits(reply):
        return [reply]
    parts: List[Tuple[Passage, ...]] = [()]
    for passage in reply.passages:
        for piece in _pieces(passage, lambda piece: fits(replace(reply, passages=(piece,)))):
            longer = (*parts[-1], piece)
            # Measured with the buttons, so that whichever part comes last fits too.
            if parts[-1] and not fits(replace(reply, passages=longer)):
                parts.append((piece,))
            else:
                parts[-1] = longer
    first = [replace(reply, passages=passages, buttons=(), buttons_label="", attachments=()) for passages in parts[:-1]]
    return [*first, replace(reply, passages=parts[-1])]


def _pieces(passage: Passage, fits: Callable[[Passage], bool]) -> List[Passage]:
    if fits(passage) or len(passage.text) < _SHORT:
        return [passage]
    before, after = _halves(passage.text)
    # What is cut is no table any more, and where it stands is said once, at its end.
    first = replace(passage, text=before, citation=None, facts=())
    return [*_pieces(first, fits), *_pieces(replace(passage, text=after, facts=()), fits)]


def _halves(text: str) -> Tuple[str, str]:
    """Cut at the boundary of the best kind that is nearest to the middle, unless that is far off it."""
    middle = len(text) // 2
    for boundary in _BETWEEN:
        places = [found.span() for found in re.finditer(boundary, text)]
        if places:
            start, end = min(places, key=lambda span: abs(span[0] - middle))
            if len(text) // 5 < start < len(text) - len(text) // 5:
                return text[:start], text[end:]
    return text[:middle], text[middle:]
