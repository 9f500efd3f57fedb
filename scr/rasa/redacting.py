"""What is kept of what somebody typed, wherever it is kept."""

from __future__ import annotations

from scr.content import Content
from scr.rules import codes
from scr.rules.redaction import Redactor

WITHHELD = "[withheld: identifying details]"


class Redacting:
    def __init__(self, content: Content) -> None:
        self._redactor = Redactor(content.first_names, content.not_names)

    def kept(self, typed: str, withheld: bool) -> str:
        """
        Args:
            withheld: it holds identifying details that are more than words to be left out, so nothing of it is kept.
        """
        return WITHHELD if withheld else self._redactor.redact(codes.redacted(typed))
