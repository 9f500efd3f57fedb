"""Where a review has got to."""

from typing import Any, Dict, List, Text

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions import register
from scr.rules.enquiry import Asked


class ActionReviewStatus(Action):
    def name(self) -> Text:
        return "action_review_status"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> List[Dict[Text, Any]]:
        await register.answer(Asked.REVIEW_STATUS, dispatcher, tracker)
        return []
