"""Keeps a call note that is finished."""

from typing import Any, Dict, List, Text

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions import call_notes


class ActionFinishNote(Action):
    def name(self) -> Text:
        return "action_finish_note"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> List[Dict[Text, Any]]:
        await call_notes.keep(dispatcher, tracker)
        return []
