"""A conversation without Rasa around it: what was understood goes in, the reply comes out, as the rules of `data/` have it.

Reading, looking up and replying are the assistant's own; only what Rasa does between them, which is to find the action of an
intent, is done here, from the same rules.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Callable, Dict, FrozenSet, Mapping

import yaml

from scr.content import Content
from scr.replies import Composer, Reply
from scr.rules.conversation import Conversation, Reading, Thresholds, Understanding
from scr.rules.enquiry import Asked, Enquiry, Finding
from scr.rules.following import after, resumed
from scr.rules.reader import Reader
from tests.conftest import DATA

THRESHOLDS = Thresholds(sure=0.5, offer=0.04, sure_of_part=0.8)
_LOOKS_UP = "action_"
_SIGNS_OUT = "action_sign_out"
_FINISHES_NOTE = "action_finish_note"


def actions(folder: Path = DATA) -> Dict[str, str]:
    """By intent, the action that Rasa's rules answer it with."""
    pages = (yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader) or {} for path in folder.glob("**/*.yml"))
    rules = (rule["steps"] for page in pages for rule in page.get("rules", ()))
    return {steps[0]["intent"]: steps[1]["action"] for steps in rules}


@dataclass(frozen=True)
class Desk:
    """What every conversation shares."""

    reader: Reader
    composer: Composer
    actions: Mapping[str, str]
    topics: FrozenSet[str]

    @classmethod
    def of(cls, content: Content, composer: Composer, thresholds: Thresholds = THRESHOLDS) -> Desk:
        topics = frozenset(content.topics)
        return cls(
            Reader(topics, frozenset(content.tasks), thresholds, frozenset(content.ways)), composer, actions(), topics
        )

    @property
    def intents(self) -> FrozenSet[str]:
        """All that a message may be read as, topics aside."""
        return frozenset(self.actions) - {"ask", "signed_in"}


class Dialogue:
    """
    Args:
        look_up: answers an enquiry of whoever is signed in now.
        sign_out: ends the sign-in.
    """

    def __init__(self, desk: Desk, look_up: Callable[[Enquiry], Finding], sign_out: Callable[[], None]) -> None:
        self._desk = desk
        self._look_up = look_up
        self._sign_out = sign_out
        self.conversation = self.before = Conversation()
        """As it stands, and as it stood before the last reply."""
        self.reading = Reading(("greet",))

    def hear(self, understanding: Understanding) -> Reply:
        return self._answer(self._desk.reader.read(understanding, self.conversation))

    def signed_in(self) -> Reply:
        """The reply to an access code that was right."""
        return self._answer(resumed(self.conversation))

    def _answer(self, reading: Reading) -> Reply:
        reply = self._reply(reading)
        self.reading, self.before, self.conversation = reading, self.conversation, reply.conversation
        return reply

    def _reply(self, reading: Reading) -> Reply:
        composer, topics = self._desk.composer, self._desk.topics
        action = "utter_ask" if reading.outcome in topics else self._desk.actions[reading.outcome]
        if action == _FINISHES_NOTE:
            if reading.note is None:
                return composer.respond("utter_no_note", reading, after(reading, self.conversation, topics))
            return composer.finish_note(1, reading, self.conversation)
        if action == _SIGNS_OUT:
            self._sign_out()
            return composer.respond("utter_sign_out", reading, after(reading, self.conversation, topics))
        if action.startswith(_LOOKS_UP):
            enquiry = Enquiry(Asked(action[len(_LOOKS_UP) :]), reading.reference, reading.parties)
            return composer.tell(self._look_up(enquiry), reading, self.conversation)
        if action in ("utter_ask", f"utter_{reading.outcome}"):
            return composer.compose(reading, self.conversation)
        return composer.respond(action, reading, after(reading, self.conversation, topics))
