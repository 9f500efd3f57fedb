"""The marked register on a real database, the doors to it, and what gives away its facts."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from functools import cached_property
from typing import FrozenSet, Iterator, Optional, Tuple

from sqlalchemy.engine import Engine

from scr.content import Content
from scr.enquiries import Enquiries
from scr.storage.access import AccessStore
from scr.storage.register import RegisterStore
from scr.storage.tables import people
from tests.marked_register import (
    ASKERS,
    NOW,
    REVIEWS,
    REVOKED,
    SUPPORTS,
    Asker,
    as_of,
    forms,
    marks_of_imr,
    marks_of_support,
)

BY = "officer"
IDLE_SECONDS = 1800.0
NO_BANK_HOLIDAYS: FrozenSet[dt.date] = frozenset()
_TENANT = "11111111-aaaa-4aaa-8aaa-111111111111"


@dataclass(frozen=True)
class World:
    """The register on a real database, and the doors to it."""

    access: AccessStore
    enquiries: Enquiries

    @classmethod
    def made_in(cls, engine: Engine, idle_seconds: float = IDLE_SECONDS) -> World:
        register, access = RegisterStore(engine), AccessStore(engine, idle_seconds)
        for reference, review in REVIEWS.items():
            supports = [support for (of, _), support in SUPPORTS.items() if of == reference]
            register.add(review, BY, as_of(reference), supports)
        with engine.begin() as connection:  # somebody without a grant: no command makes one
            connection.execute(
                people.insert(),
                {"name": ASKERS[-1].name, "teams_tenant": _TENANT, "teams_object": _teams_object(ASKERS[-1])},
            )
        world = cls(access, Enquiries(engine, idle_seconds, 2, NO_BANK_HOLIDAYS))
        for asker in (*ASKERS[:-1], REVOKED):
            world.give_access(asker)
        access.revoke(REVOKED.name, by=BY, at=NOW)
        return world

    def give_access(self, asker: Asker) -> None:
        for grant in asker.grants:
            self.access.grant(asker.name, grant, BY, NOW)
        if asker.grants:
            self.access.link_teams(asker.name, _TENANT, _teams_object(asker), BY, NOW)

    def sign_in(self, conversation_id: str, asker: Asker, at: dt.datetime) -> bool:
        """As a Teams user: an access code is slow on purpose, and too slow for ten thousand."""
        return self.access.sign_in_teams(conversation_id, _TENANT, _teams_object(asker), at.timestamp()) is not None

    def take_access_away(self, asker: Asker, reference: Optional[str] = None) -> Asker:
        """The asker with the grants that are left."""
        self.access.revoke(asker.name, reference, by=BY, at=NOW)
        left = tuple(grant for grant in asker.grants if reference is not None and grant.reference != reference)
        return replace(asker, grants=left)


def _teams_object(asker: Asker) -> str:
    return f"object of {asker.name}"


@dataclass(frozen=True)
class Marks:
    """What gives away facts of the register."""

    content: Content

    def forbidden_to(self, asker: Asker) -> FrozenSet[str]:
        """All that must stand in no reply to them; less what they may be told by another right."""
        return frozenset(self._all) - frozenset(self._told_to(asker))

    @cached_property
    def _all(self) -> FrozenSet[str]:
        of_reviews = (mark for reference in REVIEWS for mark in self.of_stage(reference))
        of_imrs = (mark for review in REVIEWS.values() for imr in review.imrs for mark in marks_of_imr(imr))
        of_supports = (mark for support in SUPPORTS.values() for mark in marks_of_support(support))
        return frozenset([*of_reviews, *of_imrs, *of_supports, "Markperson"])

    def _told_to(self, asker: Asker) -> Iterator[str]:
        for reference, review in REVIEWS.items():
            if asker.may_be_told_stage(reference):
                yield from self.of_stage(reference)
            for imr in review.imrs:
                if asker.may_be_told_imr(reference, imr.agency):
                    yield from marks_of_imr(imr)
        for (reference, team), support in SUPPORTS.items():
            if asker.may_be_told_support(reference, team):
                yield from marks_of_support(support)

    def of_stage(self, reference: str) -> Tuple[str, ...]:
        review = REVIEWS[reference]
        words = (self.content.stages[review.stage.value].now, review.summary_url)
        dates = (review.stage_since, review.decided_on, review.expected_by, as_of(reference).date())
        return (*filter(None, words), *forms(*dates))
