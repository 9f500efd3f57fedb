"""Thumbs and reactions in Teams become judgements of replies."""

from __future__ import annotations

import json
from typing import Any, Dict, List

import pytest

from scr.rules.feedback import Judgement
from scr.storage.feedback import FeedbackStore
from scr.storage.tables import feedback
from tests.teams.conftest import InTeams
from tests.teams.teams import Person

pytestmark = pytest.mark.server

QUESTION = "will i be interviewed"


def _asked(person: Person) -> str:
    """The id of the activity that shows the answer to a question."""
    return person.say(QUESTION).id


def _thumb(person: Person, answer: str, reaction: str, comment: str = "", where: str = "") -> Dict[str, Any]:
    value = {
        "actionName": "feedback",
        "actionValue": {"reaction": reaction, "feedback": json.dumps({"feedbackText": comment})},
    }
    return person.activity("invoke", where, name="message/submitAction", value=value, replyToId=answer)


def _reaction(person: Person, answer: str, *kinds: str) -> Dict[str, Any]:
    added = [{"type": kind} for kind in kinds]
    return person.activity("messageReaction", reactionsAdded=added, replyToId=answer)


def _judged(in_teams: InTeams, person: Person) -> List[Judgement]:
    """Judgements that came since; what follows is answered, and so what came before it has been worked on."""
    person.say("thanks")
    return FeedbackStore(in_teams.engine).all()


@pytest.fixture(autouse=True)
def _no_judgements(in_teams: InTeams) -> None:
    with in_teams.engine.begin() as connection:
        connection.execute(feedback.delete())


def test_an_answer_asks_for_teams_own_thumbs_and_small_talk_does_not(person: Person) -> None:
    assert person.say(QUESTION).body["channelData"] == {"feedbackLoop": {"type": "default"}}
    assert "channelData" not in person.say("thanks").body


@pytest.mark.parametrize(("reaction", "helpful"), [("like", True), ("dislike", False)])
def test_a_thumb_is_kept_with_its_comment(in_teams: InTeams, person: Person, reaction: str, helpful: bool) -> None:
    response = person.post(_thumb(person, _asked(person), reaction, "it does not say when"))

    [judgement] = _judged(in_teams, person)
    assert (response.status_code, response.json()) == (200, {})
    assert (judgement.outcome, judgement.helpful, judgement.comment) == ("interview", helpful, "it does not say when")


def test_identifying_details_in_a_comment_are_not_kept(in_teams: InTeams, person: Person) -> None:
    person.post(_thumb(person, _asked(person), "dislike", "the child is Tobias Quillfeather, born 12/09/2018"))

    [judgement] = _judged(in_teams, person)
    assert "Quillfeather" not in judgement.comment
    assert "2018" not in judgement.comment


def test_a_comment_that_is_too_long_is_cut_and_one_that_cannot_be_read_left_out(in_teams: InTeams, person: Person) -> None:
    person.post(_thumb(person, _asked(person), "like", "x " * 5000))
    broken = _thumb(person, _asked(person), "like")
    broken["value"]["actionValue"]["feedback"] = "{"
    person.post(broken)

    comments = {len(judgement.comment) for judgement in _judged(in_teams, person)}
    assert len(comments) == 2
    assert min(comments) == 0
    assert max(comments) <= 600


@pytest.mark.parametrize(("kinds", "helpful"), [(("like",), True), (("heart",), True), (("angry",), False)])
def test_a_reaction_is_a_judgement(in_teams: InTeams, person: Person, kinds: "tuple[str, ...]", helpful: bool) -> None:
    person.post(_reaction(person, _asked(person), *kinds))

    assert [judgement.helpful for judgement in _judged(in_teams, person)] == [helpful]


@pytest.mark.parametrize("kinds", [("sad",), ("surprised",), ("laugh",), ("made up",), ()])
def test_a_reaction_that_may_be_meant_for_the_matter_is_none(
    in_teams: InTeams, person: Person, kinds: "tuple[str, ...]"
) -> None:
    person.post(_reaction(person, _asked(person), *kinds))

    assert _judged(in_teams, person) == []


def test_who_thinks_again_is_taken_at_their_last_word(in_teams: InTeams, person: Person) -> None:
    answer = _asked(person)
    person.post(_thumb(person, answer, "like"))
    person.post(_thumb(person, answer, "dislike"))

    assert [judgement.helpful for judgement in _judged(in_teams, person)] == [False]


def test_what_is_no_reply_of_this_chat_cannot_be_judged_in_it(in_teams: InTeams, person: Person) -> None:
    others = _asked(in_teams.person())
    person.post(_thumb(person, others, "like"))
    person.post(_reaction(person, "made up", "like"))
    person.post(_reaction(person, "", "like"))

    assert _judged(in_teams, person) == []


@pytest.mark.parametrize("value", [None, [], "like", {"actionName": "feedback"}, {"actionName": "x", "actionValue": {}}])
def test_a_judgement_that_cannot_be_read_is_left_alone(in_teams: InTeams, person: Person, value: object) -> None:
    activity = {**_thumb(person, _asked(person), "like"), "value": value}

    assert person.post(activity).status_code == 200
    assert _judged(in_teams, person) == []
