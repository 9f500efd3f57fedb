"""The asker's own debrief as a calendar file."""

from typing import Any, Dict, List, Text

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions import register
from scr.rules.enquiry import Asked


class ActionDebriefCalendar(Action):
    def name(self) -> Text:
        return "action_debrief_calendar"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> List[Dict[Text, Any]]:
        await register.answer(Asked.DEBRIEF_CALENDAR, dispatcher, tracker)
        return []
