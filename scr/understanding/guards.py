"""Which guards a message sets off: danger now, distress, identifying details."""

from __future__ import annotations

import re
from typing import FrozenSet, Pattern, Sequence

import numpy as np

from scr.content import Content
from scr.rules.conversation import DISTRESS, GUARDS, Conversation
from scr.rules.redaction import Redactor
from scr.understanding.classifier import Classifier, Probabilities
from scr.understanding.encoder import Encoder
from scr.understanding.text import key

_CLAUSE_ENDS = re.compile(r"[.,;:?!\n]|\b(?:and|but|also|because|cos)\b", re.IGNORECASE)
_SHORTEST_CLAUSE = 3  # words
_MOST_CLAUSES = 16


class GuardWatch:
    """Tuned for recall: an alarm too many costs a sentence, one too few a child."""

    def __init__(self, content: Content, encoder: Encoder, model: Classifier) -> None:
        self._encoder = encoder
        self._model = model
        self._redactor = Redactor(content.first_names, content.not_names)
        self._signs = {guard: _any_of(signs) for guard, signs in content.signs.items()}
        self._alarms = {guard: _any_of(alarms) for guard, alarms in content.alarms.items()}
        self._over = {guard: _any_of(words) for guard, words in content.over.items()}
        self._column = {guard: model.labels.index(guard) for guard in GUARDS}

    def fired(
        self, text: str, texts: Sequence[str], probabilities: Probabilities, conversation: Conversation
    ) -> FrozenSet[str]:
        """The guards that the message as a whole, or a part of it, sets off.

        A guard's probability need not be high, nor the highest. Words that are signs of it lower what is needed; a part
        counts only if it holds one.
        """
        whole = [0, texts.index(text)]
        fired = {guard for guard in GUARDS if self._fires(guard, texts, probabilities[:, self._column[guard]], whole)}
        fired |= self._guards_in_clauses(text) | self._alarmed(text)
        # Who was just refused pleads, and the plea is not yet a cry for help.
        if conversation.refused and not self._is_plain_distress(text, texts, probabilities):
            fired.discard(DISTRESS)
        if self.identifies_somebody(text):
            fired.add("case_details")
        return frozenset(fired)

    def holds_sign(self, text: str) -> bool:
        """It holds a sign of anything that is guarded against."""
        return any(self._holds_sign(guard, text) for guard in self._signs)

    def identifies_somebody(self, text: str) -> bool:
        return self._redactor.identifies_somebody(text)

    def _alarmed(self, text: str) -> FrozenSet[str]:
        """Guards that words alone set off, whatever the model makes of them."""
        found = {guard for guard, alarms in self._alarms.items() if alarms.search(key(text))}
        return frozenset(guard for guard in found if not self._is_over(guard, text))

    def _is_plain_distress(self, text: str, texts: Sequence[str], probabilities: Probabilities) -> bool:
        column = probabilities[[0, texts.index(text)], self._column[DISTRESS]]
        return self._holds_sign(DISTRESS, text) or bool(column.max() >= self._model.thresholds["distress_when_refused"])

    def _guards_in_clauses(self, text: str) -> FrozenSet[str]:
        """Guards set off by a clause that holds a sign and is hidden among others: "..., and there is a baby here ..."."""
        clauses = [clause.strip() for clause in _CLAUSE_ENDS.split(text) if len(clause.split()) >= _SHORTEST_CLAUSE]
        if len(clauses) < 2 or not any(signs.search(key(text)) for signs in self._signs.values()):
            return frozenset()
        clauses = clauses[:_MOST_CLAUSES]
        probabilities = self._model.probabilities(clauses, self._encoder(clauses))
        return frozenset(
            guard
            for guard in self._signs
            for clause, row in zip(clauses, probabilities, strict=False)
            if row[self._column[guard]] >= self._model.thresholds[f"guard_{guard}_in_part"]
            and self._holds_sign(guard, clause)
        )

    def _fires(self, guard: str, texts: Sequence[str], column: Probabilities, whole: Sequence[int]) -> bool:
        values = self._model.thresholds
        signs = np.array([self._holds_sign(guard, text) for text in texts])
        least = values[f"guard_{guard}_with_signs" if signs[whole].any() else f"guard_{guard}"]
        in_part = np.where(signs, column, 0.0).max()
        return bool(column[whole].max() >= least or in_part >= values[f"guard_{guard}_in_part"])

    def _holds_sign(self, guard: str, text: str) -> bool:
        """It holds a sign of what is guarded against, and no word that says it is over."""
        signs = self._signs.get(guard)
        return bool(signs and signs.search(key(text))) and not self._is_over(guard, text)

    def _is_over(self, guard: str, text: str) -> bool:
        over = self._over.get(guard)
        return bool(over and over.search(key(text)))


def _any_of(words: Sequence[str]) -> Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(re.escape(key(word)) for word in words) + r")\b")
