"""The desk's cookies: for the desk alone, out of scripts' reach, and over HTTPS alone where the request came by it."""

from __future__ import annotations

from typing import Optional

from sanic.request import Request
from sanic.response import HTTPResponse

SESSION = "scr_desk"
STEP = "scr_desk_step"
"""Between two steps of signing in."""

# Not Strict: a page that is reached from another site, as from an e-mail or back from the OpenID provider, would be asked
# for without the cookie, and who is signed in would be sent to sign in. Nothing is changed by a GET, and every form carries
# a token besides.
_SAME_SITE = "Lax"
_PATH = "/desk"


def put(response: HTTPResponse, request: Request, name: str, value: str, seconds: Optional[int] = None) -> None:
    """`seconds`: how long the browser keeps it; left out, until it is closed."""
    response.cookies[name] = value
    cookie = response.cookies[name]
    cookie["path"] = _PATH
    cookie["httponly"] = True
    cookie["samesite"] = _SAME_SITE
    cookie["secure"] = request.scheme == "https"
    if seconds is not None:
        cookie["max-age"] = seconds


def drop(response: HTTPResponse, request: Request, name: str) -> None:
    put(response, request, name, "", seconds=0)
