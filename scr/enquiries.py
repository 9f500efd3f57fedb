"""Answers what is asked of the register: who asks, what they may know, what the record says; and notes that it was asked."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Container, Optional, Sequence, Tuple
from zoneinfo import ZoneInfo

from sqlalchemy.engine import Engine

from scr.rules.access import Grant
from scr.rules.enquiry import Asked, Ending, Enquiry, Finding, Party, SupportRequest, found, refused
from scr.rules.reference import meant
from scr.rules.register import Support
from scr.rules.working_days import add_working_days
from scr.storage.access import AccessStore, Person
from scr.storage.audit import AuditStore
from scr.storage.followers import FollowerStore
from scr.storage.register import RegisterStore
from scr.storage.support_requests import SupportRequestStore

_LOCAL = ZoneInfo("Europe/London")


class Enquiries:
    """
    Args:
        idle_limit: seconds after which somebody who is signed in and says nothing is signed out.
        answer_days: working days within which a request for support is answered.
        bank_holidays: days that are none of them.
    """

    def __init__(self, engine: Engine, idle_limit: float, answer_days: int, bank_holidays: Container[dt.date]) -> None:
        self._access = AccessStore(engine, idle_limit)
        self._register = RegisterStore(engine)
        self._requests = SupportRequestStore(engine)
        self._followers = FollowerStore(engine)
        self._audit = AuditStore(engine)
        self._answer_days = answer_days
        self._bank_holidays = bank_holidays

    def answer(self, enquiry: Enquiry, conversation_id: str, now: dt.datetime) -> Finding:
        """
        Args:
            conversation_id: who is signed in to it is who asks; nothing that a message says about its writer counts.
            now: with a time zone.

        Raises:
            DatabaseUnavailable
        """
        return self.answer_person(enquiry, self._access.signed_in(conversation_id, now.timestamp()), now)

    def answer_person(self, enquiry: Enquiry, person: Optional[Person], now: dt.datetime) -> Finding:
        """As `answer`, for somebody who is known without a conversation; for nobody where that is None.

        Raises:
            DatabaseUnavailable
        """
        finding = self._finding(enquiry, person, now)
        self._audit.record(
            now, person.name if person else None, finding.reference, enquiry.asked.value, finding.ending.value
        )
        return finding

    def teams_of(self, person: Person, reference: str) -> Sequence[Party]:
        """The person's own teams in a review.

        Raises:
            DatabaseUnavailable
        """
        return [Party(grant.agency, grant.team) for grant in self._access.grants_of(person.id, reference)]

    def sign_out(self, conversation_id: str) -> None:
        """
        Raises:
            DatabaseUnavailable
        """
        self._access.sign_out(conversation_id)

    def _finding(self, enquiry: Enquiry, person: Optional[Person], now: dt.datetime) -> Finding:
        today = now.astimezone(_LOCAL).date()
        if person is None:
            return refused(enquiry, today, Ending.SIGN_IN_NEEDED)
        grants = self._access.grants_of(person.id)
        own = tuple(dict.fromkeys(grant.reference for grant in grants))
        if enquiry.asked is Asked.UNFOLLOW_REVIEW and enquiry.reference is None:
            self._followers.unfollow(person.id)
            return Finding(enquiry.asked, Ending.TOLD, today)
        if enquiry.reference is None and len(own) != 1:
            return refused(enquiry, today, Ending.ASK_REFERENCE, grants)
        reference = own[0] if enquiry.reference is None else meant(enquiry.reference, own)
        enquiry = replace(enquiry, reference=reference or enquiry.reference)
        # Whether there is such a review is not looked up for somebody without standing in it: neither the words nor the
        # time taken could tell.
        if reference not in own:
            return refused(enquiry, today, Ending.UNKNOWN_REFERENCE)
        return self._told(enquiry, person, [grant for grant in grants if grant.reference == reference], now, today)

    def _told(self, enquiry: Enquiry, person: Person, grants: Sequence[Grant], now: dt.datetime, today: dt.date) -> Finding:
        record = self._register.record(str(enquiry.reference))
        if record is None:  # taken out of the register after the grants were read
            return refused(enquiry, today, Ending.UNKNOWN_REFERENCE)
        finding = found(enquiry, today, grants, record.review, record.support)
        if finding.ending is not Ending.TOLD:
            return finding
        if enquiry.asked is Asked.SUPPORT_REQUEST:
            return replace(finding, request=self._request(finding, person, now))
        if enquiry.asked is Asked.FOLLOW_REVIEW:
            return replace(finding, reachable=self._followers.follow(person.id, str(finding.reference), now))
        if enquiry.asked is Asked.UNFOLLOW_REVIEW:
            self._followers.unfollow(person.id, finding.reference)
        return finding

    def _request(self, finding: Finding, person: Person, now: dt.datetime) -> SupportRequest:
        """Recorded for the contact of the asker's own team; for the board's officer where there is none yet."""
        support = next(iter(finding.supports), None) or Support(*_team(finding.parties[0]))
        answer_by = add_working_days(finding.today, self._answer_days, self._bank_holidays)
        kept = self._requests.ask(person.id, str(finding.reference), support, now, answer_by)
        return SupportRequest(kept.number, kept.answer_by, already_open=kept.at < now)


def _team(party: Party) -> Tuple[str, str]:
    return str(party.agency), str(party.team)
