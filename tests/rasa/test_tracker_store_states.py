"""Whatever is said, read back and written in whatever order, the store holds what a simple list would."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path
from typing import Any, Dict, List, Optional

import hypothesis.strategies as st
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from scr.rasa.tracker_store import ConversationTrackerStore
from scr.storage.database import DatabaseUnavailable
from tests.rasa.conftest import settings_in_force
from tests.rasa.conversations import said

WINDOW = 5
CONVERSATIONS = st.sampled_from(["one", "two"])
READERS = st.sampled_from(["first process", "second process"])


class Conversations(RuleBasedStateMachine):
    """Two processes read two conversations, add to what they read, and write it back; the list knows who came too late."""

    @initialize()
    def open(self) -> None:
        self._folder = tempfile.TemporaryDirectory()
        url = f"sqlite:///{self._folder.name}/conversations.db"
        with settings_in_force(Path(self._folder.name) / "var", database_url=url, conversation_window=WINDOW):
            self._stores = {name: ConversationTrackerStore(Domain.empty()) for name in ("first process", "second process")}
        self._kept: Dict[str, List[str]] = {"one": [], "two": []}
        self._held: Dict[Any, tuple[DialogueStateTracker, int, List[str]]] = {}
        self._said = 0

    def _read(self, process: str, conversation: str) -> Optional[DialogueStateTracker]:
        return asyncio.run(self._stores[process].retrieve(conversation))

    @rule(process=READERS, conversation=CONVERSATIONS)
    def read(self, process: str, conversation: str) -> None:
        tracker = self._read(process, conversation) or self._stores[process].init_tracker(conversation)
        self._held[process, conversation] = (tracker, len(self._kept[conversation]), [])

    @rule(process=READERS, conversation=CONVERSATIONS, times=st.integers(1, 4))
    def say(self, process: str, conversation: str, times: int) -> None:
        if (process, conversation) not in self._held:
            return
        tracker, _, new = self._held[process, conversation]
        for _ in range(times):
            self._said += 1
            new.append(f"sentence {self._said}")
            tracker.update(said(new[-1], "greet"))

    @rule(process=READERS, conversation=CONVERSATIONS)
    def write(self, process: str, conversation: str) -> None:
        if (process, conversation) not in self._held:
            return
        tracker, read_at, new = self._held.pop((process, conversation))
        came_too_late = bool(new) and read_at != len(self._kept[conversation])
        try:
            asyncio.run(self._stores[process].save(tracker))
        except DatabaseUnavailable:
            assert came_too_late
        else:
            assert not came_too_late
            self._kept[conversation] += new
            self._held[process, conversation] = (tracker, read_at + len(new), [])

    @invariant()
    def the_end_of_each_conversation_is_read_back(self) -> None:
        for conversation, kept in getattr(self, "_kept", {}).items():
            tracker = self._read("first process", conversation)
            found = [event.text for event in tracker.events if isinstance(event, UserUttered)] if tracker else []
            assert found == kept[-WINDOW:]

    def teardown(self) -> None:
        self._folder.cleanup()


TestConversations = Conversations.TestCase
TestConversations.settings = settings(deadline=None, max_examples=15, stateful_step_count=25)
