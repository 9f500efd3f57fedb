"""Setting an account up from the link that its owner was given: a password, then the app that shows codes."""

from __future__ import annotations

from typing import Callable, Dict

import pyotp
import segno
from markupsafe import Markup
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse

from scr.desk import forms
from scr.desk.entry import Entry
from scr.desk.entry_pages import EntryPages, typed
from scr.desk.sign_in import begun
from scr.rules.accounts import Account
from scr.rules.passwords import fault, normal
from scr.storage.account_setup import NotTheCode, SetupEnded

_GROUP = 4


class SetUp:
    """`issuer`: what the desk is called in the list of the app that shows codes."""

    def __init__(self, entry: Entry, pages: EntryPages, issuer: str, clock: Callable[[], float]) -> None:
        self._entry = entry
        self._pages = pages
        self._issuer = issuer
        self._clock = clock

    def add_routes(self, blueprint: Blueprint) -> None:
        guarded = self._pages.guarded
        blueprint.add_route(guarded(self._form), "/set-up", methods=["GET"], name="set_up_form")
        blueprint.add_route(guarded(self._password), "/set-up", methods=["POST"], name="set_up")
        blueprint.add_route(guarded(self._code), "/set-up/code", methods=["POST"], name="set_up_code")

    async def _form(self, request: Request) -> HTTPResponse:
        token = request.args.get("token", "")
        try:
            account = await self._account(token)
        except SetupEnded:
            return self._ended()
        return self._pages.page("set_up.html", account=account, token=token)

    async def _password(self, request: Request) -> HTTPResponse:
        forms.check_origin(request)
        token, password, now = typed(request, "token"), normal(typed(request, "password")), self._clock()
        try:
            account = await self._account(token)
            problems = _problems(password, normal(typed(request, "again")), account.name)
            if problems:
                return self._pages.form("set_up.html", 422, problems, account=account, token=token)
            secret = await self._entry.of(lambda stores: stores.setup.choose_password(token, password, now))
        except SetupEnded:
            return self._ended()
        return self._factor(200, {}, account, token, secret)

    async def _code(self, request: Request) -> HTTPResponse:
        forms.check_origin(request)
        token, code, now = typed(request, "token"), typed(request, "code"), self._clock()
        try:
            session = await self._entry.of(lambda stores: stores.setup.confirm(token, code, now))
        except SetupEnded:
            return self._ended()
        except NotTheCode:
            return await self._factor_again(token, now)
        return await begun(self._entry, request, session)

    async def _factor_again(self, token: str, now: float) -> HTTPResponse:
        try:
            account = await self._account(token)
            secret = await self._entry.of(lambda stores: stores.setup.secret(token, now))
        except SetupEnded:
            return self._ended()
        return self._factor(422, {"code": "factor_wrong"}, account, token, secret)

    def _factor(self, status: int, problems: Dict[str, str], account: Account, token: str, secret: str) -> HTTPResponse:
        uri = pyotp.TOTP(secret).provisioning_uri(name=account.name, issuer_name=self._issuer)
        groups = [secret[start : start + _GROUP] for start in range(0, len(secret), _GROUP)]
        picture = _picture(uri)
        return self._pages.form("factor.html", status, problems, token=token, picture=picture, groups=groups, uri=uri)

    async def _account(self, token: str) -> Account:
        """
        Raises:
            SetupEnded, DatabaseUnavailable
        """
        now = self._clock()
        return await self._entry.of(lambda stores: stores.setup.account(token, now))

    def _ended(self) -> HTTPResponse:
        return self._pages.message("set_up_ended", 410)


def _problems(password: str, again: str, name: str) -> Dict[str, str]:
    """The words for what is wrong, by field."""
    wrong = fault(password, name)
    if wrong:
        return {"password": f"password_{wrong.value}"}
    return {} if password == again else {"again": "password_differs"}


def _picture(uri: str) -> Markup:
    """The code to photograph, as markup of the page itself: black on white in any colours, or no camera reads it."""
    code = segno.make(uri, error="m", micro=False)
    drawn = code.svg_inline(dark="#000", light="#fff", border=4, omitsize=True)
    return Markup(drawn)  # noqa: S704  # segno draws it of figures alone; not a letter of the address stands in it
