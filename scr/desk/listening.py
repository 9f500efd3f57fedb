"""Reads the words of a caller as the chat would, for the desk: a note, the likeliest answers, what to be warned of."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice
from typing import Iterator, Optional, Tuple

from scr.assistant import Assistant
from scr.replies import Passage
from scr.rules.conversation import CASE_DETAILS, DISTRESS, GUARDS, IMMEDIATE_DANGER, Conversation, Reading, Understanding
from scr.rules.note_reader import NoteReader
from scr.rules.triage import CallNote, Heard, Urgency, Way

_ANSWERS = 3


@dataclass(frozen=True)
class Likely:
    """Something that the call may be about: what the caller is then told, and where the call goes."""

    need: str
    title: str
    passages: Tuple[Passage, ...]
    """None where the documents have no answer to it, and all there is to tell is where the call goes."""
    way: Way


@dataclass(frozen=True)
class HeardCall:
    note: CallNote
    """What the words give; the urgency only where they name it, or a guard does."""
    likely: Tuple[Likely, ...] = ()
    warnings: Tuple[Passage, ...] = ()
    """What the guards say, the most urgent first."""
    left_out: bool = False
    """The words hold a detail of somebody, for which a note has no place."""


class Listening:
    """Keeps nothing of what it hears."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._content = assistant.content
        self._reader = NoteReader(frozenset(self._content.ways), assistant.understander.thresholds.sure)

    def hear(self, words: str, area: Optional[str] = None) -> HeardCall:
        """
        Args:
            area: as the handler has set it, which comes before what the words name.
        """
        conversation = Conversation(area=area, note=CallNote())
        understanding = self._assistant.understander.understand(words, conversation)
        heard = understanding.heard or Heard()
        given = _guarded(self._reader.given_by(understanding, heard), understanding)
        in_force = area or given.area
        labels = islice(self._labels(given, understanding), _ANSWERS)
        return HeardCall(
            note=given,
            likely=tuple(self._likely(label, in_force) for label in labels),
            warnings=tuple(self._warnings(understanding, in_force)),
            left_out=heard.left_out or CASE_DETAILS in understanding.guards,
        )

    def with_needs(self, needs: Tuple[str, ...], area: Optional[str]) -> Tuple[Likely, ...]:
        """What a note says to whoever has taken it."""
        return tuple(self._likely(need, area) for need in needs if need in self._content.ways)

    def _labels(self, given: CallNote, understanding: Understanding) -> Iterator[str]:
        """What is plain first, then what is likely."""
        ranked = [pair for question in understanding.questions for pair in question.ranking]
        likely = [label for label, _ in sorted(ranked, key=lambda pair: -pair[1])]
        for label in dict.fromkeys((*given.needs, *likely)):
            if label in self._content.ways and label not in GUARDS:
                yield label

    def _likely(self, need: str, area: Optional[str]) -> Likely:
        is_topic = need in self._content.topics
        title = self._content.topics[need].title if is_topic else self._content.fragments[f"need_{need}"]
        passages = self._assistant.composer.answers_to(need, area) if is_topic else ()
        return Likely(need, title, passages, self._content.ways[need])

    def _warnings(self, understanding: Understanding, area: Optional[str]) -> Iterator[Passage]:
        for guard in GUARDS:
            if guard in understanding.guards:
                reading = Reading((guard,), area=area)
                yield from self._assistant.composer.compose(reading, Conversation(area=area)).passages


def _guarded(given: CallNote, understanding: Understanding) -> CallNote:
    """A danger or a caller who is not coping is a need before every other, and says how urgent the call is."""
    for guard, urgency in ((IMMEDIATE_DANGER, Urgency.EMERGENCY), (DISTRESS, Urgency.TODAY)):
        if guard in understanding.guards:
            return replace(given, needs=tuple(dict.fromkeys((guard, *given.needs))), urgency=urgency)
    return given
