"""A note of a call: what it holds, what it still needs, how urgent it is and where it goes. Only known values, never words.

What a caller said about a child or a family has no field here, so it cannot get into a note.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from enum import Enum
from typing import Any, Mapping, Optional, Tuple


class Urgency(str, Enum):
    """How soon somebody has to act, the most urgent first."""

    EMERGENCY = "emergency"
    TODAY = "today"
    THIS_WEEK = "this_week"
    ROUTINE = "routine"

    @property
    def rank(self) -> int:
        return list(Urgency).index(self)


class Route(str, Enum):
    """Who takes the call on."""

    EMERGENCY_SERVICES = "emergency_services"
    PANEL = "panel"
    AGENCY_MANAGER = "agency_manager"
    SUPPORT_CONTACT = "support_contact"
    BOARD_OFFICE = "board_office"
    COMMUNICATIONS = "communications"
    LEGAL_OR_UNION = "legal_or_union"
    CORONERS_OFFICER = "coroners_officer"


class Asked(str, Enum):
    """What a note cannot do without, in the order in which it is asked for."""

    CALLER = "caller"
    NEED = "need"
    URGENCY = "urgency"


@dataclass(frozen=True)
class Way:
    """Where a need goes, how soon at the latest, and why; the reason is a sentence of `data/tasks/routing.yml`."""

    route: Route
    urgency: Urgency
    because: str


Ways = Mapping[str, Way]
"""By need: a topic, a task, or a guard."""


@dataclass(frozen=True)
class CallNote:
    """What a call handler has noted; of one message, what it gives."""

    role: Optional[str] = None
    agency: Optional[str] = None
    area: Optional[str] = None
    needs: Tuple[str, ...] = ()
    """Topics, tasks and guards, the first named first."""
    reference: Optional[str] = None
    urgency: Optional[Urgency] = None
    """As the handler gave it."""
    call_back: Optional[bool] = None

    @property
    def is_empty(self) -> bool:
        return self == CallNote()

    @property
    def asks(self) -> Optional[Asked]:
        """What is still missing, first things first; None where the note can be finished."""
        if self.role is None and self.agency is None:
            return Asked.CALLER
        if not self.needs:
            return Asked.NEED
        return Asked.URGENCY if self.urgency is None else None


def note_from_dict(values: Mapping[str, Any]) -> CallNote:
    """A note out of JSON."""
    urgency = values.get("urgency")
    return CallNote(**{**values, "needs": tuple(values["needs"]), "urgency": Urgency(urgency) if urgency else None})


class Wish(str, Enum):
    """What a call handler wants done with the note."""

    READ_BACK = "read_back"
    FINISH = "finish"
    DROP = "drop"


@dataclass(frozen=True)
class Heard:
    """What a message says to a note, less what it is about, which is understood as ever."""

    given: CallNote = CallNote()
    """With the needs that parts of the message name; what it is about as a whole is understood as ever."""
    wish: Optional[Wish] = None
    asks: bool = False
    """It puts a question, which is answered before the note goes on."""
    corrects: bool = False
    begins: bool = False
    """It opens with the words for a new note."""
    tells_of_caller: bool = False
    """It opens with somebody's being on the line."""
    left_out: bool = False
    """It held a name or another detail of somebody, for which a note has no place."""


def noted(note: CallNote, given: CallNote, replaces_need: bool = False) -> CallNote:
    """The note with what a message gave: a new value stands in place of the old one, a need beside those before it.

    Args:
        replaces_need: the message corrects what was noted, so its need stands in place of the last one.
    """
    values = {
        field.name: getattr(given, field.name)
        for field in fields(CallNote)
        if field.name != "needs" and getattr(given, field.name) is not None
    }
    if "role" in values and given.agency is None:
        values["agency"] = None  # of the caller who was noted by mistake
    kept = note.needs[:-1] if replaces_need and given.needs else note.needs
    return replace(note, **values, needs=tuple(dict.fromkeys((*kept, *given.needs))))


def way_of(note: CallNote, ways: Ways) -> Optional[Way]:
    """The way of the most urgent need; the first named of several as urgent. None while no need is noted.

    Raises:
        KeyError: a need has no way.
    """
    return min((ways[need] for need in note.needs), key=lambda way: way.urgency.rank, default=None)


def urgency_of(note: CallNote, ways: Ways) -> Urgency:
    """As the handler says, but an emergency stays one; where the handler says nothing, as the table says."""
    way = way_of(note, ways)
    by_table = way.urgency if way else Urgency.ROUTINE
    if note.urgency is None or by_table is Urgency.EMERGENCY:
        return by_table
    return note.urgency
