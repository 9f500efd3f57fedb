"""What of all that changes in the register is news to whom."""

from __future__ import annotations

from typing import Mapping, Optional, Sequence

import pytest

from scr.rules.enquiry import Party
from scr.rules.news import News, news_in

OWN = (Party("Health", "health visiting"),)
_DEBRIEF = "support, Health, health visiting, debrief_"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ([], set()),
        ([{"stage": ["decided", "panel_set_up"]}], {News.STAGE_REACHED}),
        ([{"stage": [None, "considered"]}], {News.STAGE_REACHED}),
        ([{"stage": ["decided", "panel_set_up"]}, {"stage": ["panel_set_up", "decided"]}], set()),
        ([{"hold": [None, "inquest"]}, {"summary_url": [None, "https://board.example"]}], set()),
        ([{f"{_DEBRIEF}date": [None, "2099-03-03"]}], {News.DEBRIEF_ARRANGED}),
        (
            [{f"{_DEBRIEF}date": [None, "2099-03-03"]}, {f"{_DEBRIEF}date": ["2099-03-03", "2099-03-04"]}],
            {News.DEBRIEF_ARRANGED},
        ),
        ([{f"{_DEBRIEF}date": ["2099-03-03", "2099-03-04"]}], {News.DEBRIEF_MOVED}),
        ([{f"{_DEBRIEF}date": ["2099-03-03", None]}], {News.DEBRIEF_MOVED}),
        ([{f"{_DEBRIEF}time": ["14:00", "15:00"]}], {News.DEBRIEF_MOVED}),
        ([{f"{_DEBRIEF}place": ["Room 1", "Room 2"]}], {News.DEBRIEF_MOVED}),
        ([{f"{_DEBRIEF}kind": ["group", "one_to_one"]}], set()),
        ([{"support, Health, health visiting, phone": [None, "01632 960444"]}], set()),
        ([{"support, Health, midwifery, debrief_date": [None, "2099-03-03"]}], set()),
        ([{"support, Police, health visiting, debrief_date": [None, "2099-03-03"]}], set()),
    ],
)
def test_what_is_news(changes: Sequence[Mapping[str, Sequence[Optional[str]]]], expected: "set[News]") -> None:
    assert news_in(changes, OWN) == expected


def test_to_somebody_of_no_team_no_debrief_is_news() -> None:
    assert news_in([{f"{_DEBRIEF}date": [None, "2099-03-03"]}], ()) == set()
