"""The page at `/` and its files, with the headers that keep other people's scripts out of it."""

from __future__ import annotations

import mimetypes
from functools import lru_cache
from pathlib import Path
from typing import Tuple

from sanic import Blueprint
from sanic.exceptions import NotFound
from sanic.request import Request
from sanic.response import HTTPResponse, raw

_STATIC = Path(__file__).parent / "static"
_FILES = frozenset({"index.html", "style.css", "chat.js"})
SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}


def add_routes(blueprint: Blueprint) -> None:
    @blueprint.get("/assistant")
    async def page(request: Request) -> HTTPResponse:
        return file_response("index.html")

    @blueprint.get("/static/<name:str>")
    async def static(request: Request, name: str) -> HTTPResponse:
        if name not in _FILES:
            raise NotFound(f"There is no file {name}")
        return file_response(name)


def file_response(name: str) -> HTTPResponse:
    content, kind = _read(name)
    return raw(content, content_type=kind, headers=SECURITY_HEADERS)


@lru_cache(maxsize=None)
def _read(name: str) -> Tuple[bytes, str]:
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return (_STATIC / name).read_bytes(), f"{kind}; charset=utf-8"
