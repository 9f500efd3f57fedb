"""Who works at the helpline's desk, and what each may do there."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import FrozenSet, Mapping


class Role(str, Enum):
    HANDLER = "handler"
    """Takes calls and answers people in the chat."""
    SUPERVISOR = "supervisor"
    """Does that too, gives work to others, and signs notes off."""
    OFFICER = "officer"
    """The board's: reads, signs off and takes lists away, but answers nobody."""


class Act(str, Enum):
    """What not everybody at the desk may do."""

    ANSWER = "answer"
    """Take calls, notes and conversations, and close one's own."""
    REASSIGN = "reassign"
    """Give away, or close, what is a colleague's."""
    SIGN_OFF = "sign_off"
    EXPORT = "export"
    """Take a list of notes away as a file."""


_MAY: Mapping[Role, FrozenSet[Act]] = {
    Role.HANDLER: frozenset({Act.ANSWER}),
    Role.SUPERVISOR: frozenset({Act.ANSWER, Act.REASSIGN, Act.SIGN_OFF, Act.EXPORT}),
    Role.OFFICER: frozenset({Act.SIGN_OFF, Act.EXPORT}),
}


@dataclass(frozen=True)
class Account:
    """Somebody at the desk, as far as the desk needs to know."""

    id: int
    name: str
    role: Role

    def may(self, act: Act) -> bool:
        return act in _MAY[self.role]


def roles_that_may(act: Act) -> FrozenSet[Role]:
    return frozenset(role for role, acts in _MAY.items() if act in acts)
