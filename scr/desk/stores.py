"""What the desk keeps."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy.engine import Engine

from scr.settings import Settings
from scr.storage.accounts import AccountStore
from scr.storage.call_notes import CallNoteStore
from scr.storage.conversations import ConversationStore
from scr.storage.desk_changes import DeskChangeStore
from scr.storage.handovers import HandoverStore
from scr.storage.reached import Reached


class Stores(NamedTuple):
    notes: CallNoteStore
    handovers: HandoverStore
    conversations: ConversationStore
    accounts: AccountStore
    changes: DeskChangeStore


Keeping = Reached[Stores]


def keeping(settings: Settings) -> Keeping:
    # A page asks for several things at once, each of which may take as long as a statement may.
    return Reached(settings, _stores, settings.database_timeout * 2)


def _stores(engine: Engine) -> Stores:
    return Stores(
        CallNoteStore(engine),
        HandoverStore(engine),
        ConversationStore(engine),
        AccountStore(engine),
        DeskChangeStore(engine),
    )
