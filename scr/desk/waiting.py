"""What waits at the desk: conversations and notes, the most urgent and the oldest first."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Callable, Sequence

from scr.desk.door import Visitor
from scr.desk.stores import Keeping, Stores
from scr.rules.accounts import Act
from scr.rules.handover import Handover
from scr.rules.kept_note import KeptNote
from scr.storage.call_notes import Wanted

_SHOWN = 25


@dataclass(frozen=True)
class Waiting:
    """As it stood after the desk's change of that number."""

    number: int
    handovers_waiting: Sequence[Handover]
    handovers_mine: Sequence[Handover]
    notes_due: Sequence[KeptNote]
    notes_unowned: Sequence[KeptNote]
    notes_mine: Sequence[KeptNote]
    notes_sign_off: Sequence[KeptNote]


class WaitingLists:
    def __init__(self, keeping: Keeping, now: Callable[[], dt.datetime]) -> None:
        self._keeping = keeping
        self._now = now

    async def of(self, visitor: Visitor) -> Waiting:
        """
        Raises:
            DatabaseUnavailable
        """
        return await self._keeping.of(lambda stores: self._waiting(stores, visitor))

    async def number(self) -> int:
        """The number of the desk's last change.

        Raises:
            DatabaseUnavailable
        """
        return await self._keeping.of(lambda stores: stores.changes.latest_number())

    def _waiting(self, stores: Stores, visitor: Visitor) -> Waiting:
        now, account = self._now(), visitor.account

        def notes(wanted: Wanted) -> Sequence[KeptNote]:
            return stores.notes.find(wanted, now, _SHOWN)

        # Read first: whatever comes in between makes the lists newer than the number, and they are fetched once more.
        number = stores.changes.latest_number()
        return Waiting(
            number=number,
            handovers_waiting=stores.handovers.waiting(),
            handovers_mine=[each for each in stores.handovers.taken() if each.owner and each.owner.id == account.id],
            notes_due=notes(Wanted(call_back_due=True)),
            notes_unowned=notes(Wanted(unowned=True, is_open=True)),
            notes_mine=notes(Wanted(owner_id=account.id, is_open=True)),
            notes_sign_off=notes(Wanted(waits_for_sign_off=True)) if account.may(Act.SIGN_OFF) else (),
        )
