"""What every page of the desk has around it: who is there, whether a form is ours, what is said where something fails."""

from __future__ import annotations

import logging
from typing import Any, Awaitable, Callable, Mapping, Sequence

from sanic.request import Request
from sanic.response import HTTPResponse, redirect

from scr.content import Content
from scr.desk.door import Door, FormRefused, NotSignedIn, Visitor
from scr.desk.entry_pages import HOME, SIGN_IN
from scr.desk.say import Say
from scr.rules import handover
from scr.storage.call_notes import NotPossible
from scr.storage.database import DatabaseUnavailable
from scr.web import pages

logger = logging.getLogger(__name__)

_SCRIPT = "x-desk-script"
"""Sent by the desk's own script, which takes JSON for an answer."""

Answer = Callable[..., Awaitable[HTTPResponse]]
_TOO_LATE = (NotPossible, handover.TakenByAnother)


def lists(sent: Mapping[str, Any]) -> Mapping[str, Sequence[str]]:
    """A form or a query as all the values of each name; Sanic's own class gives the first of them alone."""
    return dict(sent)


class NothingThere(Exception):
    """There is no note and no hand-over of that number."""


class NoAssistant(Exception):
    """No model has been loaded, so no words can be read."""


class Rooms:
    """Answers for signed-in staff."""

    def __init__(self, content: Content, door: Door) -> None:
        self._content = content
        self._door = door
        self._say = Say(content)

    def room(self, answer: Answer, active: bool = True) -> Answer:
        """The answer for whoever is signed in.

        Args:
            answer: is given the request, the visitor, and what the path names.
            active: whether asking for it says that somebody is there.
        """

        async def answered(request: Request, **named: Any) -> HTTPResponse:
            try:
                visitor = await self._door.visitor(request, active)
                if request.method != "GET":
                    self._door.check_form(request, visitor)
                return await answer(request, visitor, **named)
            except NotSignedIn:
                return self._to_sign_in(request)
            except FormRefused:
                return self._refusal(request, "form_refused", 403)
            except NothingThere:
                return self._refusal(request, "not_found", 404)
            except handover.NotAllowed:
                return self._refusal(request, "not_allowed", 403)
            except _TOO_LATE:
                return self._refusal(request, "too_late", 409)
            except NoAssistant:
                return self._refusal(request, "no_model", 503)
            except DatabaseUnavailable as error:
                logger.error("The desk: %s", error)
                return self._refusal(request, "unavailable", 503)
            except Exception as error:  # noqa: BLE001  # the edge: whatever failed, the handler must be told what to do
                logger.error("The desk failed: %s", type(error).__name__)
                return self._refusal(request, "unavailable", 503)

        return answered

    def page(self, template: str, visitor: Visitor, status: int = 200, **values: Any) -> HTTPResponse:
        return pages.private_page(template, status, **self.values(visitor), **values)

    def values(self, visitor: Visitor) -> Mapping[str, Any]:
        """What every template is given."""
        return {
            "words": self._content.desk,
            "documents": self._content.documents,
            "visitor": visitor,
            "say": self._say,
        }

    @staticmethod
    def _to_sign_in(request: Request) -> HTTPResponse:
        if _SCRIPT in request.headers:
            return pages.private_json({"sign_in": SIGN_IN}, status=401)
        return redirect(SIGN_IN, status=303)

    def _refusal(self, request: Request, name: str, status: int) -> HTTPResponse:
        words = self._content.desk
        if _SCRIPT in request.headers:
            return pages.private_json({"problem": words[name]}, status=status)
        said = {"heading": words[f"{name}_heading"], "text": words[name], "link": HOME, "link_words": words["back_to_desk"]}
        return pages.private_page("desk/message.html", status, words=words, **said)
