"""Call notes as the actions reach them."""

from __future__ import annotations

import datetime as dt
import logging
from functools import lru_cache

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.register import in_thread
from scr.content import load_content
from scr.exchange import note_in
from scr.rules.triage import Ways, urgency_of, way_of
from scr.settings import get_settings
from scr.storage.call_notes import CallNoteStore
from scr.storage.database import DatabaseUnavailable, connect

logger = logging.getLogger(__name__)


async def keep(dispatcher: CollectingDispatcher, tracker: Tracker) -> None:
    """Keep the note of the last message, and have it told under its number; where that cannot be done now, say so."""
    note = note_in(tracker.latest_message or {})
    way = way_of(note, ways()) if note else None
    if note is None or way is None:
        dispatcher.utter_message(response="utter_no_note")
        return
    now = dt.datetime.now(dt.timezone.utc)
    try:
        number = await in_thread(lambda: store().keep(tracker.sender_id, note, urgency_of(note, ways()), way, now))
    except DatabaseUnavailable as error:
        logger.error("%s", error)
        dispatcher.utter_message(response="utter_note_not_kept")
    else:
        dispatcher.utter_message(response="utter_helpline_triage", note_number=number)


@lru_cache(maxsize=1)
def store() -> CallNoteStore:
    """
    Raises:
        DatabaseUnavailable
    """
    settings = get_settings()
    return CallNoteStore(connect(settings.sqlalchemy_url, settings.database_timeout))


@lru_cache(maxsize=1)
def ways() -> Ways:
    return load_content(get_settings().data_dir).ways
