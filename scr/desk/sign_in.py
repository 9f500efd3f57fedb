"""Signing in with name and password, then a code; and signing out."""

from __future__ import annotations

from typing import Callable

from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, redirect

from scr.desk import cookies, forms
from scr.desk.entry import Entry
from scr.desk.entry_pages import SIGN_IN, EntryPages, signed_in, typed
from scr.desk.tickets import LIFETIME, TicketExpired, Tickets
from scr.rules.passwords import normal
from scr.storage.account_sign_in import KnowsPassword, TryLater, WrongSignIn
from scr.web.sender import address

_CODE = "/desk/code"
_STEP = "code"


class SignIn:
    def __init__(self, entry: Entry, pages: EntryPages, tickets: Tickets, clock: Callable[[], float]) -> None:
        self._entry = entry
        self._pages = pages
        self._tickets = tickets
        self._clock = clock

    def add_routes(self, blueprint: Blueprint) -> None:
        guarded = self._pages.guarded
        blueprint.add_route(guarded(self._form), "/sign-in", methods=["GET"], name="sign_in_form")
        blueprint.add_route(guarded(self._password), "/sign-in", methods=["POST"], name="sign_in")
        blueprint.add_route(guarded(self._code_form), "/code", methods=["GET"], name="code_form")
        blueprint.add_route(guarded(self._code), "/code", methods=["POST"], name="code")

    async def _form(self, request: Request) -> HTTPResponse:
        return self._pages.page("sign_in.html", name="")

    async def _password(self, request: Request) -> HTTPResponse:
        forms.check_origin(request)
        name, password, where, now = (
            typed(request, "name"),
            normal(typed(request, "password")),
            address(request),
            self._clock(),
        )
        try:
            knows = await self._entry.of(lambda stores: stores.sign_in.check_password(name, password, where, now))
        except WrongSignIn:
            return self._pages.form("sign_in.html", 401, {"name": "sign_in_wrong"}, name=name)
        except TryLater as later:
            return self._pages.too_soon("sign_in.html", "name", later, name=name)
        response = redirect(_CODE, status=303)
        ticket = self._tickets.issue(_STEP, {"sub": str(knows.account_id), "stamp": knows.stamp})
        cookies.put(response, request, cookies.STEP, ticket, int(LIFETIME.total_seconds()))
        return response

    async def _code_form(self, request: Request) -> HTTPResponse:
        try:
            self._knows(request)
        except TicketExpired:
            return redirect(SIGN_IN, status=303)
        return self._pages.page("code.html")

    async def _code(self, request: Request) -> HTTPResponse:
        forms.check_origin(request)
        code, where, now = typed(request, "code"), address(request), self._clock()
        try:
            knows = self._knows(request)
            session = await self._entry.of(lambda stores: stores.sign_in.check_code(knows, code, where, now))
        except TicketExpired:
            return self._pages.form("sign_in.html", 401, {"name": "sign_in_took_long"}, name="")
        except WrongSignIn:
            return self._pages.form("code.html", 401, {"code": "code_wrong"})
        except TryLater as later:
            return self._pages.too_soon("code.html", "code", later)
        return await begun(self._entry, request, session)

    def _knows(self, request: Request) -> KnowsPassword:
        """
        Raises:
            TicketExpired
        """
        claims = self._tickets.read(request.cookies.get(cookies.STEP, ""), _STEP)
        return KnowsPassword(int(claims["sub"]), str(claims["stamp"]))


async def begun(entry: Entry, request: Request, session: str) -> HTTPResponse:
    """Signed in with a new session; the browser's one before ends."""
    await ended(entry, request)
    return signed_in(request, session)


async def ended(entry: Entry, request: Request) -> None:
    """The browser's session ends.

    Raises:
        DatabaseUnavailable
    """
    before = request.cookies.get(cookies.SESSION)
    if before:
        await entry.of(lambda stores: stores.sessions.end(before))
