"""Whether a form that comes in was ours: sent by a page of the desk, to whoever is signed in."""

from __future__ import annotations

import hashlib
import hmac

from sanic.request import Request

FIELD, HEADER = "form_token", "x-form-token"

_PURPOSE = b"scr desk: forms"
_OUR_SITE = ("same-origin", "none")


class FormRefused(Exception):
    """The form has no token or another session's, or a page of somebody else's sends it."""


def token_of(session: str) -> str:
    """What the forms of a session carry. It is worked out of the session's token, from which no way leads back."""
    return hmac.new(session.encode("utf-8", "replace"), _PURPOSE, hashlib.sha256).hexdigest()


def check_token(request: Request, expected: str) -> None:
    """
    Raises:
        FormRefused
    """
    sent = request.headers.get(HEADER) or request.form.get(FIELD) or ""
    if not hmac.compare_digest(str(sent).encode("utf-8", "replace"), expected.encode("ascii")):
        raise FormRefused


def check_origin(request: Request) -> None:
    """What browsers say of where a form comes from, and no page can say otherwise. Who says nothing is no browser of today.

    Raises:
        FormRefused: a page of another site sends it.
    """
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if site is not None and site not in _OUR_SITE:
        raise FormRefused
    # Behind a proxy that does not say so, we cannot know that we are asked by https; the browser then knows better.
    if site is None and origin is not None and origin != f"{request.scheme}://{request.host}":
        raise FormRefused
