"""A reply as plain text, for a terminal, a log of a call, or a channel that shows nothing else."""

from __future__ import annotations

from scr.replies.reply import HELPLINE, Passage, Reply


def as_text(reply: Reply) -> str:
    """Passages, each with its citation below it. Buttons are left to whoever shows them."""
    return "\n\n".join(_passage(passage) for passage in reply.passages)


def _passage(passage: Passage) -> str:
    if passage.kind == HELPLINE:
        return f"Helpline: {passage.text}"
    return f"{passage.text}\n\n[{passage.citation.text}]" if passage.citation else passage.text
