"""Understands a message: the steps of `understand`, read from top to bottom."""

from __future__ import annotations

import re
import tarfile
import zlib
from functools import cached_property
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Dict, FrozenSet, List, Optional, Pattern, Sequence, Tuple

import numpy as np

from scr.content import Content
from scr.rules.conversation import (
    ABOUT_LAST_ANSWER,
    GUARDS,
    UNSURE,
    Conversation,
    Question,
    Ranking,
    Thresholds,
    Understanding,
)
from scr.rules.redaction import Redactor
from scr.understanding import classifier, entities, splitting
from scr.understanding.classifier import Classifier, ModelError, Probabilities
from scr.understanding.encoder import Encoder, Vectors
from scr.understanding.text import clean, has_words, is_bare, key, points_back, without_lead

if TYPE_CHECKING:
    from spacy.language import Language

_RANKED = 6
_LONGEST_FOLLOW_UP = 8  # words
_MOST_PARTS = 16
_CLAUSE_ENDS = re.compile(r"[.,;:?!\n]|\b(?:and|but|also|because|cos)\b", re.IGNORECASE)
_SHORTEST_CLAUSE = 3  # words
_LEAST_KNOWN = 0.3  # share of words
_BUTTONS = ("show_wording", "tell_more", "simplify", "none_of_these")


