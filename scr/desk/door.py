"""The desk's door: who may come in, how they sign in and out, and whether a form is theirs."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Callable

from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, redirect

from scr.content import Content
from scr.desk import cookies, forms
from scr.desk.entry import entry
from scr.desk.entry_pages import EntryPages
from scr.desk.forms import FormRefused
from scr.desk.oidc import Provider
from scr.desk.oidc_pages import OidcPages
from scr.desk.set_up import SetUp
from scr.desk.sign_in import SignIn, ended
from scr.desk.tickets import Tickets
from scr.rules.accounts import Account
from scr.settings import Settings

__all__ = ["Door", "FormRefused", "NotSignedIn", "Visitor"]

_SIGNED_OUT = "/desk/signed-out"


class NotSignedIn(Exception):
    """Nobody is signed in with this browser, or no longer."""


@dataclass(frozen=True)
class Visitor:
    """Who asks. Every form of theirs carries `form_token`, in a field of that name or the header ``X-Form-Token``."""

    account: Account
    form_token: str = field(repr=False)


class Door:
    """`clock`: seconds since 1970."""

    def __init__(self, settings: Settings, content: Content, clock: Callable[[], float] = time.time) -> None:
        self._settings = settings
        self._content = content
        self._clock = clock
        self._entry = entry(settings)
        self._pages = EntryPages(content)

    def add_routes(self, blueprint: Blueprint) -> None:
        """The routes of signing in and out, for a blueprint whose prefix is ``/desk``.

        Raises:
            SettingsError: the OpenID provider's address cannot be used.
        """
        tickets = Tickets(self._settings)
        if self._settings.oidc_issuer:
            provider = Provider(self._settings)
            OidcPages(self._entry, self._pages, tickets, provider, self._clock).add_routes(blueprint)
        else:
            SignIn(self._entry, self._pages, tickets, self._clock).add_routes(blueprint)
            SetUp(self._entry, self._pages, self._content.desk["title"], self._clock).add_routes(blueprint)
        guarded = self._pages.guarded
        blueprint.add_route(guarded(self._sign_out), "/sign-out", methods=["POST"], name="sign_out")
        blueprint.add_route(guarded(self._signed_out), "/signed-out", methods=["GET"], name="signed_out")

    async def visitor(self, request: Request, active: bool = True) -> Visitor:
        """Who is signed in with the request's browser.

        Args:
            active: whether the request says that somebody is there; a page that asks by itself keeps nobody signed in.

        Raises:
            NotSignedIn, DatabaseUnavailable
        """
        session, now = request.cookies.get(cookies.SESSION), self._clock()
        if not session:
            raise NotSignedIn
        account = await self._entry.of(lambda stores: stores.sessions.account(session, now, active))
        if account is None:
            raise NotSignedIn
        return Visitor(account, forms.token_of(session))

    def check_form(self, request: Request, visitor: Visitor) -> None:
        """Before anything is done that a form asks for.

        Raises:
            FormRefused
        """
        forms.check_origin(request)
        forms.check_token(request, visitor.form_token)

    async def _sign_out(self, request: Request) -> HTTPResponse:
        try:
            self.check_form(request, await self.visitor(request, active=False))
        except NotSignedIn:
            forms.check_origin(request)
        await ended(self._entry, request)
        response = redirect(_SIGNED_OUT, status=303)
        cookies.drop(response, request, cookies.SESSION)
        return response

    async def _signed_out(self, request: Request) -> HTTPResponse:
        return self._pages.message("signed_out")
