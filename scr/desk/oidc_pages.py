"""Signing in by the board's OpenID provider: there, and back."""

from __future__ import annotations

import asyncio
import hmac
import logging
from dataclasses import asdict
from typing import Callable

from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, redirect

from scr.desk import cookies
from scr.desk.entry import Entry
from scr.desk.entry_pages import EntryPages
from scr.desk.oidc import Asked, NotProven, Provider
from scr.desk.sign_in import begun
from scr.desk.tickets import LIFETIME, TicketExpired, Tickets

logger = logging.getLogger(__name__)

_THERE = "/desk/oidc"
_STEP = "oidc"


class OidcPages:
    """In place of `SignIn` and `SetUp`: where the provider asks for password and second factor, nobody else does."""

    def __init__(
        self, entry: Entry, pages: EntryPages, tickets: Tickets, provider: Provider, clock: Callable[[], float]
    ) -> None:
        self._entry = entry
        self._pages = pages
        self._tickets = tickets
        self._provider = provider
        self._clock = clock

    def add_routes(self, blueprint: Blueprint) -> None:
        guarded = self._pages.guarded
        blueprint.add_route(guarded(self._there), "/oidc", methods=["GET"], name="oidc")
        blueprint.add_route(guarded(self._back), "/oidc/back", methods=["GET"], name="oidc_back")
        for closed in ("/sign-in", "/code", "/set-up"):
            blueprint.add_route(
                guarded(self._instead), closed, methods=["GET"], name=f"closed_{closed[1:].replace('-', '_')}"
            )

    async def _instead(self, request: Request) -> HTTPResponse:
        return redirect(_THERE, status=303)

    async def _there(self, request: Request) -> HTTPResponse:
        back = _back_to(request)
        url, asked = await asyncio.get_running_loop().run_in_executor(None, lambda: self._provider.ask(back))
        response = redirect(url, status=303)
        response.headers["Cache-Control"] = "no-store"
        ticket = self._tickets.issue(_STEP, asdict(asked))
        cookies.put(response, request, cookies.STEP, ticket, int(LIFETIME.total_seconds()))
        return response

    async def _back(self, request: Request) -> HTTPResponse:
        try:
            subject = await self._subject(request)
        except TicketExpired:
            return self._without_ticket(request, self._pages.message("oidc_took_long", 401))
        except NotProven as error:
            logger.warning("An OpenID sign-in at the desk was refused: %s", error)
            return self._without_ticket(request, self._pages.message("oidc_refused", 401))
        now = self._clock()
        session = await self._entry.of(lambda stores: stores.sign_in.sign_in_subject(subject, now))
        if session is None:
            return self._without_ticket(request, self._pages.message("oidc_unknown", 403, subject=subject))
        return await begun(self._entry, request, session)

    async def _subject(self, request: Request) -> str:
        """
        Raises:
            TicketExpired, NotProven, ProviderUnavailable
        """
        claims = self._tickets.read(request.cookies.get(cookies.STEP, ""), _STEP)
        asked = Asked(str(claims["state"]), str(claims["nonce"]), str(claims["verifier"]))
        state, code, back = request.args.get("state", ""), request.args.get("code", ""), _back_to(request)
        if not hmac.compare_digest(state.encode("utf-8", "replace"), asked.state.encode("utf-8")):
            raise NotProven("it answers something that this browser did not ask")
        if not code:
            raise NotProven("the provider did not sign them in")
        return await asyncio.get_running_loop().run_in_executor(None, lambda: self._provider.subject(code, asked, back))

    @staticmethod
    def _without_ticket(request: Request, response: HTTPResponse) -> HTTPResponse:
        cookies.drop(response, request, cookies.STEP)
        return response


def _back_to(request: Request) -> str:
    """As the provider has it on its list; it sends nobody anywhere else."""
    return f"{request.scheme}://{request.host}{_THERE}/back"
