"""A dialogue about the marked register in which every reply is looked through for what is not for whoever is signed in."""

from __future__ import annotations

import datetime as dt
import itertools
from collections import Counter
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Callable, Dict, FrozenSet, Iterator, List, Sequence, Set, Union

from scr.content import Content
from scr.replies import Reply
from scr.rules.conversation import Conversation, Understanding
from scr.rules.enquiry import Asked, Enquiry, Finding
from scr.rules.reference import is_reference
from tests.dialogue import Desk, Dialogue
from tests.marked_register import NOBODY, NOW, REVIEWS, Asker
from tests.marked_world import Marks, World

SILENCE = dt.timedelta(minutes=31)
NEVER_ENTERED = {True: "SCR-2098-998", False: "998"}
"""A whole reference and a bare number under which there is nothing."""

_numbers = itertools.count()


class Event(Enum):
    """What happens between two messages."""

    SILENCE = "long enough for a sign-in to end"
    REVOCATION = "one of their reviews is taken from whoever is signed in"


Message = Union[str, Understanding]
Move = Union[Message, Asker, Event]
"""A message, somebody who signs in, or what happens in between."""


class Leak(AssertionError):
    """A reply held what is not for whoever was signed in."""


def _as_given(message: Message, conversation: Conversation) -> Understanding:
    assert isinstance(message, Understanding), "words need somebody who understands them"
    return message


@dataclass(frozen=True)
class Watch:
    """All that watched dialogues share. `tally` counts how replies ended, `forbidden` is worked out once for each asker."""

    world: World
    desk: Desk
    content: Content
    understand: Callable[[Message, Conversation], Understanding] = _as_given
    tally: "Counter[str]" = field(default_factory=Counter)
    forbidden: Dict[Asker, FrozenSet[str]] = field(default_factory=dict)

    def hold(self, moves: Sequence[Move]) -> None:
        """
        Raises:
            Leak
        """
        dialogue = _Watched(self)
        try:
            for move in moves:
                dialogue.make(move)
        finally:
            dialogue.give_access_back()

    def forbidden_to(self, asker: Asker) -> FrozenSet[str]:
        if asker not in self.forbidden:
            self.forbidden[asker] = Marks(self.content).forbidden_to(asker)
        return self.forbidden[asker]

    def topics_of_stages(self, asker: Asker) -> Set[str]:
        """Topics that explain a stage which they may be told."""
        told = (review for reference, review in REVIEWS.items() if asker.may_be_told_stage(reference))
        return {self.content.stages[review.stage.value].topic for review in told}

    __hash__ = object.__hash__


