"""The reply generator: Rasa asks for a response by name, and gets the whole composed reply."""

from __future__ import annotations

import secrets
from dataclasses import replace
from typing import Any, Dict, Optional, Text

from rasa.core.nlg.generator import NaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from scr.exchange import from_json
from scr.rasa import current
from scr.rasa.turns import REPLY, conversation_of, reading_of
from scr.replies import Reply, as_text
from scr.rules.conversation import NEEDS_REGISTER, Reading
from scr.rules.following import after


class ReplyGenerator(NaturalLanguageGenerator):
    """``nlg: type:`` in endpoints.yml."""

    def __init__(self, endpoint_config: Optional[EndpointConfig] = None, domain: Optional[Domain] = None) -> None:
        """Rasa's signature for an NLG of one's own; the content is read from `data/`, so neither is needed."""

    async def generate(
        self, utter_action: Text, tracker: DialogueStateTracker, output_channel: Text, **kwargs: Any
    ) -> Optional[Dict[Text, Any]]:
        reading = reading_of(tracker.latest_message.parse_data if tracker.latest_message else {})
        if "note_number" in kwargs:  # an action kept it
            composer = current.current().composer
            return as_rasa_message(composer.finish_note(kwargs["note_number"], reading, conversation_of(tracker)))
        finding = kwargs.get("finding")
        if finding:  # an action looked it up
            told = current.current().composer.tell(from_json(finding), reading, conversation_of(tracker))
            return as_rasa_message(told)
        return as_rasa_message(_compose(utter_action, reading, tracker))


def _compose(utter_action: Text, reading: Reading, tracker: DialogueStateTracker) -> Reply:
    assistant = current.current()
    topics = frozenset(assistant.content.topics)
    conversation = conversation_of(tracker)
    action = "utter_ask" if reading.outcome in topics else f"utter_{reading.outcome}"
    if action == utter_action.split("/")[0] and reading.outcome not in NEEDS_REGISTER:
        return assistant.composer.compose(reading, conversation)
    # What an action says, having done or failed to do what was asked.
    return assistant.composer.respond(utter_action, reading, after(reading, conversation, topics))


def as_rasa_message(reply: Reply) -> Dict[Text, Any]:
    """As Rasa keeps and sends messages: text and buttons for any channel, the reply itself for ours."""
    reply = replace(reply, id=secrets.token_urlsafe(12))
    return {
        "text": as_text(reply),
        "buttons": [{"title": button.text, "payload": button.text} for button in reply.buttons],
        "metadata": {REPLY: reply.as_dict()},
    }
