"""What a message is read as where a call note is open, or where it begins one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import FrozenSet, Optional, Tuple

from scr.rules.conversation import (
    CANCEL,
    CASE_DETAILS,
    FINISH_NOTE,
    HELPLINE_TRIAGE,
    IMMEDIATE_DANGER,
    Conversation,
    Reading,
    Understanding,
)
from scr.rules.triage import Asked, CallNote, Heard, Urgency, Wish, noted

_ALSO_BESIDE_A_NOTE = frozenset({"human", "thanks", "goodbye", "help", "bot_challenge", "sign_out", "start_again"})
"""What is answered as ever while a note is open, besides questions."""


@dataclass(frozen=True)
class NoteReader:
    """Reads for call notes: `needs` is what a note knows a way for, `sure` the probability from which a label is taken."""

    needs: FrozenSet[str]
    sure: float

    def read(self, understanding: Understanding, conversation: Conversation, likely: Tuple[str, ...]) -> Optional[Reading]:
        """What the message says to a note, one that it begins too; None where it is to be read as ever.

        Args:
            likely: what may be offered where a need is asked for and none is clear.
        """
        heard, note = understanding.heard, conversation.note
        if heard is None or (note is None and not self._begins_one(understanding, heard)):
            return None
        if note is not None and heard.wish is Wish.DROP:
            return Reading((CANCEL,))
        if note is not None and self._is_beside(understanding, conversation, heard):
            return None
        given = self.given_by(understanding, heard)
        following = noted(note or CallNote(), given, replaces_need=heard.corrects)
        finishes = heard.wish is Wish.FINISH and following.asks is None
        unclear = following.asks is Asked.NEED and given.is_empty and heard.wish is None
        return Reading(
            (FINISH_NOTE if finishes else HELPLINE_TRIAGE,),
            confidence=understanding.questions[0].best[1],
            offered=likely if unclear else (),
            note=following,
            left_out=heard.left_out,
            reads_back=heard.wish is not None,
        )

    def given_by(self, understanding: Understanding, heard: Heard) -> CallNote:
        """What the message gives for a note."""
        needs = self._clear_needs(understanding) or heard.given.needs
        return replace(heard.given, needs=needs, reference=understanding.reference)

    @staticmethod
    def guarded(guard: str, conversation: Conversation) -> Optional[CallNote]:
        """An open note, with what a guard says of the caller."""
        if conversation.note is None or guard == CASE_DETAILS:
            return conversation.note
        urgency = Urgency.EMERGENCY if guard == IMMEDIATE_DANGER else Urgency.TODAY
        return noted(conversation.note, CallNote(needs=(guard,), urgency=urgency))

    def _begins_one(self, understanding: Understanding, heard: Heard) -> bool:
        """Not where a caller's question is passed on: that is answered, and whoever wants a note of it says so."""
        label, probability = understanding.questions[0].best
        if label == HELPLINE_TRIAGE and probability >= self.sure:
            return True
        passes_on = heard.asks and label in self.needs and probability >= self.sure
        return heard.begins or (heard.tells_of_caller and not passes_on)

    def _is_beside(self, understanding: Understanding, conversation: Conversation, heard: Heard) -> bool:
        """A question, or talk, that is answered while the note waits."""
        label, probability = understanding.questions[0].best
        if probability < self.sure or heard.wish is not None or label in conversation.offered:
            return False
        if label in _ALSO_BESIDE_A_NOTE:
            return heard.given.is_empty
        return heard.asks and label != HELPLINE_TRIAGE

    def _clear_needs(self, understanding: Understanding) -> Tuple[str, ...]:
        """What the caller needs, as far as the message as a whole makes it clear."""
        surely = (question.best[0] for question in understanding.questions if question.best[1] >= self.sure)
        return tuple(dict.fromkeys(label for label in surely if label in self.needs))
