"""The desk put together: its rooms, and the addresses at which they are."""

from __future__ import annotations

import datetime as dt

from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse

from scr.content import Content
from scr.desk import stores
from scr.desk.call_pages import CallPages, CurrentAssistant
from scr.desk.door import Door, Visitor
from scr.desk.handover_pages import HandoverPages, Transcript
from scr.desk.note_pages import NotePages
from scr.desk.routes import Rooms
from scr.desk.waiting import WaitingLists
from scr.settings import Settings
from scr.web import pages


def add_routes(
    blueprint: Blueprint, settings: Settings, content: Content, assistant: CurrentAssistant, transcript: Transcript
) -> None:
    """
    Args:
        blueprint: with the prefix ``/desk``.
    """
    door, keeping = Door(settings, content), stores.keeping(settings)
    door.add_routes(blueprint)
    rooms, waiting = Rooms(content, door), WaitingLists(keeping, _now)
    longest = settings.max_message_length
    calls = CallPages(content, rooms, keeping, waiting, assistant, longest, _now)
    notes = NotePages(content, rooms, keeping, assistant, _now)
    handovers = HandoverPages(content, rooms, keeping, transcript, longest, _now)

    async def changes(request: Request, visitor: Visitor) -> HTTPResponse:
        return pages.private_json({"number": await waiting.number()})

    async def lists(request: Request, visitor: Visitor) -> HTTPResponse:
        found = await waiting.of(visitor)
        values = {**rooms.values(visitor), "waiting": found}
        parts = {part: pages.rendered(f"desk/{part}.html", **values) for part in ("waiting", "counts")}
        return pages.private_json({"number": found.number, **parts})

    for path, method, answer, active in (
        ("/", "GET", calls.home, True),
        ("/call", "POST", calls.taken, True),
        ("/heard", "POST", calls.heard, True),
        ("/notes", "GET", notes.found, True),
        ("/notes.csv", "GET", notes.list_file, True),
        ("/notes/<number:int>", "GET", notes.one, True),
        ("/notes/<number:int>/csv", "GET", notes.csv, True),
        ("/notes/<number:int>/pdf", "GET", notes.pdf, True),
        ("/notes/<number:int>/<change:str>", "POST", notes.change, True),
        ("/handovers", "GET", handovers.all, True),
        ("/handovers/<number:int>", "GET", handovers.one, True),
        ("/handovers/<number:int>/<change:str>", "POST", handovers.change, True),
        # What a page that lies open asks by itself is no sign that somebody is there.
        ("/handovers/<number:int>/words", "GET", handovers.words, False),
        ("/changes", "GET", changes, False),
        ("/waiting", "GET", lists, False),
    ):
        blueprint.add_route(rooms.room(answer, active), path, methods=[method], name=f"desk_{answer.__name__}")


def _now() -> dt.datetime:
    return dt.datetime.now(dt.timezone.utc)
