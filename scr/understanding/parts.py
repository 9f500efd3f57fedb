"""A message's parts: which of them are questions of their own, and which stand for it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Callable, FrozenSet, List, Mapping, Optional, Sequence, Tuple

from scr.rules.conversation import LIMITS, OUT_OF_SCOPE, REGISTER_TASKS, Conversation, Question, Ranking, Thresholds
from scr.understanding import splitting
from scr.understanding.follow_ups import FollowUpFinder
from scr.understanding.questions import (
    asks_to_confirm,
    ends_in_pointing,
    is_question,
    is_short,
    is_whole_question,
    leans,
    names_things,
)

_MOST_PARTS = 16
_LEAST_BY_ITSELF = 6  # words
_LEAST_OF_QUESTION = 2  # words

Judge = Callable[[List[str]], List[Ranking]]


@dataclass(frozen=True)
class Part:
    text: str
    asks: bool
    """It has the form of a question, or of an item in a list of what is wanted."""


@dataclass(frozen=True)
class Asked:
    """What the parts of a message ask, in order."""

    clearly: Tuple[Ranking, ...] = ()
    unclear: Tuple[Ranking, ...] = ()
    """They have the form of a question, and it is not clear of which, or hardly thinkable of that."""


class Parts:
    """What is made of parts, beside what is made of the whole message."""

    def __init__(
        self,
        judge: Judge,
        thresholds: Thresholds,
        sure_by_itself: float,
        least_in_whole: float,
        topics: FrozenSet[str],
        follow_ups: FollowUpFinder,
    ) -> None:
        self._judge = judge
        self._thresholds = thresholds
        self._sure_by_itself = sure_by_itself
        self._least_in_whole = least_in_whole
        self._topics = topics
        self._askable = topics | REGISTER_TASKS | frozenset(LIMITS)
        self._follow_ups = follow_ups

    def of(self, text: str) -> List[Part]:
        """The clauses of a message that has several, cut by their form, and then where both halves are clear."""
        clauses = splitting.clauses(text)[:_MOST_PARTS]
        parts = [part for clause in clauses for part in self._cut(Part(clause, is_question(clause)))]
        return parts[:_MOST_PARTS] if len(parts) > 1 else []

    def _cut(self, part: Part) -> List[Part]:
        """The halves of a question that surely ask two different things: "will i be sacked or end up in court"."""
        if not (part.asks or names_things(part.text)):
            return [part]
        least = 1 if names_things(part.text) else _LEAST_OF_QUESTION
        pairs = [pair for pair in splitting.halves(part.text) if min(len(half.split()) for half in pair) >= least]
        if not pairs:
            return [part]
        rankings = self._judge([half for pair in pairs for half in pair])
        clear = {pair: self._surely_two(*both) for pair, *both in zip(pairs, rankings[::2], rankings[1::2], strict=True)}
        best = max(clear, key=lambda pair: clear[pair])
        if not clear[best]:
            return [part]
        # "who tells the parents, the family are Somali" has a half that asks nothing.
        return [cut for half in best for cut in self._cut(Part(half, is_question(half) or names_things(half)))]

    def _surely_two(self, left: Ranking, right: Ranking) -> float:
        """How surely two rankings are of two questions; 0 where they may be of one."""
        (one, surely), (other, as_surely) = left[0], right[0]
        is_two = one != other and {one, other} <= self._askable and min(surely, as_surely) >= self._sure_by_itself
        return min(surely, as_surely) if is_two else 0.0

    @staticmethod
    def in_context(parts: Sequence[Part]) -> Mapping[int, str]:
        """By place of a part that leans on the one before it ("do i get sight of that?"), the two together."""
        pairs = enumerate(pairwise(parts), start=1)
        return {at: f"{before.text} {part.text}" for at, (before, part) in pairs if part.asks and leans(part.text)}

    def needs_context(self, part: Part, ranking: Ranking) -> bool:
        """It is not clear by itself, though it may lean on what stands before it.

        "what is it?" and "is it still on?" never are, for they may go on about anything, "do i get to see it?" hardly ever.
        """
        label, probability = ranking[0]
        if label in REGISTER_TASKS or (ends_in_pointing(part.text) and is_short(part.text)):
            return True
        return probability < (self._sure_by_itself if ends_in_pointing(part.text) else self._thresholds.sure_of_part)

    def asked(self, parts: Sequence[Part], rankings: Sequence[Ranking], whole: Ranking) -> Asked:
        """What is asked by the parts of a message that read as questions.

        A part carries on what stands before it, as a message does what was answered before it: "what is an IMR and who
        writes it". In a message about another board's business "and who decides?" is about that business too. What the
        message as a whole can hardly be about, a part of it does not ask clearly unless it is a whole question.
        """
        foreign = whole[0][0] == OUT_OF_SCOPE and self._thresholds.is_sure(*whole[0])
        # Of the ten likeliest labels, since a ranking holds no more.
        thinkable = {label for label, probability in whole if probability >= self._least_in_whole}
        found: List[Ranking] = []
        unclear: List[Ranking] = []
        before: Optional[Ranking] = None
        asks_elsewhere = foreign and any(map(self._asks_elsewhere, parts, rankings))
        for part, by_itself in zip(parts, rankings, strict=True):
            if before is not None and before[0][0] in self._askable and asks_to_confirm(part.text):
                found.append(before)
                continue
            ranking = self._carried_on(part.text, by_itself, before[0][0] if before else None)
            label, probability = ranking[0]
            if probability < self._thresholds.sure or not (label in thinkable or is_whole_question(part.text)):
                if part.asks:
                    unclear.append(ranking)
                continue
            leans_on = OUT_OF_SCOPE if before is None and not asks_elsewhere else before and before[0][0]
            is_foreign = foreign and leans_on == OUT_OF_SCOPE and len(part.text.split()) < _LEAST_BY_ITSELF
            if part.asks and label in self._askable and (label == OUT_OF_SCOPE or not is_foreign):
                found.append(ranking)
            before = ranking
        return Asked(tuple(found), tuple(unclear))

    def _asks_elsewhere(self, part: Part, ranking: Ranking) -> bool:
        """It is a question about another board's business, so that its neighbours need not be."""
        return part.asks and ranking[0][0] == OUT_OF_SCOPE and ranking[0][1] >= self._thresholds.sure

    def _carried_on(self, part: str, ranking: Ranking, before: Optional[str]) -> Ranking:
        if before not in self._topics:
            return ranking
        carried_on = self._follow_ups.likely(part, ranking, Conversation(topics=(before,)))
        return ranking if carried_on is None else ((carried_on, 1.0), *ranking)

    @staticmethod
    def several(whole: Ranking, asked: Sequence[Ranking], parts: int) -> Tuple[Question, ...]:
        """The questions of a message that holds more than one; none where it is to be taken as a whole.

        What the message is about as a whole must be among the parts, else they are background to a question that none
        of them asks; unless every part is a clear question, or nearly every one of many.
        """
        labels = {ranking[0][0] for ranking in asked}
        a_list = len(asked) == parts or (len(asked) > 2 and len(asked) >= parts - 1)
        if len(labels) < 2 or not (whole[0][0] in labels or a_list):
            return ()
        first = {ranking[0][0]: ranking for ranking in reversed(asked)}
        return _task_first([Question(first[label]) for label in dict.fromkeys(ranking[0][0] for ranking in asked)])

    def beside_task(self, question: Question, asked: Sequence[Ranking]) -> Tuple[Question, ...]:
        """What a message that surely asks something of the register asks of the documents besides."""
        label, probability = question.best
        if label not in REGISTER_TASKS or probability < self._thresholds.sure:
            return ()
        return _task_first([Question(ranking) for ranking in asked if ranking[0][0] != label])

    def clearest(self, whole: Ranking, asked: Sequence[Ranking]) -> Ranking:
        """The whole message, unless it is not clear and the one question in it is very clear."""
        if self._thresholds.is_sure(*whole[0]) or len({ranking[0][0] for ranking in asked}) != 1:
            return whole
        return asked[0] if asked[0][0][1] >= self._thresholds.sure_of_part else whole


def _task_first(questions: Sequence[Question]) -> Tuple[Question, ...]:
    """What the register is asked stands first, since all else is told beside it, and what else it is asked is put off."""
    of_register = [question for question in questions if question.best[0] in REGISTER_TASKS]
    others = [question for question in questions if question.best[0] not in REGISTER_TASKS]
    return (*of_register[:1], *others, *of_register[1:])
