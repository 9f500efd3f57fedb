"""Composes replies out of the content: what is told, what stands beside it, and what is offered next."""

from __future__ import annotations

from dataclasses import replace
from typing import Optional, Sequence, Tuple

from scr.content import Content, Response, Topic
from scr.replies.answers import Answers
from scr.replies.places import Facts, Places
from scr.replies.register import RegisterReplies
from scr.replies.reply import Button, Passage, Reply
from scr.replies.triage import NoteReplies
from scr.rules.conversation import (
    ABOUT_LAST_ANSWER,
    ASK_REFERENCE,
    DISTRESS,
    FINISH_NOTE,
    HELPLINE_TRIAGE,
    LIMITS,
    NEEDS_REGISTER,
    NOT_AUTHORISED,
    REGISTER_TASKS,
    Asks,
    Conversation,
    Reading,
    Unsure,
)
from scr.rules.enquiry import Ending, Finding
from scr.rules.following import after

_RELATED = 3
# As readings these only follow on the reply of that name, which a task of the register gave.
_SAID_BEFORE = frozenset({ASK_REFERENCE, NOT_AUTHORISED})


class Composer:
    """Replies from the content."""

    def __init__(self, content: Content, facts: Facts) -> None:
        self._content = content
        self._topics = frozenset(content.topics)
        self._places = Places(content, facts)
        self._answers = Answers(content)
        self._notes = NoteReplies(content, self._answers.told)
        self._register = RegisterReplies(content, self.respond, self._places.contact, facts.stale_after_days)

    def compose(self, reading: Reading, conversation: Conversation) -> Reply:
        """The reply to a message that was read as `reading`, in the conversation as it stood before it."""
        reply = self._notes.beside(self._warned(self._composed(reading, conversation), reading), conversation.note)
        # A question in between was answered; what it interrupted is not forgotten.
        if reply.conversation.asks is Asks.REFERENCE and reading.outcome in self._topics:
            return replace(reply, passages=(*reply.passages, Passage(self._content.fragments["still_asks_reference"])))
        return reply

    def tell(self, finding: Finding, reading: Reading, conversation: Conversation) -> Reply:
        """The reply to what was asked of the register, and to what was asked of the documents beside it."""
        following = after(reading, conversation, self._topics)
        if finding.ending is Ending.UNKNOWN_REFERENCE:
            following = replace(following, reference=conversation.reference)
        reply = self._register.tell(finding, reading, following)
        topics = tuple(label for label in reading.also if label in self._topics)
        beside = [
            passage
            for topic in topics
            for passage in self._answers.told(self._content.topics[topic], reading.area, following.plain)
        ]
        limits = self._limits(reading.also, reading.area)
        put_off = [label for label in reading.also if label in REGISTER_TASKS]
        asked_besides = [
            Passage(self._content.fragments["asked_besides"].format(title=self._content.title(task))) for task in put_off
        ]
        reply = replace(
            reply,
            outcomes=(*reply.outcomes, *(label for label in reading.also if label not in put_off)),
            passages=(*reply.passages, *beside, *limits, *asked_besides),
            conversation=replace(reply.conversation, topics=topics),
        )
        return self._notes.beside(self._warned(reply, reading), conversation.note)

    def finish_note(self, number: int, reading: Reading, conversation: Conversation) -> Reply:
        """The reply to a call note that was kept under that number."""
        assert reading.note is not None
        following = replace(after(reading, conversation, self._topics), note=None)
        return self._notes.finished(number, reading.note, following)

    def _warned(self, reply: Reply, reading: Reading) -> Reply:
        """The reply, behind the emergency call where somebody may be in danger."""
        if not reading.perhaps_in_danger:
            return reply
        # No urgent passage, which is made to alarm: mostly nobody is in danger.
        return replace(reply, passages=(Passage(self._content.fragments["perhaps_in_danger"]), *reply.passages))

    def _limits(self, labels: Sequence[str], area: Optional[str]) -> Tuple[Passage, ...]:
        """What is said of the questions that have no answer, beside those that have one."""
        told = [label for label in labels if label in LIMITS]
        return tuple(
            Passage(self._places.filled(self._content.responses[f"utter_{label}_beside"].text, area, {})) for label in told
        )

    def _composed(self, reading: Reading, conversation: Conversation) -> Reply:
        following = after(reading, conversation, self._topics)
        if reading.outcome == HELPLINE_TRIAGE:
            return self._notes.carried_on(reading, conversation, following)
        if reading.outcome == FINISH_NOTE:  # composed here, it was not kept: the terminal, the look-up
            return self.respond("utter_note_not_kept" if following.note else "utter_no_note", reading, following)
        if reading.outcome in self._topics:
            return self._of_topics(reading, following)
        if reading.outcome in ABOUT_LAST_ANSWER:
            return self._last_answer(reading, following)
        reply = self.respond(self._response_name(reading), reading, following)
        others = reading.outcomes[1:]
        return replace(
            reply, outcomes=(*reply.outcomes, *others), passages=(*reply.passages, *self._limits(others, reading.area))
        )

    def respond(
        self, name: str, reading: Reading, following: Conversation, kind: Optional[str] = None, **places: str
    ) -> Reply:
        """A reply that rests on no document, with `places` filled in.

        Raises:
            KeyError: there is no response of that name.
        """
        response = self._content.responses[name]
        passage = Passage(self._places.filled(response.text, reading.area, places), kind or response.kind)
        buttons = self._buttons(response, reading)
        is_guess = reading.offered and reading.outcome != DISTRESS
        label = self._content.fragments["offer_label" if is_guess else "next_label"]
        return Reply((response.outcome,), (passage,), following, buttons, label if buttons else "", response.form)

    def answers_to(self, topic: str, area: Optional[str]) -> Tuple[Passage, ...]:
        """What anybody is told of a topic who asks for it in an area."""
        return tuple(self._answers.told(self._content.topics[topic], area, plain=False))

    def contact(self, area: Optional[str]) -> str:
        """Whom to ask in an area, or in any, as a clause."""
        return self._places.contact(area)

    def wording(self, topic: str, area: Optional[str]) -> Tuple[Passage, ...]:
        """The paragraphs that the topic's answers rest on, as published."""
        return tuple(self._answers.wording(self._content.topics[topic], area))

    def _response_name(self, reading: Reading) -> str:
        if reading.still_in_danger:
            return "utter_still_in_danger"
        if reading.outcome in NEEDS_REGISTER:  # composed here, it was not asked: the terminal, the look-up
            return "utter_register_in_chat"
        if reading.outcome in _SAID_BEFORE:
            return f"utter_{reading.outcome}_again"
        if reading.unsure is None:
            return f"utter_{reading.outcome}"
        name = f"utter_{reading.unsure.value}"
        again = f"{name}_again"
        return again if reading.misunderstood > 1 and again in self._content.responses else name

    def _of_topics(self, reading: Reading, following: Conversation) -> Reply:
        topics = [self._content.topics[outcome] for outcome in reading.outcomes if outcome in self._topics]
        passages = [passage for topic in topics for passage in self._answers.told(topic, reading.area, following.plain)]
        unclear = [Passage(self._content.fragments["unclear_besides"])] if reading.offered else []
        offered = tuple(map(self._button, reading.offered)) or self._related(topics)
        return Reply(
            outcomes=reading.outcomes,
            passages=(*passages, *self._limits(reading.outcomes, reading.area), *unclear),
            conversation=following,
            buttons=offered + self._about_answer(topics, reading.area),
            buttons_label=self._content.fragments["offer_label" if reading.offered else "related_label"],
        )

    def _last_answer(self, reading: Reading, following: Conversation) -> Reply:
        """The last answer again, in the way that was asked for."""
        response = self._content.responses[f"utter_{reading.outcome}"]
        passages = [Passage(response.text)]
        for topic_id in following.topics:
            passages += self._answers.again(self._content.topics[topic_id], reading.area, reading.outcome)
        topics = [self._content.topics[topic_id] for topic_id in following.topics]
        return Reply(
            outcomes=(response.outcome,),
            passages=tuple(passages),
            conversation=following,
            buttons=self._related(topics),
            buttons_label=self._content.fragments["related_label"],
        )

    def _related(self, topics: Sequence[Topic]) -> Tuple[Button, ...]:
        answered = {topic.id for topic in topics}
        related = (related for topic in topics for related in topic.related if related not in answered)
        return tuple(self._button(topic) for topic in dict.fromkeys(related))[:_RELATED]

    def _about_answer(self, topics: Sequence[Topic], area: Optional[str]) -> Tuple[Button, ...]:
        has_more = any(self._answers.has_more(topic, area) for topic in topics)
        return tuple(map(self._button, ("show_wording", "tell_more") if has_more else ("show_wording",)))

    def _buttons(self, response: Response, reading: Reading) -> Tuple[Button, ...]:
        if reading.outcome == DISTRESS:  # a question beside it can wait, and is one press away
            return tuple(map(self._button, dict.fromkeys((*reading.offered, *response.suggest))))
        if reading.offered:
            offered = tuple(map(self._button, reading.offered))
            return offered if reading.unsure is Unsure.TOO_MANY else (*offered, self._button("none_of_these"))
        return tuple(map(self._button, response.suggest))

    def _button(self, name: str) -> Button:
        return Button(name, self._content.title(name))
