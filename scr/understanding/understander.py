"""Understands a message: the steps of `understand`, read from top to bottom."""

from __future__ import annotations

import tarfile
from functools import cached_property
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Dict, FrozenSet, List, Optional, Sequence, Tuple

import numpy as np

from scr.content import Content
from scr.rules.conversation import ABOUT_LAST_ANSWER, Conversation, Question, Ranking, Thresholds, Understanding
from scr.rules.redaction import Redactor
from scr.understanding import classifier, entities, splitting
from scr.understanding.classifier import Classifier
from scr.understanding.encoder import Encoder, Vectors
from scr.understanding.text import clean, has_words, is_bare, key

if TYPE_CHECKING:
    from spacy.language import Language

_RANKED = 6
_LONGEST_FOLLOW_UP = 8  # words
_MOST_SENTENCES = 16
_BUTTONS = ("show_wording", "tell_more", "simplify", "none_of_these")


class Understander:
    """What a message is about, from the content, the encoder and the trained model."""

    def __init__(self, content: Content, encoder: Encoder, model: Classifier) -> None:
        self.content = content
        self._encoder = encoder
        self._model = model
        self._redactor = Redactor(content.first_names)
        self._certain: Dict[str, str] = {key(topic.title): topic.id for topic in content.topics.values()}
        self._certain.update({key(content.fragments[name]): name for name in _BUTTONS})
        self._area_names = tuple(name.lower() for area in content.areas.values() for name in area.names)
        self._follow_up_vectors: Dict[str, Tuple[Vectors, Tuple[str, ...]]] = {}

    @property
    def thresholds(self) -> Thresholds:
        values = self._model.thresholds
        return Thresholds(sure=values["sure"], offer=values["offer"], sure_of_part=values["sure_of_part"])

    def understand(self, message: str, conversation: Conversation = Conversation()) -> Understanding:
        text = clean(message)
        if not has_words(text):
            return Understanding((Question((("unsure", 1.0),)),))
        certain = self._certain.get(key(text))
        if certain is not None:
            return Understanding((Question(((certain, 1.0),)),))
        parts = splitting.clauses(self.nlp, text)[:_MOST_SENTENCES] if splitting.may_have_parts(text) else [text]
        texts = [text] if parts == [text] else [text, *parts]
        vectors = self._encoder(texts)
        rankings = self._rankings(vectors)
        return Understanding(
            questions=self._questions(texts, rankings) or (self._question(text, vectors[:1], rankings[0], conversation),),
            guards=self._guards(text, vectors),
            area=self._area(text),
        )

    @cached_property
    def nlp(self) -> Language:
        """spaCy's pipeline; loading it takes over a second, and a message of one clause needs none of it."""
        return entities.build(self.content.names)

    def prepare(self) -> None:
        """Load now what would otherwise make somebody's first message slow."""
        self.nlp("ready")
        for topic in self.content.topics:
            self._follow_ups(topic)

    def _rankings(self, vectors: Vectors) -> List[Ranking]:
        probabilities = self._model.probabilities(vectors)
        order = np.argsort(-probabilities, axis=1)[:, :_RANKED]
        return [
            tuple((self._model.labels[index], float(row[index])) for index in best)
            for row, best in zip(probabilities, order)
        ]

    def _questions(self, texts: Sequence[str], rankings: Sequence[Ranking]) -> Tuple[Question, ...]:
        """The questions of a message that holds more than one; none where it is to be taken as a whole.

        A part counts where it reads as a question and is surely about one topic. What the message is about as a whole
        must be among the parts, else they are background to a question that none of them asks.
        """
        sure = self.thresholds.sure_of_part
        asked = [
            ranking
            for text, ranking in zip(texts[1:], rankings[1:])
            if splitting.is_question(text) and ranking[0][1] >= sure and ranking[0][0] in self.content.topics
        ]
        topics = {ranking[0][0] for ranking in asked}
        if len(topics) < 2 or rankings[0][0][0] not in topics:
            return ()
        return tuple(Question(ranking) for ranking in asked)

    def _question(self, text: str, vector: Vectors, ranking: Ranking, conversation: Conversation) -> Question:
        return Question(ranking, self._follow_up(text, vector, ranking, conversation), is_bare(text))

    def _follow_up(self, text: str, vector: Vectors, ranking: Ranking, conversation: Conversation) -> Optional[str]:
        """The topic that a short message asks for if it carries the last answer on."""
        if not conversation.topics or len(text.split()) > _LONGEST_FOLLOW_UP:
            return None
        label, probability = ranking[0]
        if label in ABOUT_LAST_ANSWER and probability >= self.thresholds.sure:
            return None
        best: Tuple[float, Optional[str]] = (0.0, None)
        for topic in conversation.topics:
            vectors, answers = self._follow_ups(topic)
            if answers:
                likeness = vectors @ vector[0]
                index = int(likeness.argmax())
                best = max(best, (float(likeness[index]), answers[index]))
        least = self._model.thresholds["follow_up"]
        if probability >= self.thresholds.sure:
            least = max(least, self._model.thresholds["follow_up_over_sure"])
        return best[1] if best[0] >= least else None

    def _follow_ups(self, topic: str) -> Tuple[Vectors, Tuple[str, ...]]:
        if topic not in self._follow_up_vectors:
            groups = self.content.topics[topic].follow_ups
            phrases = [phrase for group in groups for phrase in group.phrases]
            answers = tuple(group.topic for group in groups for _ in group.phrases)
            self._follow_up_vectors[topic] = (self._encoder(phrases), answers)
        return self._follow_up_vectors[topic]

    def _guards(self, text: str, vectors: Vectors) -> FrozenSet[str]:
        probabilities = self._model.guard_probabilities(vectors)
        fired = {name for name, value in probabilities.items() if value >= self._model.thresholds[f"guard_{name}"]}
        if self._redactor.identifies_somebody(text):
            fired.add("case_details")
        return frozenset(fired)

    def _area(self, text: str) -> Optional[str]:
        lowered = text.lower()
        if not any(name in lowered for name in self._area_names):
            return None
        named = [entity.value for entity in entities.named(self.nlp, text) if entity.kind == entities.AREA]
        return named[-1] if named else None


def load_model(archive: Path) -> Classifier:
    """The classifier out of a model that Rasa trained, without Rasa.

    Raises:
        ValueError: the archive holds none, or one of another version.
    """
    with tarfile.open(archive) as members:
        for member in members:
            if member.name.endswith(classifier.FILE):
                file = members.extractfile(member)
                if file is not None:
                    return Classifier.load(BytesIO(file.read()))
    raise ValueError(f"{archive} holds no model of this assistant. Run: make train")
