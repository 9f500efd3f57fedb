"""Short messages that mean something only after what was said before: which of the known ones is meant."""

from __future__ import annotations

from statistics import fmean
from typing import Dict, List, Optional, Tuple

from scr.content import Content
from scr.content.model import FollowUps
from scr.rules.conversation import (
    ABOUT_LAST_ANSWER,
    ASK_REFERENCE,
    NOT_AUTHORISED,
    REVIEW_STATUS,
    SET_AREA,
    SUPPORT_ARRANGEMENTS,
    Asks,
    Conversation,
    Ranking,
)
from scr.understanding.classifier import Classifier
from scr.understanding.encoder import Encoder, Vectors
from scr.understanding.text import asks_who, is_bare, key, names_review, points_back, speaks_of_own_team, without_lead

_LONGEST_FOLLOW_UP = 10  # words
_VOTES = 3  # of the many phrases of a group in data/tasks; a topic's groups have a handful each, and the nearest decides


class FollowUpFinder:
    """Knows the follow-ups of `data/`: of a topic's answer, of what the register told, of what was refused."""

    def __init__(self, content: Content, encoder: Encoder, model: Classifier) -> None:
        self._content = content
        self._encoder = encoder
        self._thresholds = model.thresholds
        self._spelling = model.spelling
        self._vectors: Dict[str, Tuple[Vectors, Tuple[str, ...]]] = {}

    def prepare(self) -> None:
        """Encode them all now, and not at somebody's first follow-up."""
        for context in (*self._content.topics, *self._content.task_follow_ups):
            self._encoded(context)

    def known(self, text: str, conversation: Conversation) -> Optional[str]:
        """The topic of a follow-up that stands in `data/` word for word, after the last of the topics it stands under."""
        forms = (key(text), key(without_lead(text)))
        for context in reversed(self._contexts(conversation)):
            known = {key(phrase): group.topic for group in self._groups(context) for phrase in group.phrases}
            for form in forms:
                if form in known:
                    return known[form]
        return None

    def _contexts(self, conversation: Conversation) -> Tuple[str, ...]:
        """What a message may carry on, the likeliest last: topics answered, what the register told, what was refused."""
        contexts = [*conversation.topics]
        if conversation.asks is Asks.REFERENCE:
            contexts.append(ASK_REFERENCE)
        elif conversation.task == REVIEW_STATUS and conversation.stage_topic is not None:
            contexts.append(REVIEW_STATUS)
        elif conversation.task is not None and conversation.task != REVIEW_STATUS and conversation.asks is None:
            contexts.append(SUPPORT_ARRANGEMENTS)
        if conversation.refused:
            contexts.append(NOT_AUTHORISED)
        return tuple(contexts)

    def _groups(self, context: str) -> Tuple[FollowUps, ...]:
        """The follow-ups of a topic, or of what the register told."""
        topic = self._content.topics.get(context)
        return topic.follow_ups if topic else self._content.task_follow_ups.get(context, ())

    def likely(self, text: str, ranking: Ranking, conversation: Conversation) -> Optional[str]:
        """The topic that a short message asks for if it carries the last answer on."""
        words = without_lead(text)
        contexts = self._contexts(conversation)
        if not contexts or len(words.split()) > _LONGEST_FOLLOW_UP:
            return None
        label, probability = ranking[0]
        if conversation.refused and speaks_of_own_team(words) and not names_review(words):
            return SUPPORT_ARRANGEMENTS  # "fine, and what about ours"
        if label in ABOUT_LAST_ANSWER | {SET_AREA} and probability >= self._thresholds["sure"]:
            return None
        vector = self._encoder([self._spelling.corrected(words)])[0]
        best: Tuple[float, Optional[str]] = (0.0, None)
        for context in contexts:
            vectors, answers = self._encoded(context)
            if not answers:
                continue
            likeness = vectors @ vector
            nearest = float(likeness.max())
            if nearest >= self._least_likeness(context, words, probability):
                votes = 1 if context in self._content.topics else _VOTES
                best = max(best, (nearest, _meant(likeness, answers, votes)))
        # The register names nobody who works on a review, so "whos doing ours" asks on about what was just explained.
        if REVIEW_STATUS in (label, best[1]) and conversation.topics and asks_who(words):
            return conversation.topics[-1]
        return best[1]

    def _least_likeness(self, context: str, text: str, probability: float) -> float:
        """How like a known follow-up a message must be: less where it points back, most where it is clear by itself."""
        values = self._thresholds
        clear = probability >= values["clear_by_itself"] and not is_bare(text)
        if context in self._content.topics:
            if clear:
                return values["follow_up_over_clear"]
            return values["follow_up_pointing_back" if points_back(text) else "follow_up"]
        if clear:
            return values["task_follow_up_over_clear"]
        return values["task_follow_up_over_sure" if probability >= self._thresholds["sure"] else "task_follow_up"]

    def _encoded(self, context: str) -> Tuple[Vectors, Tuple[str, ...]]:
        if context not in self._vectors:
            groups = self._groups(context)
            phrases = [phrase for group in groups for phrase in group.phrases]
            answers = tuple(group.topic for group in groups for _ in group.phrases)
            self._vectors[context] = (self._encoder(phrases), answers)
        return self._vectors[context]


def _meant(likeness: Vectors, answers: Tuple[str, ...], votes: int) -> str:
    """The group whose nearest phrases, as many as there are votes, are nearest on average."""
    by_answer: Dict[str, List[float]] = {}
    for answer, like in zip(answers, likeness, strict=True):
        by_answer.setdefault(answer, []).append(float(like))
    return max(by_answer, key=lambda answer: fmean(sorted(by_answer[answer])[-votes:]))
