"""Sees to it that the asker is told of a review, or of any, no more."""

from typing import Any, Dict, List, Text

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions import register
from scr.rules.enquiry import Asked


class ActionUnfollowReview(Action):
    def name(self) -> Text:
        return "action_unfollow_review"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> List[Dict[Text, Any]]:
        await register.answer(Asked.UNFOLLOW_REVIEW, dispatcher, tracker)
        return []
