"""One spelling of an agency or a team: names that are equal but for case are the same name."""

from __future__ import annotations

from typing import Dict, Iterable


class Spellings:
    """Knows names as they were first written."""

    def __init__(self, known: Iterable[str] = ()) -> None:
        self._known: Dict[str, str] = {}
        for name in known:
            self.take(name)

    def take(self, name: str) -> str:
        """The name as it was first written; a new one is known from now on."""
        return self._known.setdefault(name.casefold(), name)

    def find(self, name: str) -> str:
        """The name as it was first written, or as it is."""
        return self._known.get(name.casefold(), name)
