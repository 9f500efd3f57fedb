"""`scr notify`: tells people in Teams what they asked to be told, once or again and again."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from typing import Optional

from scr.assistant import facts
from scr.content import load_content
from scr.enquiries import Enquiries
from scr.register.calendar import bank_holidays
from scr.replies import Composer
from scr.rules.quiet_hours import QuietHours
from scr.settings import Settings, SettingsError
from scr.storage.database import DatabaseUnavailable, connect
from scr.teams.cards import Cards
from scr.teams.connector import connector_of
from scr.teams.http import Http
from scr.teams.keeping import Keeping
from scr.teams.news import NewsTeller
from scr.teams.sending import Sending

logger = logging.getLogger(__name__)


def notify(settings: Settings, every: Optional[float]) -> int:
    """Tell what there is to tell, and how many were told; where `every` is named, again after so many seconds, without end.

    Raises:
        SettingsError, DatabaseUnavailable
    """
    if not settings.teams_app_id:
        raise SettingsError("The bot is not in Teams: SCR_TEAMS_APP_ID is not set. docs/teams.md says how it gets there.")
    return asyncio.run(_tell(settings, every))


async def _tell(settings: Settings, every: Optional[float]) -> int:
    http, teller = Http(), None
    try:
        while True:
            try:
                teller = teller or _teller(settings, http)
                told = await teller.tell(dt.datetime.now(dt.timezone.utc))
                if every is None:
                    return told
            except DatabaseUnavailable as error:
                if every is None:
                    raise
                logger.error("%s", error)
            await asyncio.sleep(every)
    finally:
        await http.close()


def _teller(settings: Settings, http: Http) -> NewsTeller:
    content = load_content(settings.data_dir)
    engine = connect(settings.sqlalchemy_url, settings.database_timeout)
    return NewsTeller(
        engine,
        Enquiries(engine, settings.idle_minutes * 60.0, settings.support_answer_days, bank_holidays()),
        content,
        Composer(content, facts(settings)),
        Sending(connector_of(settings, http), Cards(content), Keeping(settings)),
        QuietHours.read(settings.teams_quiet_hours),
    )
