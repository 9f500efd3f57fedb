"""The reply generator: Rasa asks for a response by name, and gets the whole composed reply."""

from __future__ import annotations

from typing import Any, Dict, Optional, Text

from rasa.core.nlg.generator import NaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from scr.rasa import current
from scr.rasa.turns import REPLY, conversation_of, reading_of
from scr.replies import Reply, as_text
from scr.rules.conversation import Reading, after


class ReplyGenerator(NaturalLanguageGenerator):
    """``nlg: type:`` in endpoints.yml."""

    def __init__(self, endpoint_config: Optional[EndpointConfig] = None, domain: Optional[Domain] = None) -> None:
        """Rasa's signature for an NLG of one's own; the content is read from `data/`, so neither is needed."""

    async def generate(
        self, utter_action: Text, tracker: DialogueStateTracker, output_channel: Text, **kwargs: Any
    ) -> Optional[Dict[Text, Any]]:
        reading = reading_of(tracker.latest_message.parse_data if tracker.latest_message else {})
        return as_rasa_message(_compose(utter_action, reading, tracker))


def _compose(utter_action: Text, reading: Reading, tracker: DialogueStateTracker) -> Reply:
    assistant = current.current()
    conversation = conversation_of(tracker)
    if _action_of(reading, assistant.content.topics) == utter_action.split("/")[0]:
        return assistant.composer.compose(reading, conversation)
    return assistant.composer.respond(
        utter_action, reading, after(reading, conversation, frozenset(assistant.content.topics))
    )


def _action_of(reading: Reading, topics: Any) -> str:
    return "utter_ask" if reading.outcome in topics else f"utter_{reading.outcome}"


def as_rasa_message(reply: Reply) -> Dict[Text, Any]:
    """As Rasa keeps and sends messages: text and buttons for any channel, the reply itself for ours."""
    return {
        "text": as_text(reply),
        "buttons": [{"title": button, "payload": button} for button in reply.buttons],
        "metadata": {REPLY: reply.as_dict()},
    }
