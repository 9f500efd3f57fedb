"""The Microsoft Teams channel: what comes in is checked and acknowledged at once, and worked on behind, in order."""

from __future__ import annotations

import logging
from typing import Any, Dict, Mapping, Optional, Text

from rasa.core.channels.channel import InputChannel
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, empty, json

from scr.assistant import facts
from scr.content import Content, load_content
from scr.rasa.channels.handing_over import helpline_replies
from scr.rasa.channels.talking import Handler
from scr.rasa.channels.teams_turns import TeamsTurns
from scr.replies import Composer
from scr.settings import Settings, get_settings
from scr.teams.activity import Activity, NotAnActivity
from scr.teams.cards import Cards
from scr.teams.connector import connector_of
from scr.teams.door import Door, NotAllowed
from scr.teams.helpline import TeamsHelpline
from scr.teams.http import Http
from scr.teams.keeping import Keeping
from scr.teams.keys import KeysUnavailable
from scr.teams.order import InOrder
from scr.teams.places import place_of
from scr.teams.sending import Sending
from scr.teams.signature import NotSigned

logger = logging.getLogger(__name__)

_LAST_WORDS_SECONDS = 10.0
_NO_SUCH_INVOKE = 501


class TeamsChannel(InputChannel):
    """``scr.rasa.channels.teams.TeamsChannel`` in credentials.yml. Without ``SCR_TEAMS_APP_ID`` there is no such door."""

    @classmethod
    def name(cls) -> Text:
        return "teams"

    def url_prefix(self) -> Text:
        return "/teams"

    @classmethod
    def from_credentials(cls, credentials: Optional[Dict[Text, Any]]) -> TeamsChannel:
        return cls(get_settings())

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def blueprint(self, on_new_message: Handler) -> Blueprint:
        blueprint = Blueprint("teams")
        if self._settings.teams_app_id:
            _Office(self._settings, on_new_message).open(blueprint)
        return blueprint


class _Office:
    """Everything that the channel consists of where there is one."""

    def __init__(self, settings: Settings, handler: Handler) -> None:
        content = load_content(settings.data_dir)
        self._http = Http()
        self._door = Door(settings, self._http)
        self._order = InOrder()
        self._working = _working(content)
        connector = connector_of(settings, self._http)
        keeping = Keeping(settings)
        sending = Sending(connector, Cards(content), keeping)
        self._turns = TeamsTurns(settings, content, handler, connector, keeping, sending, self._order)
        replies = helpline_replies(settings, content, Composer(content, facts(settings)))
        self._helpline = TeamsHelpline(settings, replies, sending)

    def open(self, blueprint: Blueprint) -> None:
        @blueprint.post("/messages")
        async def activity(request: Request) -> HTTPResponse:
            return await self._take(request)

        @blueprint.listener("after_server_start")
        async def start(_app: Any, _loop: Any) -> None:
            self._helpline.start()

        @blueprint.listener("before_server_stop")
        async def stop(_app: Any, _loop: Any) -> None:
            # What was acknowledged is answered, if it can be in time.
            await self._order.finished(_LAST_WORDS_SECONDS)
            await self._helpline.stop(_LAST_WORDS_SECONDS)
            await self._http.close()

    async def _take(self, request: Request) -> HTTPResponse:
        try:
            activity = await self._door.admit(request.headers.get("authorization", ""), request.body)
        except NotSigned:
            return empty(status=401)
        except NotAllowed as refusal:
            logger.warning("Something that Microsoft signed was not let in from Teams: %s", refusal)
            return empty(status=403)
        except NotAnActivity:
            return empty(status=400)
        except KeysUnavailable:
            return empty(status=503)  # Teams delivers it again
        return self._acknowledged(activity)

    def _acknowledged(self, activity: Activity) -> HTTPResponse:
        answer = self._turns.answer_to_invoke(activity, self._working) if activity.type == "invoke" else None
        if activity.type == "invoke" and answer is None:
            return empty(status=_NO_SUCH_INVOKE)
        if not self._order.add(place_of(activity).key, lambda: self._turns.take(activity)):
            return empty(status=429)
        return empty(status=200) if answer is None else json(answer)


def _working(content: Content) -> Mapping[str, Any]:
    """What somebody is shown who pressed a button that waits for an answer; the reply comes as a message."""
    words = content.frames["en"].words["working"]
    return {"statusCode": 200, "type": "application/vnd.microsoft.activity.message", "value": words}
