"""The pages and their files, with the headers that keep other people's scripts out of them."""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
from functools import lru_cache
from pathlib import Path
from typing import Any, Mapping, Tuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from sanic.exceptions import NotFound
from sanic.request import Request
from sanic.response import HTTPResponse, empty, html, json, raw

from scr.web.markup import blocks, linked

_HERE = Path(__file__).parent
_FILES = frozenset(each.name for each in (_HERE / "static").iterdir())
# "no-referrer" would have browsers post our own form without saying where it comes from.
_SAFE = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin", "Cache-Control": "no-cache"}
_KEPT_NOWHERE = {"Cache-Control": "no-store"}
PAGE_HEADERS = {
    **_SAFE,
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
}
# Any site may show the widget's script; whether that site may then talk to the assistant is another setting.
_FILE_HEADERS = {**_SAFE, "Cross-Origin-Resource-Policy": "cross-origin"}

_templates = Environment(
    loader=FileSystemLoader(_HERE / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_templates.filters.update(blocks=blocks, linked=linked)


def page(template: str, status: int = 200, **values: Any) -> HTTPResponse:
    return html(rendered(template, **values), status=status, headers=PAGE_HEADERS)


def private_page(template: str, status: int = 200, **values: Any) -> HTTPResponse:
    """A page that no browser keeps: whoever sits there next must not get it back."""
    return html(rendered(template, **values), status=status, headers={**PAGE_HEADERS, **_KEPT_NOWHERE})


def private_json(values: Mapping[str, Any], status: int = 200) -> HTTPResponse:
    """The same for what a page's script asks for."""
    return json(values, status=status, headers={**_SAFE, **_KEPT_NOWHERE})


def rendered(template: str, **values: Any) -> str:
    """A template of `templates/` as HTML."""
    return _templates.get_template(template).render(**values)


def file_response(request: Request, name: str) -> HTTPResponse:
    """A file of ours; nothing but word that it has not changed where the browser has it.

    Raises:
        NotFound: it is none of ours.
    """
    if name not in _FILES:
        raise NotFound(f"There is no file {name}")
    content, kind, tag = _read(name)
    headers = {**_FILE_HEADERS, "ETag": tag, "Vary": "Accept-Encoding"}
    if request.headers.get("if-none-match") == tag:
        return empty(304, headers=headers)
    if "gzip" not in request.headers.get("accept-encoding", ""):
        return raw(gzip.decompress(content), content_type=kind, headers=headers)
    return raw(content, content_type=kind, headers={**headers, "Content-Encoding": "gzip"})


@lru_cache(maxsize=None)
def _read(name: str) -> Tuple[bytes, str, str]:
    """The file compressed, its type and a tag that changes with it."""
    content = (_HERE / "static" / name).read_bytes()
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return gzip.compress(content, mtime=0), f"{kind}; charset=utf-8", f'"{hashlib.sha256(content).hexdigest()[:20]}"'
