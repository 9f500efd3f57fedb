"""Who sends a request."""

from __future__ import annotations

from sanic.request import Request


def address(request: Request) -> str:
    """Where the request comes from: as trusted proxies say, else who connected."""
    return str(request.remote_addr or request.ip)
