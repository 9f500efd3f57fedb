"""Which guards a message sets off: danger now, distress, identifying details."""

from __future__ import annotations

import re
from typing import FrozenSet, Pattern, Sequence

import numpy as np

from scr.content import Content
from scr.rules.conversation import CASE_DETAILS, DISTRESS, GUARDS, IMMEDIATE_DANGER, LIMITS, Conversation
from scr.rules.redaction import Redactor
from scr.understanding.classifier import Classifier, Probabilities
from scr.understanding.encoder import Encoder
from scr.understanding.text import key

_CLAUSE_ENDS = re.compile(r"[.,;:?!\n]|\b(?:and|but|also|because|cos)\b", re.IGNORECASE)
_SHORTEST_CLAUSE = 3  # words
_MOST_CLAUSES = 16
_LEAST_REST = 1e-3
_HEARD_IN_PLEAS = frozenset({DISTRESS, IMMEDIATE_DANGER})


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
        self._asked = frozenset(content.topics) | frozenset(LIMITS)

    def fired(
        self, text: str, texts: Sequence[str], probabilities: Probabilities, conversation: Conversation
    ) -> FrozenSet[str]:
        """The guards that the message as a whole, or a part of it, sets off.

        A guard's probability need not be high, nor the highest. Words that are signs of it lower what is needed; a part
        counts only if it holds one, and if the message as a whole does not make plain that it is no alarm: "the baby was
        shaken" by itself may be one, before "who tells the family?" it is none.
        """
        whole = [0, texts.index(text)]
        is_open = self._is_open(probabilities[whole])
        fired = {guard for guard in GUARDS if self._fires(guard, texts, self._of(guard, probabilities), whole, is_open)}
        fired |= self._guards_in_clauses(text, is_open) | self._alarmed(text)
        if conversation.refused:  # who was just refused pleads, and the plea is not yet a cry for help
            fired -= {guard for guard in _HEARD_IN_PLEAS if not self._is_plain(guard, text, probabilities[whole])}
        if self.identifies_somebody(text):
            fired.add(CASE_DETAILS)
        return frozenset(fired)

    def suspects_danger(self, text: str, texts: Sequence[str], probabilities: Probabilities) -> bool:
        """Whether the message as a whole may tell of a danger, be it far less likely than for the guard to fire."""
        column = self._of(IMMEDIATE_DANGER, probabilities[[0, texts.index(text)]])
        return bool(column.max() >= self._model.thresholds["perhaps_immediate_danger"])

    def holds_sign(self, text: str) -> bool:
        """It holds a sign of anything that is guarded against."""
        return any(self._holds_sign(guard, text) for guard in self._signs)

    def identifies_somebody(self, text: str) -> bool:
        return self._redactor.identifies_somebody(text)

    def _alarmed(self, text: str) -> FrozenSet[str]:
        """Guards that words alone set off, whatever the model makes of them."""
        found = {guard for guard, alarms in self._alarms.items() if alarms.search(key(text))}
        return frozenset(guard for guard in found if not self._is_over(guard, text))

    def _is_plain(self, guard: str, text: str, whole: Probabilities) -> bool:
        if self._holds_sign(guard, text) or guard in self._alarmed(text):
            return True
        return bool(self._of(guard, whole).max() >= self._model.thresholds["guard_when_refused"])

    def _of(self, guard: str, probabilities: Probabilities) -> Probabilities:
        """A guard's column. Of a danger as if no details were given, since their form outweighs what is said of somebody."""
        column = probabilities[:, self._column[guard]]
        if guard != IMMEDIATE_DANGER:
            return column
        rest: Probabilities = column / np.maximum(1 - probabilities[:, self._column[CASE_DETAILS]], _LEAST_REST)
        return rest

    def _is_open(self, whole: Probabilities) -> bool:
        """Whether a clause may still tell of a danger: the message as a whole is no question, or may well tell of one."""
        is_question = all(self._model.labels[label] in self._asked for label in whole.argmax(axis=1))
        least = self._model.thresholds["guard_immediate_danger_in_part_of"]
        return not is_question or bool(self._of(IMMEDIATE_DANGER, whole).max() >= least)

    def _guards_in_clauses(self, text: str, is_open: bool) -> FrozenSet[str]:
        """Guards set off by a clause that holds a sign and is hidden among others: "..., and there is a baby here ..."."""
        clauses = [clause.strip() for clause in _CLAUSE_ENDS.split(text) if len(clause.split()) >= _SHORTEST_CLAUSE]
        if len(clauses) < 2 or not any(signs.search(key(text)) for signs in self._signs.values()):
            return frozenset()
        clauses = clauses[:_MOST_CLAUSES]
        probabilities = self._model.judged(clauses, self._encoder)
        return frozenset(
            guard
            for guard in self._signs
            if is_open or guard != IMMEDIATE_DANGER
            for clause, probability in zip(clauses, self._of(guard, probabilities), strict=False)
            if probability >= self._model.thresholds[f"guard_{guard}_in_part"] and self._holds_sign(guard, clause)
        )

    def _fires(self, guard: str, texts: Sequence[str], column: Probabilities, whole: Sequence[int], is_open: bool) -> bool:
        values = self._model.thresholds
        signs = np.array([self._holds_sign(guard, text) for text in texts])
        least = values[f"guard_{guard}_with_signs" if signs[whole].any() else f"guard_{guard}"]
        if column[whole].max() >= least:
            return True
        in_part = np.where(signs, column, 0.0).max()
        return bool(in_part >= values[f"guard_{guard}_in_part"]) and (is_open or guard != IMMEDIATE_DANGER)

    def _holds_sign(self, guard: str, text: str) -> bool:
        """It holds a sign of what is guarded against, and no word that says it is over."""
        signs = self._signs.get(guard)
        return bool(signs and signs.search(key(text))) and not self._is_over(guard, text)

    def _is_over(self, guard: str, text: str) -> bool:
        over = self._over.get(guard)
        return bool(over and over.search(key(text)))


def _any_of(words: Sequence[str]) -> Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(re.escape(key(word)) for word in words) + r")\b")
