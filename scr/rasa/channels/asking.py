"""Questions outside of a conversation, and the pages: look-up, the form that needs no script, documents, widget."""

from __future__ import annotations

import logging
from typing import Any, Dict, Optional

from sanic import Blueprint
from sanic.exceptions import NotFound
from sanic.request import Request
from sanic.response import HTTPResponse, empty, json

from scr.assistant import facts
from scr.content import Content, Document
from scr.rasa import current, patches
from scr.rasa.channels.gate import Refused
from scr.rasa.channels.requests import Requests
from scr.rasa.channels.switched_off import SwitchedOff
from scr.replies import Composer
from scr.settings import Settings
from scr.web import lookup, pages
from scr.web.frame import Frames

logger = logging.getLogger(__name__)


def add_routes(
    blueprint: Blueprint, settings: Settings, content: Content, requests: Requests, switched_off: SwitchedOff
) -> None:
    frames = Frames(settings, content, Composer(content, facts(settings)))
    site = _Site(content, frames, requests, switched_off)

    @blueprint.get("/assistant")
    async def front(request: Request) -> HTTPResponse:
        return site.front(request)

    if patches.root_is_free():
        blueprint.get("/", name="root")(front)

    @blueprint.post("/ask")
    async def ask(request: Request) -> HTTPResponse:
        return await site.ask(request)

    @blueprint.get("/lookup")
    async def look_up(request: Request) -> Any:
        async def found() -> Dict[str, Any]:
            requests.admit(request)
            query, area = requests.gate.text(request.args.get("q", "")), request.args.get("area")
            off = await switched_off.reply(query, _frame(content, area))
            return lookup.unanswered(query, off) if off else lookup.look_up(current.current(), query, area)

        return await requests.answered("A look-up failed", found)

    @blueprint.get("/widget/frame")
    async def frame(request: Request) -> HTTPResponse:
        return json(frames.frame(request.args.get("lang", "")), headers={"Cache-Control": "no-cache"})

    @blueprint.get("/documents/<document_id:str>")
    async def document(request: Request, document_id: str) -> HTTPResponse:
        return site.page("document.html", document=_document(content, document_id))

    @blueprint.get("/documents/<document_id:str>/paragraphs")
    async def paragraphs(request: Request, document_id: str) -> HTTPResponse:
        wanted = request.args.get("numbers", "").split(",")
        return json(_wording(_document(content, document_id), wanted), headers={"Cache-Control": "max-age=3600"})

    @blueprint.get("/widget.js")
    async def widget(request: Request) -> HTTPResponse:
        return pages.file_response(request, "widget.js")

    @blueprint.get("/static/<name:str>")
    async def static(request: Request, name: str) -> HTTPResponse:
        return pages.file_response(request, name)

    @blueprint.get("/demo")
    async def demo(request: Request) -> HTTPResponse:
        return site.page("demo.html")

    @blueprint.get("/favicon.ico")
    async def no_icon(request: Request) -> HTTPResponse:
        return empty()


class _Site:
    """The pages, with our words in them."""

    def __init__(self, content: Content, frames: Frames, requests: Requests, switched_off: SwitchedOff) -> None:
        self._content = content
        self._frames = frames
        self._requests = requests
        self._switched_off = switched_off

    def page(self, template: str, status: int = 200, **values: Any) -> HTTPResponse:
        return pages.page(template, status, words=self._content.pages, documents=self._content.documents, **values)

    def front(self, request: Request, status: int = 200, **values: Any) -> HTTPResponse:
        """The page at `/`; `values` say what was asked on it, and what came of that."""
        given = {"asked": "", "area": None, "reply": None, "problem": None, **values}
        language = self._frames.words(request.args.get("lang", "")).id
        return self.page("front.html", status, language=language, areas=self._content.areas.values(), **given)

    async def ask(self, request: Request) -> HTTPResponse:
        """One question, one answer, nothing kept: for who has no script, and posted, so that no log keeps what was asked."""
        asked, area = request.form.get("q", ""), request.form.get("area")
        try:
            self._requests.check_origin(request)
            self._requests.admit(request)
            query = self._requests.gate.text(asked)
            off = await self._switched_off.reply(query, _frame(self._content, area))
            reply = off or lookup.answer(current.current(), query, area).reply
        except Refused as refusal:
            return self.front(request, refusal.status, asked=asked, area=area, problem=self._requests.words_of(refusal))
        except current.NoModel as error:
            problem = self._requests.failed("A question could not be answered", error)["error"]
            return self.front(request, 503, asked=asked, area=area, problem=problem)
        return self.front(request, asked=asked, area=reply.conversation.area, reply=reply)


def _frame(content: Content, area: Optional[str]) -> Dict[str, Any]:
    """An unknown area counts as none."""
    return {"area": area if area in content.areas else None}


def _document(content: Content, document_id: str) -> Document:
    """
    Raises:
        NotFound
    """
    if document_id not in content.documents:
        raise NotFound(f"There is no document {document_id}")
    return content.documents[document_id]


def _wording(document: Document, numbers: Any) -> Dict[str, Any]:
    try:
        paragraphs = [document.paragraph(number) for number in numbers]
    except KeyError as error:
        raise NotFound(f"There is no paragraph {error.args[0]} in {document.id}") from error
    return {
        "document": {"title": document.title, "short_title": document.short_title, "edition": document.edition},
        "paragraphs": [{"number": paragraph.number, "text": paragraph.wording} for paragraph in paragraphs],
    }
