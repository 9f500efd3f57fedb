"""Hand-overs, with the conversations that they are of."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy.engine import Engine

from scr.settings import Settings
from scr.storage.conversations import ConversationStore
from scr.storage.handovers import HandoverStore
from scr.storage.reached import Reached


class Stores(NamedTuple):
    handovers: HandoverStore
    conversations: ConversationStore


Handovers = Reached[Stores]


def handovers(settings: Settings) -> Handovers:
    def stores(engine: Engine) -> Stores:
        return Stores(HandoverStore(engine), ConversationStore(engine))

    return Reached(settings, stores, settings.database_timeout)
