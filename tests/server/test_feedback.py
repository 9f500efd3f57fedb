"""A reply can be judged in its own conversation, once, and what is kept of it names nobody."""

from __future__ import annotations

from typing import Any, Callable, Dict

import pytest

from scr.rules.feedback import Judgement, Reason
from scr.rules.unanswered import Why
from scr.running import Talk
from scr.settings import Settings
from scr.storage.database import connect
from scr.storage.feedback import FeedbackStore
from scr.storage.unanswered import UnansweredStore
from tests.server.running import Door

pytestmark = pytest.mark.server


@pytest.fixture
def kept(running: Settings) -> Callable[[str], Judgement]:
    """Finds what was kept of a reply."""
    store = FeedbackStore(connect(f"sqlite:///{running.var_dir / 'scr.db'}", timeout=5))

    def find(reply_id: str) -> Judgement:
        return next(judgement for judgement in store.all() if judgement.reply_id == reply_id)

    return find


def reply_id(door: Door, text: str = "will i be interviewed") -> str:
    return str(door.message(text).json()["replies"][0]["id"])


def test_a_reply_that_helped_is_noted_with_its_ending_and_area(door: Door, kept: Callable[[str], Judgement]) -> None:
    judged = str(door.message("what support is there for staff", area="rotherham").json()["replies"][0]["id"])

    response = door.post("/chat/feedback", {"reply": judged, "helpful": True})

    assert (response.status_code, response.content) == (204, b"")
    assert kept(judged) == Judgement(judged, "staff_support", "rotherham", True)


def test_who_thinks_again_changes_what_is_noted(door: Door, kept: Callable[[str], Judgement]) -> None:
    judged = reply_id(door)
    door.post("/chat/feedback", {"reply": judged, "helpful": True})

    door.post("/chat/feedback", {"reply": judged, "helpful": False, "reason": "unclear"})

    assert kept(judged).reason is Reason.UNCLEAR


def test_a_comment_is_redacted_before_it_is_kept(door: Door, kept: Callable[[str], Judgement]) -> None:
    judged = reply_id(door)

    door.post("/chat/feedback", {"reply": judged, "helpful": False, "comment": "it was about Emily Jones, dob 1/2/2015"})

    assert "Emily" not in kept(judged).comment
    assert "2015" not in kept(judged).comment
    assert kept(judged).comment.startswith("it was about [name]")


def test_the_question_of_an_answer_that_did_not_help_is_kept_redacted(running: Settings, door: Door) -> None:
    store = UnansweredStore(connect(f"sqlite:///{running.var_dir / 'scr.db'}", timeout=5))
    judged = reply_id(door, "will Beatrice be interviewed about it, i wonder")
    door.message("how long does it take")

    door.post("/chat/feedback", {"reply": judged, "helpful": False})

    found = [question.text for question in store.open_questions() if question.why is Why.THUMBS_DOWN]
    assert "will [name] be interviewed about it, i wonder" in found


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"helpful": True},
        {"reply": "somebody else's", "helpful": True},
        {"reply": None, "helpful": True},
        {"reply": "OWN"},
        {"reply": "OWN", "helpful": "yes"},
        {"reply": "OWN", "helpful": False, "reason": "because"},
        {"reply": "OWN", "helpful": False, "comment": 5},
        {"reply": "OWN", "helpful": False, "comment": "x" * 501},
    ],
)
def test_what_judges_nothing_is_refused_with_what_is_wrong_with_it(door: Door, body: Dict[str, Any]) -> None:
    own = reply_id(door)

    response = door.post("/chat/feedback", {name: own if value == "OWN" else value for name, value in body.items()})

    assert response.status_code == 400
    assert response.json()["error"].startswith("The request could not be read: ")


def test_a_reply_of_another_conversation_cannot_be_judged(running: Settings, door: Door) -> None:
    theirs = reply_id(Door(running.base_url, Talk(running.base_url).token))

    assert door.post("/chat/feedback", {"reply": theirs, "helpful": True}).status_code == 400


def test_a_reply_that_answers_nothing_cannot_be_judged(door: Door) -> None:
    assert door.post("/chat/feedback", {"reply": reply_id(door, "hello"), "helpful": True}).status_code == 400


def test_nobody_judges_without_a_token(stranger: Door, door: Door) -> None:
    assert stranger.post("/chat/feedback", {"reply": reply_id(door), "helpful": True}).status_code == 401