class _Watched:
    def __init__(self, watch: Watch) -> None:
        self._watch = watch
        self._id = f"dialogue {next(_numbers)}"
        self._at = NOW
        self._asker = NOBODY
        # Who signed in last. What they were told is on their screen, and may be explained once a silence signed them out.
        self._told = NOBODY
        self._named: Set[str] = set()
        self._standing: Dict[str, Asker] = {}
        self._before_revocation: List[Asker] = []
        self._dialogue = Dialogue(watch.desk, self._look_up, self._sign_out)

    def make(self, move: Move) -> None:
        if isinstance(move, Asker):
            self._sign_in(self._standing.get(move.name, move))
        elif move is Event.SILENCE:
            self._at += SILENCE
            self._asker = NOBODY
        elif move is Event.REVOCATION:
            self._revoke()
        elif isinstance(move, (str, Understanding)):
            understood = self._watch.understand(move, self._dialogue.conversation)
            self._named |= {understood.reference} if understood.reference else set()
            self._look_through(self._dialogue.hear(understood), move)

    def give_access_back(self) -> None:
        for asker in self._before_revocation:
            self._watch.world.give_access(asker)

    def _sign_in(self, asker: Asker) -> None:
        if self._watch.world.sign_in(self._id, asker, self._at):
            self._asker = self._told = asker
            self._look_through(self._dialogue.signed_in(), asker)

    def _revoke(self) -> None:
        if self._asker.grants:
            self._before_revocation.append(self._asker)
            left = self._watch.world.take_access_away(self._asker, self._asker.grants[0].reference)
            self._standing[left.name] = left
            self._asker = NOBODY

    def _sign_out(self) -> None:
        self._watch.world.enquiries.sign_out(self._id)
        self._asker = self._told = NOBODY

    def _look_up(self, enquiry: Enquiry) -> Finding:
        return self._watch.world.enquiries.answer(enquiry, self._id, self._at)

    # ---- What is looked for ----

    def _look_through(self, reply: Reply, move: Union[Message, Asker]) -> None:
        self._watch.tally.update(reply.outcomes[:1])
        self._watch.tally["calendar files"] += len(reply.attachments)
        wrong = [
            *self._of_marks(reply),
            *self._of_the_stage_told_last(reply),
            *self._of_references(reply),
            *self._of_what_is_unknown(reply),
        ]
        if wrong:
            said = "\n".join(passage.text for passage in reply.passages)
            raise Leak(f"{self._asker.name} is signed in, and after {move}: {'; '.join(wrong)}. The reply:\n{said}")

    def _of_marks(self, reply: Reply) -> Iterator[str]:
        said = everything_in(reply)
        for mark in self._watch.forbidden_to(self._asker):
            if mark in said:
                yield f"{mark!r} is not for them"

    def _of_the_stage_told_last(self, reply: Reply) -> Iterator[str]:
        """What is kept so that a stage can be explained is of a stage that this person was told."""
        topic = reply.conversation.stage_topic
        if topic and topic not in self._watch.topics_of_stages(self._told):
            yield f"the topic {topic}, which explains a stage told to somebody else, is kept for {self._told.name}"

    def _of_references(self, reply: Reply) -> Iterator[str]:
        """A reference comes from whoever asks: somebody named it, or it is of a review in which they have standing."""
        said = everything_in(reply)
        for reference in REVIEWS:
            named = any(reference == mention or reference.endswith(f"-{mention}") for mention in self._named)
            if reference in said and not named and not any(self._asker.on(reference)):
                yield f"nobody named {reference}, and they have no standing in it"

    def _of_what_is_unknown(self, reply: Reply) -> Iterator[str]:
        """The same reply is given where there is no such review."""
        reading = self._dialogue.reading
        if "unknown_reference" not in reply.outcomes or reading.reference is None:
            return
        other = NEVER_ENTERED[is_reference(reading.reference)]
        there = self._look_up(Enquiry(Asked(reading.outcome), other, reading.parties))
        before = self._dialogue.before
        if before.reference == reading.reference:
            before = replace(before, reference=other)
        unknown = self._watch.desk.composer.tell(there, replace(reading, reference=other), before)
        if _but_for_reference(unknown) != _but_for_reference(reply).replace(reading.reference, other):
            yield f"where there is no such review it says: {everything_in(unknown)}"
        if unknown.conversation.reference not in (other, reply.conversation.reference):
            yield f"where there is no such review it keeps {unknown.conversation.reference}"


def _but_for_reference(reply: Reply) -> str:
    """All of it, but for the review that is remembered, which may be one that was spoken of before."""
    return everything_in(replace(reply, conversation=replace(reply.conversation, reference=None)))


def everything_in(reply: Reply) -> str:
    """Every word of it, and of the conversation as it is remembered; calendar files with their lines put together again."""
    files = (part for file in reply.attachments for part in (file.name, file.content.replace("\r\n ", "")))
    passages = (f"{passage.text} {passage.citation.text if passage.citation else ''}" for passage in reply.passages)
    return "\n".join(
        [*passages, *(button.text for button in reply.buttons), reply.buttons_label, *files, repr(reply.conversation)]
    )
