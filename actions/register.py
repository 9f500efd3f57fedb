"""The register as the actions reach it: one of its kind in the process of the action server."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from functools import lru_cache
from typing import Callable, TypeVar

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from scr.enquiries import Enquiries
from scr.exchange import as_json, enquiry_in
from scr.register.calendar import bank_holidays
from scr.rules.enquiry import Asked
from scr.settings import get_settings
from scr.storage.database import DatabaseUnavailable, connect

logger = logging.getLogger(__name__)

_Result = TypeVar("_Result")


async def answer(asked: Asked, dispatcher: CollectingDispatcher, tracker: Tracker) -> None:
    """Look up what the last message asks, and have it put into words; where the register is down, say so."""
    enquiry = enquiry_in(tracker.latest_message or {}, asked)
    try:
        finding = await in_thread(lambda: register().answer(enquiry, tracker.sender_id, dt.datetime.now(dt.timezone.utc)))
    except DatabaseUnavailable as error:
        logger.error("%s", error)
        dispatcher.utter_message(response="utter_register_unavailable")
    else:
        dispatcher.utter_message(response=f"utter_{asked.value}", finding=as_json(finding))


async def sign_out(dispatcher: CollectingDispatcher, tracker: Tracker) -> None:
    """End the sign-in to this conversation; where that cannot be done now, say so."""
    try:
        await in_thread(lambda: register().sign_out(tracker.sender_id))
    except DatabaseUnavailable as error:
        logger.error("%s", error)
        dispatcher.utter_message(response="utter_sign_out_failed")
    else:
        dispatcher.utter_message(response="utter_sign_out")


@lru_cache(maxsize=1)
def register() -> Enquiries:
    """
    Raises:
        DatabaseUnavailable
    """
    settings = get_settings()
    engine = connect(settings.sqlalchemy_url, settings.database_timeout)
    return Enquiries(engine, settings.idle_minutes * 60.0, settings.support_answer_days, bank_holidays())


async def in_thread(work: Callable[[], _Result]) -> _Result:
    """Run what blocks in a thread, so that one slow look-up holds up nobody else's."""
    return await asyncio.get_running_loop().run_in_executor(None, work)
