"""A register of a few dataclasses in memory, which answers as the real one does, and the grants of whoever is signed in."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Dict, Optional, Tuple

from scr.rules.access import Grant, Role
from scr.rules.enquiry import Asked, Ending, Enquiry, Finding, SupportRequest, found, refused
from scr.rules.reference import meant
from scr.rules.register import DebriefKind, Imr, Review, Stage, Support

TODAY = dt.date(2026, 3, 2)
_AS_OF = dt.datetime(2026, 2, 20, tzinfo=dt.timezone.utc)

ONE, TWO, NOT_THEIRS = "SCR-2026-001", "SCR-2026-002", "SCR-2026-003"
HV, CPU = ("Health", "health visiting"), ("Police", "child protection unit")
IN_ONE_REVIEW = (Grant(ONE, *HV, Role.MANAGER),)
IN_TWO_REVIEWS = (Grant(ONE, *HV, Role.PRACTITIONER), Grant(TWO, *HV, Role.PRACTITIONER), Grant(TWO, *CPU, Role.PANEL))
IN_NONE: Tuple[Grant, ...] = ()


@dataclass
class Register:
    """Reviews, what was arranged in them, and the grants of whoever is signed in."""

    reviews: Dict[str, Review]
    supports: Dict[str, Tuple[Support, ...]]
    grants: Optional[Tuple[Grant, ...]] = None
    requests: int = 0

    def answer(self, enquiry: Enquiry) -> Finding:
        if self.grants is None:
            return refused(enquiry, TODAY, Ending.SIGN_IN_NEEDED)
        own = tuple(dict.fromkeys(grant.reference for grant in self.grants))
        if enquiry.reference is None and len(own) != 1:
            return refused(enquiry, TODAY, Ending.ASK_REFERENCE, self.grants)
        reference = own[0] if enquiry.reference is None else meant(enquiry.reference, own)
        if reference not in own:
            return refused(enquiry, TODAY, Ending.UNKNOWN_REFERENCE)
        named = Enquiry(enquiry.asked, reference, enquiry.parties)
        finding = found(named, TODAY, self.grants, self.reviews[reference], self.supports[reference])
        if finding.ending is Ending.TOLD and enquiry.asked is Asked.SUPPORT_REQUEST:
            self.requests += 1
            request = SupportRequest(self.requests, TODAY + dt.timedelta(days=2))
            return replace(finding, request=request)
        return finding

    def sign_out(self) -> None:
        self.grants = None


def a_register() -> Register:
    def review(reference: str, stage: Stage) -> Review:
        agencies, day = ("Health", "Police"), dt.date(2026, 1, 5)
        imrs = (Imr("Health", due=TODAY), Imr("Police", signed_off=day))
        return Review(reference, "rotherham", stage, day, day, agencies=agencies, imrs=imrs, as_of=_AS_OF)

    stages = {ONE: Stage.IMRS_IN_PROGRESS, TWO: Stage.CLOSED, NOT_THEIRS: Stage.OVERVIEW_REPORT}
    booked = Support(*HV, "Ann Example", "named nurse", "01632 960001", None, DebriefKind.GROUP, dt.date(2026, 3, 9))
    return Register(
        {reference: review(reference, stage) for reference, stage in stages.items()},
        {ONE: (booked, Support(*CPU, "Bob Sample")), TWO: (Support(*CPU, "Bob Sample"),), NOT_THEIRS: ()},
    )
