"""A call note in words: what it holds, where the call goes and why, what to tell the caller, what to ask next."""

from __future__ import annotations

from dataclasses import replace
from typing import Callable, Iterator, Optional, Tuple

from scr.content import Content, Topic
from scr.replies.reply import Button, Passage, Reply
from scr.rules.conversation import FINISH_NOTE, IMMEDIATE_DANGER, Conversation, Reading
from scr.rules.triage import Asked, CallNote, Urgency, urgency_of, way_of

Answer = Callable[[Topic, Optional[str], bool], Iterator[Passage]]
"""The passages that answer a topic, for an area, in simpler words or not."""

TRIAGE = "triage"
_HANDLERS_CHOICE = (Urgency.TODAY, Urgency.THIS_WEEK, Urgency.ROUTINE)


class NoteReplies:
    """
    Args:
        answer: `Composer`'s, so that a caller is told what anybody would be told.
    """

    def __init__(self, content: Content, answer: Answer) -> None:
        self._content = content
        self._fragments = content.fragments
        self._answer = answer

    def carried_on(self, reading: Reading, before: Conversation, following: Conversation) -> Reply:
        """What came of a message that began a note or said something to one."""
        note = following.note or CallNote()
        following = replace(following, note=note)
        passages = [*self._taken(note, reading, before)]
        if note.asks is None:
            passages += [*self._whole(note, following), Passage(self._fragments["note_can_finish"])]
        else:
            passages += [*self._so_far(note), Passage(self._fragments[f"note_ask_{note.asks.value}"])]
        buttons = self._buttons(note, reading)
        label = self._fragments["offer_label" if reading.offered else "next_label"] if buttons else ""
        return Reply((TRIAGE,), tuple(passages), following, buttons, label)

    def finished(self, number: int, note: CallNote, following: Conversation) -> Reply:
        """The note as it was kept, and what to tell the caller."""
        kept = Passage(self._fragments["note_finished"].format(number=number))
        return Reply((TRIAGE,), (kept, *self._whole(note, following)), following)

    def beside(self, reply: Reply, note: Optional[CallNote]) -> Reply:
        """A reply to something else, with word that the note is still open; `note` as it stood before."""
        open_note = reply.conversation.note
        if note is None or open_note is None or reply.outcome == TRIAGE:
            return reply
        if reply.outcome == IMMEDIATE_DANGER:
            words = self._fragments["note_emergency_first"]
        else:
            words = self._fragments["note_goes_on"].format(asks=self._next_question(open_note))
        return replace(reply, passages=(*reply.passages, Passage(words)))

    def _next_question(self, note: CallNote) -> str:
        return self._fragments[f"note_ask_{note.asks.value}" if note.asks else "note_can_finish"]

    def _taken(self, note: CallNote, reading: Reading, before: Conversation) -> Iterator[Passage]:
        """What happened to the message, where that is not plain from the note."""
        if before.note is None:
            yield Passage(self._fragments["note_begun"])
        elif reading.offered or (note == before.note and not reading.reads_back):
            yield Passage(self._fragments["note_nothing_taken"])
        if reading.left_out:
            yield Passage(self._fragments["note_left_out"])

    def _so_far(self, note: CallNote) -> Iterator[Passage]:
        lines = list(self._lines(note))
        if lines:
            yield Passage("\n".join([self._fragments["note_heading"], *lines]))

    def _whole(self, note: CallNote, following: Conversation) -> Iterator[Passage]:
        """The note, its way, and what to tell the caller."""
        way = way_of(note, self._content.ways)
        assert way is not None
        route = self._fragments[f"route_{way.route.value}"]
        lines = [*self._lines(note), self._fragments["note_route"].format(route=route, because=way.because)]
        yield Passage("\n".join([self._fragments["note_heading"], *lines]))
        topics = [self._content.topics[need] for need in note.needs if need in self._content.topics]
        if not topics:
            yield Passage(self._fragments["note_tell_route"].format(route=route))
            return
        yield Passage(self._fragments["note_tell_caller"])
        for topic in topics:
            yield from self._answer(topic, note.area, following.plain)

    def _lines(self, note: CallNote) -> Iterator[str]:
        caller = ", ".join(part for part in (note.role, note.agency) if part)
        needs = "; ".join(map(self._need, note.needs))
        area = self._content.areas[note.area].name if note.area else ""
        urgency = urgency_of(note, self._content.ways) if note.urgency or note.needs else None
        for name, value in (
            ("caller", caller),
            ("area", area),
            ("needs", needs),
            ("reference", note.reference or ""),
            ("urgency", self._fragments[f"urgency_{urgency.value}"] if urgency and note.urgency else ""),
            ("call_back", "" if note.call_back is None else self._fragments["note_yes" if note.call_back else "note_no"]),
        ):
            if value:
                yield self._fragments[f"note_{name}"].format(**{name: value})

    def _need(self, need: str) -> str:
        return self._content.topics[need].title if need in self._content.topics else self._fragments[f"need_{need}"]

    def _buttons(self, note: CallNote, reading: Reading) -> Tuple[Button, ...]:
        """One press for what is asked next, where there are but a few answers to it."""
        if reading.offered:
            return tuple(Button(need, self._content.title(need)) for need in reading.offered)
        if note.asks is Asked.URGENCY:
            return tuple(
                Button(urgency.value, self._capital(self._fragments[f"urgency_{urgency.value}"]))
                for urgency in _HANDLERS_CHOICE
            )
        return (Button(FINISH_NOTE, self._fragments["finish_note"]),) if note.asks is None else ()

    @staticmethod
    def _capital(words: str) -> str:
        return words[0].upper() + words[1:]
