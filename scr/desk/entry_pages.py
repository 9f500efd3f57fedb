"""The pages before somebody is signed in, and what they say where something fails."""

from __future__ import annotations

import logging
import math
from functools import wraps
from typing import Any, Awaitable, Callable, Mapping

from sanic.request import Request
from sanic.response import HTTPResponse, redirect

from scr.content import Content
from scr.desk import cookies
from scr.desk.forms import FormRefused
from scr.desk.oidc import ProviderUnavailable
from scr.storage.account_sign_in import TryLater
from scr.storage.database import DatabaseUnavailable
from scr.storage.second_factor import FactorUnreadable
from scr.web import pages

logger = logging.getLogger(__name__)

HOME, SIGN_IN = "/desk", "/desk/sign-in"

Answer = Callable[[Request], Awaitable[HTTPResponse]]


class EntryPages:
    def __init__(self, content: Content) -> None:
        self._words = content.desk

    def page(self, template: str, status: int = 200, **values: Any) -> HTTPResponse:
        return pages.private_page(f"desk/{template}", status, words=self._words, **{"problems": {}, **values})

    def message(self, name: str, status: int = 200, **places: str) -> HTTPResponse:
        """The page that says what the words of that name say."""
        heading, text = self._words[f"{name}_heading"], self._words[name].format(**places)
        return self.page(
            "message.html", status, heading=heading, text=text, link=SIGN_IN, link_words=self._words["to_sign_in"]
        )

    def form(self, template: str, status: int, problems: Mapping[str, str], **values: Any) -> HTTPResponse:
        """A form once more; `problems` names the words that say what is wrong, by field."""
        said = {field: self._words[name] for field, name in problems.items()}
        return self.page(template, status, problems=said, **values)

    def too_soon(self, template: str, field: str, later: TryLater, **values: Any) -> HTTPResponse:
        minutes = str(math.ceil(later.seconds / 60))
        said = {field: self._words["sign_in_later"].format(minutes=minutes)}
        response = self.page(template, 429, problems=said, **values)
        response.headers["Retry-After"] = str(math.ceil(later.seconds))
        return response

    def guarded(self, answer: Answer) -> Answer:
        """The answer, or a page that says why there is none and whom to ask."""

        @wraps(answer)
        async def answered(request: Request) -> HTTPResponse:
            try:
                return await answer(request)
            except FormRefused:
                return self.message("sign_in_refused", 403)
            except DatabaseUnavailable as error:
                logger.error("Nobody could sign in at the desk: %s", error)
                return self.message("sign_in_unavailable", 503)
            except FactorUnreadable:
                logger.error("A second factor of the desk cannot be decrypted: SCR_DESK_SECRET is another than it was")
                return self.message("factor_unreadable", 503)
            except ProviderUnavailable as error:
                logger.error("Nobody could sign in at the desk: %s", error)
                return self.message("oidc_unavailable", 503)

        return answered


def signed_in(request: Request, session: str) -> HTTPResponse:
    """To the desk, with a new session, whatever the browser had before: nobody can have chosen it for them."""
    response = redirect(HOME, status=303)
    cookies.put(response, request, cookies.SESSION, session)
    cookies.drop(response, request, cookies.STEP)
    return response


def typed(request: Request, field: str) -> str:
    return str(request.form.get(field) or "")
