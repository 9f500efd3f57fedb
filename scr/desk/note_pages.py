"""Call notes that have been kept: looked for, opened, taken, given away, closed, signed off, saved as files."""

from __future__ import annotations

import datetime as dt
from typing import Callable, Mapping, Optional, Sequence
from zoneinfo import ZoneInfo

from sanic.request import Request
from sanic.response import HTTPResponse, raw, redirect

from scr.content import Content
from scr.desk.call_pages import CurrentAssistant
from scr.desk.door import Visitor
from scr.desk.exports import as_csv
from scr.desk.listening import Likely, Listening
from scr.desk.pdf import as_pdf
from scr.desk.routes import NoAssistant, NothingThere, Rooms, lists
from scr.desk.say import Say
from scr.desk.stores import Keeping, Stores
from scr.rules import handover
from scr.rules.accounts import Account, Act
from scr.rules.kept_note import KeptNote, Outcome, may_change, may_sign_off, may_take
from scr.rules.triage import Route
from scr.storage.call_notes import Wanted
from scr.storage.desk_changes import Item

_LOCAL = ZoneInfo("Europe/London")
_SHOWN, _EXPORTED = 200, 10_000
_OPEN, _CLOSED, _SIGN_OFF, _CALL_BACK = "open", "closed", "sign_off", "call_back"
STATES = (_OPEN, _CLOSED, _SIGN_OFF, _CALL_BACK)
_MINE, _UNOWNED = "mine", "unowned"

Change = Callable[[Stores, int, Account, Mapping[str, Sequence[str]], dt.datetime], None]


class NotePages:
    def __init__(
        self,
        content: Content,
        rooms: Rooms,
        keeping: Keeping,
        assistant: CurrentAssistant,
        now: Callable[[], dt.datetime],
    ) -> None:
        self._content = content
        self._rooms = rooms
        self._keeping = keeping
        self._assistant = assistant
        self._now = now
        self.changes: Mapping[str, Change] = {
            "take": _take,
            "give": _give,
            "call-back": _set_call_back,
            "close": _close,
            "sign-off": _sign_off,
        }

    async def found(self, request: Request, visitor: Visitor) -> HTTPResponse:
        wanted = _wanted(lists(request.args), visitor.account)
        now = self._now()
        notes = await self._keeping.of(lambda stores: stores.notes.find(wanted, now, _SHOWN))
        return self._rooms.page(
            "desk/notes.html",
            visitor,
            notes=notes,
            limit=_SHOWN,
            now=now,
            asked={name: request.args.get(name, "") for name in ("number", "route", "state", "since", "until", "whose")},
            query=request.query_string,
            routes=list(Route),
            states=STATES,
        )

    async def list_file(self, request: Request, visitor: Visitor) -> HTTPResponse:
        if not visitor.account.may(Act.EXPORT):
            raise handover.NotAllowed
        wanted, now = _wanted(lists(request.args), visitor.account), self._now()
        notes = await self._keeping.of(lambda stores: stores.notes.find(wanted, now, _EXPORTED))
        return self._csv(notes, "call-notes.csv")

    async def one(self, request: Request, visitor: Visitor, number: int) -> HTTPResponse:
        note, changes, colleagues = await self._keeping.of(
            lambda stores: (stores.notes.note(number), stores.changes.of(Item.NOTE, number), stores.accounts.colleagues())
        )
        if note is None:
            raise NothingThere
        account = visitor.account
        return self._rooms.page(
            "desk/note.html",
            visitor,
            note=note,
            told=self._told(note),
            changes=changes,
            colleagues=[each for each in colleagues if note.owner is None or each.id != note.owner.id],
            outcomes=list(Outcome),
            now=self._now(),
            may_take=may_take(note, account),
            may_change=may_change(note, account),
            may_sign_off=may_sign_off(note, account),
        )

    async def change(self, request: Request, visitor: Visitor, number: int, change: str) -> HTTPResponse:
        if change not in self.changes:
            raise NothingThere
        form, now = lists(request.form), self._now()
        await self._keeping.of(lambda stores: self.changes[change](stores, number, visitor.account, form, now))
        return redirect(f"/desk/notes/{number}", status=303)

    async def csv(self, request: Request, visitor: Visitor, number: int) -> HTTPResponse:
        return self._csv([await self._note(number)], f"call-note-{number}.csv")

    async def pdf(self, request: Request, visitor: Visitor, number: int) -> HTTPResponse:
        note = await self._note(number)
        content = as_pdf(note, self._told(note), self._content.desk, Say(self._content), self._now())
        return _file(content, "application/pdf", f"call-note-{number}.pdf")

    async def _note(self, number: int) -> KeptNote:
        note = await self._keeping.of(lambda stores: stores.notes.note(number))
        if note is None:
            raise NothingThere
        return note

    def _told(self, note: KeptNote) -> Sequence[Likely]:
        """Nothing while no model has been loaded, without which a note can be opened all the same."""
        try:
            return Listening(self._assistant()).with_needs(note.note.needs, note.note.area)
        except NoAssistant:
            return ()

    def _csv(self, notes: Sequence[KeptNote], name: str) -> HTTPResponse:
        return _file(as_csv(notes, self._content.desk, Say(self._content)), "text/csv; charset=utf-8", name)


