"""Taking a call: one screen on which what the caller says becomes an answer, a route and a note."""

from __future__ import annotations

import asyncio
import datetime as dt
from types import MappingProxyType
from typing import Callable, Mapping, Optional, Sequence

from sanic.request import Request
from sanic.response import HTTPResponse, redirect

from scr.assistant import Assistant
from scr.content import Content
from scr.desk.call import Call, CallForm, Calls
from scr.desk.door import Visitor
from scr.desk.listening import Listening
from scr.desk.routes import Rooms, lists
from scr.desk.stores import Keeping
from scr.desk.waiting import WaitingLists
from scr.rules.accounts import Act
from scr.rules.kept_note import must_be_signed_off
from scr.rules.triage import Urgency
from scr.storage.call_notes import AtDesk
from scr.web import pages

_TOGGLE, _KEEP = "toggle", "keep"

CurrentAssistant = Callable[[], Assistant]
"""Raises `NoAssistant` where no model has been loaded."""


class CallPages:
    def __init__(
        self,
        content: Content,
        rooms: Rooms,
        keeping: Keeping,
        waiting: WaitingLists,
        assistant: CurrentAssistant,
        longest: int,
        now: Callable[[], dt.datetime],
    ) -> None:
        self._content = content
        self._rooms = rooms
        self._keeping = keeping
        self._waiting = waiting
        self._assistant = assistant
        self._longest = longest
        self._now = now

    async def home(self, request: Request, visitor: Visitor) -> HTTPResponse:
        """An empty form, and what waits."""
        return await self._shown(visitor, Call.none(), kept=request.args.get("kept"))

    async def heard(self, request: Request, visitor: Visitor) -> HTTPResponse:
        """For the script: what the form comes to as it stands."""
        call = await self._read(lists(request.form))
        values = {**self._rooms.values(visitor), "call": call}
        return pages.private_json(
            {
                "heard": pages.rendered("desk/heard.html", **values),
                "chosen": pages.rendered("desk/chosen.html", **values),
                "values": call.values,
                "said": self._said(call),
            }
        )

    async def taken(self, request: Request, visitor: Visitor) -> HTTPResponse:
        """The form as a browser sends it: read, or kept."""
        call = await self._read(lists(request.form))
        if request.form.get("do") != _KEEP:
            return await self._shown(visitor, call)
        problems = dict(call.problems)
        if not visitor.account.may(Act.ANSWER):
            problems["words"] = "problem_officer"
        if problems or call.way is None:
            return await self._shown(visitor, call, status=422, problems=problems)
        sign_off = must_be_signed_off(call.urgency, call.form.sign_off)
        desk = AtDesk(visitor.account, call.call_back_by, sign_off)
        urgency, way = call.urgency, call.way
        number = await self._keeping.of(lambda stores: stores.notes.keep_at_desk(call.note, urgency, way, desk, self._now()))
        return redirect(f"/desk?kept={number}", status=303)

    async def _read(self, received: Mapping[str, Sequence[str]]) -> Call:
        """
        Raises:
            NoAssistant
        """
        calls = Calls(self._content, Listening(self._assistant()))

        def read() -> Call:
            form = CallForm.read(received, self._longest)
            for need in received.get(_TOGGLE) or ():
                form = calls.toggled(form, need)
            return calls.call(form)

        # In a thread: many keys are pressed at the desk, and none of them may hold up the chat.
        return await asyncio.get_running_loop().run_in_executor(None, read)

    def _said(self, call: Call) -> str:
        """For who hears the page: what now stands beside the words."""
        likely, words = call.heard.likely, self._content.desk
        if not likely:
            return words["answers_unclear"] if call.form.words else ""
        return words["answers_said"].format(count=len(likely), title=likely[0].title)

    async def _shown(
        self,
        visitor: Visitor,
        call: Call,
        status: int = 200,
        kept: Optional[str] = None,
        problems: Mapping[str, str] = MappingProxyType({}),
    ) -> HTTPResponse:
        return self._rooms.page(
            "desk/call.html",
            visitor,
            status,
            call=call,
            kept=kept if kept and kept.isdigit() else None,
            problems={name: self._content.desk[problem] for name, problem in problems.items()},
            roles=self._content.names["role"],
            agencies=self._content.names["agency"],
            areas=self._content.areas,
            urgencies=list(Urgency),
            waiting=await self._waiting.of(visitor),
        )
