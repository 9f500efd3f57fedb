"""Run as a process of its own: writes turns into a conversation while another process does the same.

``python -m tests.rasa.writing_process NAME TURNS``; a turn that was refused is tried again from what is stored by then.
"""

from __future__ import annotations

import asyncio
import sys

from scr.rasa import launcher
from scr.storage.database import DatabaseUnavailable

CONVERSATION = "shared"


async def write(name: str, turns: int) -> None:
    launcher.prepare()
    # Only from here on can Rasa be imported, and what imports it.
    from scr.rasa.tracker_store import ConversationTrackerStore
    from tests.rasa.conversations import replied, said

    store = ConversationTrackerStore()
    for number in range(turns):
        while True:
            tracker = await store.get_or_create_tracker(CONVERSATION, append_action_listen=False)
            tracker.update(said(f"question {number} of writer {name}", "greet"))
            tracker.update(replied("greet"))
            try:
                await store.save(tracker)
                break
            except DatabaseUnavailable:
                await asyncio.sleep(0.001)


if __name__ == "__main__":
    asyncio.run(write(sys.argv[1], int(sys.argv[2])))
