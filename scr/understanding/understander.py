"""Understands a message: the steps of `understand`, read from top to bottom."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Dict, FrozenSet, List, Optional, Tuple

import numpy as np

from scr.content import Content
from scr.rules import reference
from scr.rules.conversation import (
    ALSO_OF_REGISTER,
    CASE_DETAILS,
    GUARDS,
    HELPLINE_TRIAGE,
    LIMITS,
    REGISTER_TASKS,
    UNSURE,
    Conversation,
    Question,
    Ranking,
    Thresholds,
    Understanding,
)
from scr.rules.enquiry import Party
from scr.understanding import entities, naming, notes, splitting
from scr.understanding.classifier import Classifier, Probabilities
from scr.understanding.encoder import Encoder
from scr.understanding.follow_ups import FollowUpFinder
from scr.understanding.guards import GuardWatch
from scr.understanding.parts import Asked, Part, Parts
from scr.understanding.text import clean, has_words, is_bare, key, says_nothing, speaks_of_own_team

if TYPE_CHECKING:
    from spacy.language import Language

_RANKED = 10
_LEAST_KNOWN = 0.3  # share of words
_BUTTONS = ("show_wording", "tell_more", "simplify", "none_of_these", "finish_note", *ALSO_OF_REGISTER)


class Understander:
    """What a message is about, from the content, the encoder and the trained model."""

    def __init__(self, content: Content, encoder: Encoder, model: Classifier) -> None:
        self.content = content
        self._encoder = encoder
        self._model = model
        self._certain: Dict[str, str] = {key(topic.title): topic.id for topic in content.topics.values()}
        self._certain.update({key(content.fragments[name]): name for name in _BUTTONS})
        self._certain.update({key(title): task for task, title in content.tasks.items()})
        self._areas = {name.lower(): area.id for area in content.areas.values() for name in area.names}
        longest_first = sorted(self._areas, key=len, reverse=True)
        self._area_names = re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b", re.IGNORECASE)
        self._follow_ups = FollowUpFinder(content, encoder, model)
        self._parts = Parts(
            judge=lambda texts: self._rankings(self._probabilities(texts)),
            thresholds=self.thresholds,
            sure_by_itself=model.thresholds["sure_by_itself"],
            least_in_whole=model.thresholds["least_in_whole"],
            topics=frozenset(content.topics),
            follow_ups=self._follow_ups,
        )
        self._guards = GuardWatch(content, encoder, model)
        self._notes = notes.NoteListener(content)

    @property
    def thresholds(self) -> Thresholds:
        values = self._model.thresholds
        return Thresholds(
            sure=values["sure"],
            offer=values["offer"],
            sure_of_part=values["sure_of_part"],
            sure_of={label: values[f"sure_of_{label}"] for label in LIMITS if f"sure_of_{label}" in values},
        )

    def understand(self, message: str, conversation: Conversation) -> Understanding:
        """What the message is about; where a call note is open or begins with it, also what it says to that."""
        understanding, text = self._understood(message, conversation), clean(message)
        is_note = conversation.note is not None or understanding.questions[0].best[0] == HELPLINE_TRIAGE
        if not (is_note or self._notes.begins(text) or self._notes.tells_of_caller(text)):
            return understanding
        heard = self._notes.hear(self.nlp, text, understanding.area, conversation.note)
        guards = understanding.guards
        if conversation.note is not None and notes.is_only_given(text, heard) and not self._holds_sign(text):
            guards = frozenset()
        heard = replace(heard, given=replace(heard.given, needs=self._needs(text)))
        return replace(understanding, heard=heard, guards=guards)

    def _holds_sign(self, text: str) -> bool:
        """ "Today" is a sign of danger, and what a call handler says of how urgent a call is."""
        return self._guards.holds_sign(self._notes.without_given(text)) or self._guards.identifies_somebody(text)

    def _needs(self, text: str) -> Tuple[str, ...]:
        """What parts of the message surely name that a call may be about."""
        parts = notes.parts(text)
        if not parts:
            return ()
        rankings = self._rankings(self._probabilities(parts))
        surely = [ranking[0][0] for ranking in rankings if ranking[0][1] >= self.thresholds.sure_of_part]
        # Guards watch over the message as a whole: a name in it is left out, and no need of the caller's.
        return tuple(dict.fromkeys(label for label in surely if label in self.content.ways and label not in GUARDS))

    def _understood(self, message: str, conversation: Conversation) -> Understanding:
        text = clean(message)
        if not has_words(text):
            return Understanding((Question(((UNSURE, 1.0),)),))
        named, rest = naming.review(text, conversation)
        is_reference = named is not None and says_nothing(rest)
        certain = self._certain.get(key(text))
        if certain is not None:
            return Understanding((Question(((certain, 1.0),)),), reference=named)
        known = self._follow_ups.known(text, conversation)
        if known is not None:
            return Understanding(
                (Question(((known, 1.0),), follow_up=known),),
                reference=named,
                parties=self._parties(text, known, conversation),
                own=speaks_of_own_team(text),
            )
        area, question = self._area(text)
        parts = self._parts.of(question)
        # Where a task goes on, what counts is what is said besides the reference, which alone sounds like a status.
        without = [rest] if named and conversation.task and has_words(rest) else []
        texts = list(dict.fromkeys([question, *(part.text for part in parts), text, *without]))
        probabilities = self._probabilities(texts)
        if self._is_nonsense(text):  # its guards count: so may somebody type whose hands shake
            return Understanding((Question(((UNSURE, 1.0),)),), self._of_nonsense(text, conversation), area)
        # A bare "26-003" looks like many a thing; named as a review it is none of them.
        guards = frozenset() if is_reference else self._fired(text, texts, probabilities, conversation)
        perhaps_in_danger = not is_reference and self._guards.suspects_danger(text, texts, probabilities)
        rankings = self._rankings(probabilities)
        whole = rankings[0]  # a place that nobody has heard of could make it look like something else
        if not self.thresholds.is_sure(*whole[0]):
            whole = max(whole, rankings[texts.index(text)], key=lambda ranking: ranking[0][1])
        if without:
            whole = rankings[texts.index(rest)]
        asked = self._asked(parts, probabilities[[texts.index(part.text) for part in parts]], whole)
        one = Question(
            ranking=self._parts.clearest(whole, asked.clearly),
            follow_up=self._follow_ups.likely(question, whole, conversation),
            bare=is_bare(question),
        )
        questions = self._parts.several(whole, asked.clearly, len(parts)) or (
            one,
            *self._parts.beside_task(one, asked.clearly),
        )
        return Understanding(
            questions,
            guards,
            area,
            reference=named,
            is_reference=is_reference,
            parties=self._parties(text, questions[0].best[0], conversation),
            own=speaks_of_own_team(text),
            perhaps_in_danger=perhaps_in_danger,
            unclear=asked.unclear,
        )

    def _fired(
        self, text: str, texts: List[str], probabilities: Probabilities, conversation: Conversation
    ) -> FrozenSet[str]:
        """The guards that the message sets off, whatever it says of ringing somebody back."""
        calm = self._notes.without_call_back(text)
        if calm == text:
            return self._guards.fired(text, texts, probabilities, conversation)
        if not has_words(self._notes.without_given(text)):
            return frozenset()
        return self._guards.fired(calm, [calm], self._probabilities([calm]), conversation)

    def _of_nonsense(self, text: str, conversation: Conversation) -> FrozenSet[str]:
        """The guards that it sets off as it was typed, since put right it may be anything: "bloop" is one slip from blood.

        What letters and figures look like details of somebody may be none; whether they are is known by their form.
        """
        guards = self._guards.fired(text, [text], self._model.probabilities([text], self._encoder([text])), conversation)
        return guards if self._guards.identifies_somebody(text) else guards - {CASE_DETAILS}

    def _probabilities(self, texts: List[str]) -> Probabilities:
        return self._model.judged(texts, self._encoder)

    def _asked(self, parts: List[Part], probabilities: Probabilities, whole: Ranking) -> Asked:
        """What the parts ask. One that leans on the part before it, and is not clear without, is judged with that too."""
        together = self._parts.in_context(parts)
        rankings = self._rankings(probabilities)
        leaning = [
            at
            for at, (part, ranking) in enumerate(zip(parts, rankings, strict=True))
            if at in together and self._parts.needs_context(part, ranking)
        ]
        if leaning:
            both = probabilities[leaning] * self._probabilities([together[at] for at in leaning])
            probabilities[leaning] = both / both.sum(axis=1, keepdims=True)
            rankings = self._rankings(probabilities)
        return self._parts.asked(parts, rankings, whole)

    def _parties(self, text: str, label: str, conversation: Conversation) -> Tuple[Party, ...]:
        """Looked for only where arrangements may be asked for."""
        if label not in REGISTER_TASKS and conversation.task is None:
            return ()
        return naming.parties(self.nlp, text, self.content.agency_of_role)

    def _is_nonsense(self, text: str) -> bool:
        """Hardly a word of it is known, which no spelling mistakes of a real question bring about."""
        words = [word for word in key(text).split() if not word.isdigit()]
        known = sum(word in self._model.uses for word in words)
        return known < _LEAST_KNOWN * len(words) and not reference.mentions(text)

    @cached_property
    def nlp(self) -> Language:
        """spaCy's pipeline, for agencies and teams; loading it takes over a second, and the terminal needs none of it."""
        return entities.build(self.content.names)

    def prepare(self) -> None:
        """Load now what would otherwise make somebody's first message slow."""
        self.nlp("ready")
        self._follow_ups.prepare()

    def _rankings(self, probabilities: Probabilities) -> List[Ranking]:
        order = np.argsort(-probabilities, axis=1)[:, :_RANKED]
        return [
            tuple((self._model.labels[index], float(row[index])) for index in best)
            for row, best in zip(probabilities, order, strict=True)
        ]

    def _area(self, text: str) -> Tuple[Optional[str], str]:
        """The area named last, and the message without the names of areas where anything is left of it."""
        named = list(self._area_names.finditer(text))
        if not named:
            return None, text
        rest = splitting.without_places(text, [match.span() for match in named])
        return self._areas[named[-1].group().lower()], rest or text