def _wanted(asked: Mapping[str, Sequence[str]], account: Account) -> Wanted:
    """What is asked for; what cannot be read does not matter."""

    def first(name: str) -> str:
        return (asked.get(name) or [""])[0].strip()

    number, route, state, whose = first("number"), first("route"), first("state"), first("whose")
    until = _day(first("until"))
    return Wanted(
        number=int(number) if number.isascii() and number.isdigit() and len(number) < 10 else None,
        route=Route(route) if route in {each.value for each in Route} else None,
        owner_id=account.id if whose == _MINE else None,
        unowned=whose == _UNOWNED,
        is_open={_OPEN: True, _CLOSED: False}.get(state),
        waits_for_sign_off=state == _SIGN_OFF,
        call_back_due=state == _CALL_BACK,
        since=_day(first("since")),
        before=until + dt.timedelta(days=1) if until else None,
    )


def _day(text: str) -> Optional[dt.datetime]:
    """The beginning of a day, in local time."""
    try:
        return dt.datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=_LOCAL)
    except ValueError:
        return None


def _take(stores: Stores, number: int, account: Account, form: Mapping[str, Sequence[str]], now: dt.datetime) -> None:
    stores.notes.take(number, account, now)


def _give(stores: Stores, number: int, account: Account, form: Mapping[str, Sequence[str]], now: dt.datetime) -> None:
    chosen = (form.get("to") or [""])[0]
    to = next((each for each in stores.accounts.colleagues() if str(each.id) == chosen), None)
    if to is None:
        raise NothingThere
    stores.notes.give(number, account, to, now)


def _set_call_back(
    stores: Stores, number: int, account: Account, form: Mapping[str, Sequence[str]], now: dt.datetime
) -> None:
    text = (form.get("call_back_by") or [""])[0]
    try:
        by = dt.datetime.strptime(text, "%Y-%m-%dT%H:%M").replace(tzinfo=_LOCAL) if text else None
    except ValueError as error:
        raise NothingThere from error
    stores.notes.set_call_back(number, account, by, now)


def _close(stores: Stores, number: int, account: Account, form: Mapping[str, Sequence[str]], now: dt.datetime) -> None:
    chosen = (form.get("outcome") or [""])[0]
    if chosen not in {outcome.value for outcome in Outcome}:
        raise NothingThere
    stores.notes.close(number, account, Outcome(chosen), now)


def _sign_off(stores: Stores, number: int, account: Account, form: Mapping[str, Sequence[str]], now: dt.datetime) -> None:
    stores.notes.sign_off(number, account, now)


def _file(content: bytes, media_type: str, name: str) -> HTTPResponse:
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return raw(content, content_type=media_type, headers=headers)
