"""What is said beside a conversation that is with a person: by when somebody writes, and that 999 is for dangers."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from scr.content import Content
from scr.replies import Composer, Facts, Reply, as_text
from scr.replies.helpline import HelplineReplies
from scr.rules.handover import Author, Word
from scr.rules.opening_hours import OpeningHours

LONDON = ZoneInfo("Europe/London")
CHRISTMAS = dt.date(2026, 12, 25)  # a Friday


@pytest.fixture
def replies(content: Content) -> HelplineReplies:
    return HelplineReplies(content, Composer(content, Facts()), OpeningHours.read("Mon-Fri 09:00-17:00"), {CHRISTMAS})


def told(replies: HelplineReplies, *moment: int, name: str = "utter_handed_over") -> Reply:
    return replies.told(name, 12, dt.datetime(*moment, tzinfo=LONDON).timestamp())


@pytest.mark.parametrize(
    ("moment", "promised"),
    [
        ((2026, 7, 1, 9, 0), "as soon as they are free"),
        ((2026, 7, 1, 16, 59), "as soon as they are free"),
        ((2026, 7, 1, 17, 0), "from Thursday 2 July 2026, 9 am"),
        ((2026, 7, 1, 8, 59), "from Wednesday 1 July 2026, 9 am"),
        ((2026, 12, 25, 10, 0), "from Monday 28 December 2026, 9 am"),
    ],
    ids=["opening", "nearly closed", "closed", "not open yet", "bank holiday"],
)
def test_it_is_said_by_when_somebody_writes_by_the_clock_in_england(
    replies: HelplineReplies, moment: "tuple[int, ...]", promised: str
) -> None:
    assert promised in as_text(told(replies, *moment))


def test_where_the_desk_has_no_hours_no_moment_is_promised(content: Content) -> None:
    replies = HelplineReplies(content, Composer(content, Facts()), OpeningHours.read(""))

    assert "when it is staffed again" in as_text(told(replies, 2026, 7, 1, 9, 0))


@pytest.mark.parametrize("name", ["utter_handed_over", "utter_already_handed"])
def test_every_notice_has_the_number_the_emergency_route_who_reads_and_the_way_back(
    replies: HelplineReplies, content: Content, name: str
) -> None:
    notice = told(replies, 2026, 7, 1, 9, 0, name=name)

    for part in ("12", "call 999", "names and other details left out", "go on asking me meanwhile"):
        assert part in as_text(notice)
    assert [button.text for button in notice.buttons] == [content.fragments["withdraw"]]
    assert notice.handover == 12


def test_once_somebody_is_there_the_emergency_route_is_said_again(replies: HelplineReplies) -> None:
    assert "call 999" in as_text(told(replies, 2026, 7, 1, 9, 0, name="utter_helpline_here"))


def test_the_words_of_the_helpline_are_marked_as_such_and_those_of_the_person_are_no_reply(replies: HelplineReplies) -> None:
    words = [Word(1, 0.0, author, None, "as written", 12) for author in (Author.HELPLINE, Author.PERSON)]

    answer, own = map(replies.of, words)

    assert answer is not None
    assert [(passage.kind, passage.text) for passage in answer.passages] == [("helpline", "as written")]
    assert not answer.can_be_judged
    assert own is None


def test_no_topic_or_task_has_the_words_with_which_a_request_is_taken_back(content: Content) -> None:
    titles = {*(topic.title for topic in content.topics.values()), *content.tasks.values()}

    assert content.fragments["withdraw"] not in titles


def test_whom_to_call_is_said_with_a_desk_and_without(content: Content) -> None:
    human = content.responses["utter_human"].text

    for part in ("manager", "safeguarding lead", "{contact}"):
        assert part in human
    assert "cannot" not in human
