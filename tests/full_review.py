"""A review with something in every place, and all that can be arranged for one of its teams."""

from __future__ import annotations

import datetime as dt

from scr.rules.register import DebriefKind, Hold, Imr, Review, Stage, Support

AT = dt.datetime(2026, 3, 2, 9, 30, tzinfo=dt.timezone.utc)
BY = "Pat Example"
FIRST, SECOND, THIRD = "SCR-2026-001", "SCR-2026-002", "SCR-2026-003"

REVIEW = Review(
    FIRST,
    "rotherham",
    Stage.IMRS_IN_PROGRESS,
    stage_since=dt.date(2026, 2, 20),
    decided_on=dt.date(2026, 1, 5),
    hold=Hold.INQUEST,
    agencies=("Police", "Health", "Education"),
    imrs=(Imr("Police", dt.date(2026, 4, 1)), Imr("Education", dt.date(2026, 4, 1), dt.date(2026, 3, 1))),
)
SUPPORT = Support(
    "Health",
    "midwifery",
    contact_name="Sample Contact",
    contact_role="named nurse",
    phone="01632 960101",
    email="contact@board.example",
    debrief_kind=DebriefKind.ONE_TO_ONE,
    debrief_date=dt.date(2026, 4, 14),
    debrief_time=dt.time(14, 30),
    debrief_place="Sample Clinic",
    feedback_date=dt.date(2026, 9, 1),
    feedback_time=dt.time(9, 0),
    feedback_place="Sample Town Hall",
)
