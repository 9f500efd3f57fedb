"""Conversations that were handed to a person: read, taken, answered into the chat, handed back."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Callable, List, Mapping, Optional, Sequence, TypeVar

from sanic.request import Request
from sanic.response import HTTPResponse, redirect

from scr.content import Content
from scr.desk.door import Visitor
from scr.desk.routes import NothingThere, Rooms
from scr.desk.stores import Keeping, Stores
from scr.rules.accounts import Account, Act
from scr.rules.handover import Handover, NotAllowed, State, Word
from scr.rules.redaction import Redactor
from scr.storage.conversations import StoredEvent
from scr.storage.desk_changes import Item
from scr.storage.handover_rows import NoSuchHandover
from scr.web import pages

_EVENTS = 700
_ENDED_SHOWN = 50
_MAY_BE_SAID = frozenset({"date", "telephone number", "e-mail"})
"""Of details, what the helpline has to be able to say: when it is there and how it is reached."""

_Result = TypeVar("_Result")
Turns = List[Mapping[str, Any]]
Transcript = Callable[[Sequence[StoredEvent], Sequence[Word]], Turns]
"""A conversation as turns: what was typed, redacted, and the replies to it, those of the helpline among them."""


@dataclass(frozen=True)
class _Seen:
    """A hand-over with all that a page shows of it."""

    handover: Handover
    turns: Turns
    changes: Sequence[Any]
    colleagues: Sequence[Account]
    last_word: int


class HandoverPages:
    def __init__(
        self,
        content: Content,
        rooms: Rooms,
        keeping: Keeping,
        transcript: Transcript,
        longest: int,
        now: Callable[[], dt.datetime],
    ) -> None:
        self._content = content
        self._rooms = rooms
        self._keeping = keeping
        self._transcript = transcript
        self._longest = longest
        self._now = now
        self._redactor = Redactor(content.first_names, content.not_names)

    async def all(self, request: Request, visitor: Visitor) -> HTTPResponse:
        waiting, taken, ended = await self._keeping.of(
            lambda stores: (
                stores.handovers.waiting(),
                stores.handovers.taken(),
                stores.handovers.ended(_ENDED_SHOWN),
            )
        )
        return self._rooms.page("desk/handovers.html", visitor, waiting=waiting, taken=taken, ended=ended)

    async def one(self, request: Request, visitor: Visitor, number: int) -> HTTPResponse:
        return await self._shown(visitor, number)

    async def words(self, request: Request, visitor: Visitor, number: int) -> HTTPResponse:
        """For the script: the conversation as it now stands, and how the hand-over stands."""
        seen = await self._seen(number)
        values = {**self._rooms.values(visitor), "handover": seen.handover, "turns": seen.turns}
        transcript = pages.rendered("desk/transcript.html", **values)
        return pages.private_json({"last": seen.last_word, "version": seen.handover.version, "transcript": transcript})

    async def change(self, request: Request, visitor: Visitor, number: int, change: str) -> HTTPResponse:
        account, now = visitor.account, self._now().timestamp()
        version = _number(request.form.get("version"))
        if change == "answer":
            return await self._answer(request, visitor, number)
        changes: Mapping[str, Callable[[Stores], object]] = {
            "take": lambda stores: stores.handovers.take(number, account, now, version),
            "give": lambda stores: stores.handovers.give(
                number, account, _colleague(stores, request.form.get("to")), now, version
            ),
            "hand-back": lambda stores: stores.handovers.hand_back(number, account, now, version),
            "close": lambda stores: stores.handovers.close(number, account, now, version),
        }
        if change not in changes:
            raise NothingThere
        await self._of(changes[change])
        return redirect(f"/desk/handovers/{number}", status=303)

    async def _answer(self, request: Request, visitor: Visitor, number: int) -> HTTPResponse:
        """Says it to the person, unless it holds details of somebody: then the page comes back without them."""
        text, account = (request.form.get("answer") or "").strip()[: self._longest], visitor.account
        delivery, now = request.form.get("delivery"), self._now().timestamp()
        if not text:
            return await self._shown(visitor, number, status=422, problem="problem_empty_answer")
        without = self._without_details(text)
        if without != text:
            return await self._shown(visitor, number, status=422, problem="problem_details", answer=without)
        await self._of(lambda stores: stores.handovers.answer(number, account, text, now, delivery))
        return redirect(f"/desk/handovers/{number}#end", status=303)

    def _without_details(self, text: str) -> str:
        for detail in reversed(self._redactor.details(text)):
            if detail.kind not in _MAY_BE_SAID:
                text = f"{text[: detail.start]}[{detail.kind}]{text[detail.end :]}"
        return text

    async def _seen(self, number: int) -> _Seen:
        def see(stores: Stores) -> Optional[_Seen]:
            handover = stores.handovers.one(number)
            if handover is None:
                return None
            words = stores.handovers.words_in(handover.conversation_id)
            events = stores.conversations.latest(handover.conversation_id, _EVENTS)
            return _Seen(
                handover,
                self._transcript(events, words),
                stores.changes.of(Item.HANDOVER, number),
                stores.accounts.colleagues(),
                words[-1].number if words else 0,
            )

        seen = await self._of(see)
        if seen is None:
            raise NothingThere
        return seen

    async def _shown(
        self, visitor: Visitor, number: int, status: int = 200, problem: Optional[str] = None, answer: str = ""
    ) -> HTTPResponse:
        seen = await self._seen(number)
        handover, account = seen.handover, visitor.account
        own = handover.owner is not None and handover.owner.id == account.id
        return self._rooms.page(
            "desk/handover.html",
            visitor,
            status,
            handover=handover,
            turns=seen.turns,
            changes=seen.changes,
            last=seen.last_word,
            colleagues=[each for each in seen.colleagues if handover.owner is None or each.id != handover.owner.id],
            may_take=handover.state is State.WAITING and account.may(Act.ANSWER),
            may_change=handover.state is State.TAKEN and (own or account.may(Act.REASSIGN)),
            problem=self._content.desk[problem] if problem else None,
            answer=answer,
        )

    async def _of(self, work: Callable[[Stores], _Result]) -> _Result:
        try:
            return await self._keeping.of(work)
        except NoSuchHandover as error:
            raise NothingThere from error


def _colleague(stores: Stores, chosen: Optional[str]) -> Account:
    to = next((each for each in stores.accounts.colleagues() if str(each.id) == chosen), None)
    if to is None:
        raise NotAllowed
    return to


def _number(text: Optional[str]) -> Optional[int]:
    return int(text) if text and text.isascii() and text.isdigit() else None
