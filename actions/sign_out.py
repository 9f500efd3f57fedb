"""Ends the asker's sign-in to this conversation."""

from typing import Any, Dict, List, Text

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions import register


class ActionSignOut(Action):
    def name(self) -> Text:
        return "action_sign_out"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> List[Dict[Text, Any]]:
        await register.sign_out(dispatcher, tracker)
        return []
