"""Sees to it that the asker is told when a review moves."""

from typing import Any, Dict, List, Text

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions import register
from scr.rules.enquiry import Asked


class ActionFollowReview(Action):
    def name(self) -> Text:
        return "action_follow_review"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> List[Dict[Text, Any]]:
        await register.answer(Asked.FOLLOW_REVIEW, dispatcher, tracker)
        return []
