"""Where a review has got to."""

from typing import Any, Dict, List, Text

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict


class ActionReviewStatus(Action):
    """No register of reviews is connected, and a status is never guessed: the reply says so and whom to ask."""

    def name(self) -> Text:
        return "action_review_status"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> List[Dict[Text, Any]]:
        dispatcher.utter_message(response="utter_register_unavailable")
        return []
