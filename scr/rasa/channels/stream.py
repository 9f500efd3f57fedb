"""Replies as they come, as server-sent events. Who cannot read them asks again for the same delivery as JSON."""

from __future__ import annotations

import asyncio
import json
from typing import Any, Awaitable, Callable, Dict, Mapping, Optional

from sanic.request import Request

from scr.rasa.channels.talking import Heard, Replies
from scr.replies import Reply

KIND = "text/event-stream"
# A proxy that gathers a response before it passes it on would take the point of it away.
_HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}

Turn = Callable[[Heard], Awaitable[Replies]]


async def send_turn(
    request: Request, turn: Turn, at_end: Mapping[str, Any], failed: Callable[[BaseException], Mapping[str, Any]]
) -> None:
    """Take the turn and send what comes of it: ``working`` at once, each ``reply``, then ``done`` or ``failed``.

    The turn goes on where the person goes away: what they asked has been asked.

    Args:
        failed: notes for the operator that the turn failed; what is sent of it.
    """
    arriving: asyncio.Queue[Optional[Reply]] = asyncio.Queue()
    failure: Dict[str, Any] = {}

    def end(done: asyncio.Future[Replies]) -> None:
        # Here, so that it is noted also where nobody waits any more.
        error = None if done.cancelled() else done.exception()
        if error is not None:
            failure.update(failed(error))
        arriving.put_nowait(None)

    taken = asyncio.ensure_future(turn(arriving.put_nowait))
    taken.add_done_callback(end)
    response = await request.respond(content_type=KIND, headers=_HEADERS)
    await response.send(_event("working", {}))
    sent = 0
    while (reply := await arriving.get()) is not None:
        await response.send(_event("reply", reply.as_shown()))
        sent += 1
    if failure:
        await response.send(_event("failed", failure))
    else:
        # A turn that was taken before, for the same delivery, has its replies ready and announces none.
        for reply in taken.result()[sent:]:
            await response.send(_event("reply", reply.as_shown()))
        await response.send(_event("done", at_end))
    await response.eof()


def _event(name: str, data: Mapping[str, Any]) -> str:
    return f"event: {name}\ndata: {json.dumps(data, separators=(',', ':'))}\n\n"
