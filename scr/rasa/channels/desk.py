"""The helpline's desk, at `/desk` of the same server. It takes no messages; it is a channel so that Rasa serves it."""

from __future__ import annotations

from typing import Any, Dict, List, Mapping, Optional, Sequence, Text

from rasa.core.channels.channel import InputChannel
from sanic import Blueprint

from scr.assistant import Assistant, facts
from scr.content import load_content
from scr.desk import desk
from scr.desk.routes import NoAssistant
from scr.rasa import current
from scr.rasa.channels.handing_over import helpline_replies
from scr.rasa.channels.history import turns
from scr.rasa.channels.talking import Handler
from scr.replies import Composer
from scr.rules.handover import Word
from scr.settings import Settings, get_settings
from scr.storage.conversations import StoredEvent


class DeskChannel(InputChannel):
    """``scr.rasa.channels.desk.DeskChannel`` in credentials.yml."""

    @classmethod
    def name(cls) -> Text:
        return "desk"

    def url_prefix(self) -> Text:
        return "/desk"

    @classmethod
    def from_credentials(cls, credentials: Optional[Dict[Text, Any]]) -> DeskChannel:
        return cls(get_settings())

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def blueprint(self, on_new_message: Handler) -> Blueprint:
        blueprint = Blueprint("desk")
        content = load_content(self._settings.data_dir)
        shown = helpline_replies(self._settings, content, Composer(content, facts(self._settings))).of

        def transcript(events: Sequence[StoredEvent], words: Sequence[Word]) -> List[Mapping[str, Any]]:
            return [*turns(events, words, shown)]

        desk.add_routes(blueprint, self._settings, content, _assistant, transcript)
        return blueprint


def _assistant() -> Assistant:
    try:
        return current.current()
    except current.NoModel as error:
        raise NoAssistant from error
