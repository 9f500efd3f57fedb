"""What support and debriefing has been arranged for the asker's own team."""

from typing import Any, Dict, List, Text

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions import register
from scr.rules.enquiry import Asked


class ActionSupportArrangements(Action):
    def name(self) -> Text:
        return "action_support_arrangements"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> List[Dict[Text, Any]]:
        await register.answer(Asked.SUPPORT_ARRANGEMENTS, dispatcher, tracker)
        return []