class Understander:
    """What a message is about, from the content, the encoder and the trained model."""

    def __init__(self, content: Content, encoder: Encoder, model: Classifier) -> None:
        self.content = content
        self._encoder = encoder
        self._model = model
        self._redactor = Redactor(content.first_names, content.not_names)
        self._certain: Dict[str, str] = {key(topic.title): topic.id for topic in content.topics.values()}
        self._certain.update({key(content.fragments[name]): name for name in _BUTTONS})
        self._certain.update({key(title): task for task, title in content.tasks.items()})
        self._area_names = tuple(name.lower() for area in content.areas.values() for name in area.names)
        self._signs = {guard: _any_of(signs) for guard, signs in content.signs.items()}
        self._over = {guard: _any_of(words) for guard, words in content.over.items()}
        self._column = {guard: model.labels.index(guard) for guard in GUARDS}
        self._follow_up_vectors: Dict[str, Tuple[Vectors, Tuple[str, ...]]] = {}

    @property
    def thresholds(self) -> Thresholds:
        values = self._model.thresholds
        return Thresholds(sure=values["sure"], offer=values["offer"], sure_of_part=values["sure_of_part"])

    def understand(self, message: str, conversation: Conversation) -> Understanding:
        text = clean(message)
        if not has_words(text):
            return Understanding((Question(((UNSURE, 1.0),)),))
        certain = self._certain.get(key(text))
        if certain is not None:
            return Understanding((Question(((certain, 1.0),)),))
        known = self._known_follow_up(text, conversation)
        if known is not None:
            return Understanding((Question(((known, 1.0),), follow_up=known),))
        area, question = self._area(text)
        parts = splitting.clauses(self.nlp, question)[:_MOST_PARTS] if splitting.may_have_parts(question) else []
        texts = list(dict.fromkeys([question, *parts, text]))
        probabilities = self._model.probabilities(self._encoder(texts))
        guards = self._guards(text, texts, probabilities)
        if self._is_nonsense(text):  # its guards count all the same: names are unknown words too
            return Understanding((Question(((UNSURE, 1.0),)),), guards, area)
        rankings = self._rankings(probabilities)
        whole = max(rankings[0], rankings[texts.index(text)], key=lambda ranking: ranking[0][1])
        asked = self._asked(parts, [rankings[texts.index(part)] for part in parts])
        questions = self._several(whole, asked, len(parts)) or (
            Question(
                ranking=self._clearest(whole, asked),
                follow_up=self._follow_up(question, whole, conversation),
                bare=is_bare(question),
            ),
        )
        return Understanding(questions, guards, area)

    def _known_follow_up(self, text: str, conversation: Conversation) -> Optional[str]:
        """The topic of a follow-up that stands in `data/` word for word, after the last of the topics it stands under."""
        forms = (key(text), key(without_lead(text)))
        for topic in reversed(conversation.topics):
            known = {key(phrase): group.topic for group in self.content.topics[topic].follow_ups for phrase in group.phrases}
            for form in forms:
                if form in known:
                    return known[form]
        return None

    def _is_nonsense(self, text: str) -> bool:
        """Hardly a word of it is known, which no spelling mistakes of a real question bring about."""
        words = [word for word in key(text).split() if not word.isdigit()]
        known = sum(word in self._model.vocabulary for word in words)
        return known < _LEAST_KNOWN * len(words) and not any(entities.references(text))

    @cached_property
    def nlp(self) -> Language:
        """spaCy's pipeline; loading it takes over a second, and a message of one clause needs none of it."""
        return entities.build(self.content.names)

    def prepare(self) -> None:
        """Load now what would otherwise make somebody's first message slow."""
        self.nlp("ready")
        for topic in self.content.topics:
            self._follow_ups(topic)

    def _rankings(self, probabilities: Probabilities) -> List[Ranking]:
        order = np.argsort(-probabilities, axis=1)[:, :_RANKED]
        return [
            tuple((self._model.labels[index], float(row[index])) for index in best)
            for row, best in zip(probabilities, order, strict=True)
        ]

    def _asked(self, parts: Sequence[str], rankings: Sequence[Ranking]) -> List[Ranking]:
        """The parts of a message that read as questions and are surely about one topic."""
        return [
            ranking
            for part, ranking in zip(parts, rankings, strict=True)
            if splitting.is_question(part)
            and ranking[0][1] >= self.thresholds.sure_of_part
            and ranking[0][0] in self.content.topics
        ]

    def _several(self, whole: Ranking, asked: Sequence[Ranking], parts: int) -> Tuple[Question, ...]:
        """The questions of a message that holds more than one; none where it is to be taken as a whole.

        What the message is about as a whole must be among the parts, else they are background to a question that none
        of them asks; unless nearly every part is a clear question.
        """
        topics = {ranking[0][0] for ranking in asked}
        a_list = len(asked) > 2 and len(asked) >= parts - 1
        if len(topics) < 2 or not (whole[0][0] in topics or a_list):
            return ()
        return tuple(Question(ranking) for ranking in asked)

    def _clearest(self, whole: Ranking, asked: Sequence[Ranking]) -> Ranking:
        """The whole message, unless it is not clear and the one question in it is."""
        if whole[0][1] >= self.thresholds.sure or len({ranking[0][0] for ranking in asked}) != 1:
            return whole
        return asked[0]

    def _follow_up(self, text: str, ranking: Ranking, conversation: Conversation) -> Optional[str]:
        """The topic that a short message asks for if it carries the last answer on."""
        words = without_lead(text)
        if not conversation.topics or len(words.split()) > _LONGEST_FOLLOW_UP:
            return None
        label, probability = ranking[0]
        if label in ABOUT_LAST_ANSWER and probability >= self.thresholds.sure:
            return None
        vector = self._encoder([words])[0]
        best: Tuple[float, Optional[str]] = (0.0, None)
        for topic in conversation.topics:
            vectors, answers = self._follow_ups(topic)
            if answers:
                likeness = vectors @ vector
                index = int(likeness.argmax())
                best = max(best, (float(likeness[index]), answers[index]))
        return best[1] if best[0] >= self._least_likeness(words, probability) else None

    def _least_likeness(self, text: str, probability: float) -> float:
        """How like a known follow-up a message must be: less where it points back, most where it is clear by itself."""
        values = self._model.thresholds
        if probability >= values["clear_by_itself"] and not is_bare(text):
            return values["follow_up_over_clear"]
        return values["follow_up_pointing_back" if points_back(text) else "follow_up"]

    def _follow_ups(self, topic: str) -> Tuple[Vectors, Tuple[str, ...]]:
        if topic not in self._follow_up_vectors:
            groups = self.content.topics[topic].follow_ups
            phrases = [phrase for group in groups for phrase in group.phrases]
            answers = tuple(group.topic for group in groups for _ in group.phrases)
            self._follow_up_vectors[topic] = (self._encoder(phrases), answers)
        return self._follow_up_vectors[topic]

    def _guards(self, text: str, texts: Sequence[str], probabilities: Probabilities) -> FrozenSet[str]:
        """The guards that the message as a whole, or a part of it, sets off.

        A guard's probability need not be high, nor the highest: an alarm too many costs a sentence, one too few a child.
        Words that are signs of it lower what is needed; a part counts only if it holds one.
        """
        whole = [0, texts.index(text)]
        fired = {guard for guard in GUARDS if self._fires(guard, texts, probabilities[:, self._column[guard]], whole)}
        fired |= self._guards_in_clauses(text)
        if self._redactor.identifies_somebody(text):
            fired.add("case_details")
        return frozenset(fired)

    def _guards_in_clauses(self, text: str) -> FrozenSet[str]:
        """Guards set off by a clause that holds a sign and is hidden among others: "..., and there is a baby here ..."."""
        clauses = [clause.strip() for clause in _CLAUSE_ENDS.split(text) if len(clause.split()) >= _SHORTEST_CLAUSE]
        if len(clauses) < 2 or not any(signs.search(key(text)) for signs in self._signs.values()):
            return frozenset()
        probabilities = self._model.probabilities(self._encoder(clauses[:_MOST_PARTS]))
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
        form = key(text)
        signs, over = self._signs.get(guard), self._over.get(guard)
        return bool(signs and signs.search(form)) and not (over and over.search(form))

    def _area(self, text: str) -> Tuple[Optional[str], str]:
        """The area named last, and the message without the names of areas where anything is left of it."""
        lowered = text.lower()
        if not any(name in lowered for name in self._area_names):
            return None, text
        named = [entity for entity in entities.named(self.nlp, text) if entity.kind == entities.AREA]
        if not named:
            return None, text
        rest = splitting.without_places(self.nlp, text, [(entity.start, entity.end) for entity in named])
        return named[-1].value, rest or text


def _any_of(words: Sequence[str]) -> Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(re.escape(key(word)) for word in words) + r")\b")


def load_model(archive: Path) -> Classifier:
    """The classifier out of a model that Rasa trained, without Rasa.

    Raises:
        ModelError: the archive holds none, one of another version, or is broken.
    """
    try:
        with tarfile.open(archive) as members:
            for member in members:
                file = members.extractfile(member) if member.name.endswith(classifier.FILE) else None
                if file is not None:
                    return Classifier.load(BytesIO(file.read()))
    except (tarfile.TarError, OSError, EOFError, zlib.error) as error:
        raise ModelError(f"{archive} cannot be read ({error}). Run: make train") from error
    raise ModelError(f"{archive} holds no model of this assistant. Run: make train")
