"""Being told in Teams that a review moved, by who asked to be, and by nobody else."""

from __future__ import annotations

import datetime as dt
import itertools
import subprocess
import sys
from dataclasses import replace

import pytest

from scr.rules.access import Grant, Role
from scr.rules.register import Review, Stage, Support
from scr.settings import ROOT
from scr.storage.access import AccessStore
from scr.storage.database import connect
from scr.storage.register import RegisterStore
from scr.storage.support_requests import SupportRequestStore
from scr.storage.switch import SwitchStore
from scr.teams.notify import notify
from tests.small_register import BY, now_utc
from tests.teams.conftest import InTeams
from tests.teams.microsoft import Trouble
from tests.teams.teams import Person, actions, facts, shown

pytestmark = pytest.mark.server

_numbers = itertools.count(100)
VISITING = Support("Health", "health visiting", contact_name="Contact Quillfeather")
MIDWIFERY = Support("Health", "midwifery", contact_name="Contact Otherteam")


class Followed:
    """A review of its own, and a person of health visiting who follows it."""

    def __init__(self, in_teams: InTeams) -> None:
        self.in_teams = in_teams
        self.reference = f"SCR-2026-{next(_numbers)}"
        self.register = RegisterStore(in_teams.engine)
        review = Review(self.reference, "rotherham", Stage.IMRS_IN_PROGRESS, agencies=("Health", "Police"))
        self.register.add(review, BY, now_utc(), (VISITING, MIDWIFERY))
        self.person = self.linked(in_teams.person())

    def linked(self, person: Person) -> Person:
        access, name = AccessStore(self.in_teams.engine), person.object_id
        access.grant(name, Grant(self.reference, "Health", "health visiting", Role.PRACTITIONER), BY, now_utc())
        access.link_teams(name, person.tenant, person.object_id, BY, now_utc())
        return person

    def moves(self, stage: Stage = Stage.IMRS_SIGNED_OFF) -> None:
        review = self.register.review(self.reference)
        assert review is not None
        self.register.change(replace(review, stage=stage), BY, now_utc(), "stage")

    def debrief(self, support: Support, day: int) -> None:
        arranged = replace(support, debrief_date=dt.date(2099, 3, day))
        self.register.set_support(self.reference, arranged, BY, now_utc())

    def told(self) -> "list[str]":
        """What they are told now."""
        before = len(self.in_teams.microsoft.sent(self.person.chat))
        notify(self.in_teams.settings, None)
        return [shown(sent) for sent in self.in_teams.microsoft.sent(self.person.chat)[before:]]


@pytest.fixture
def followed(in_teams: InTeams) -> Followed:
    followed = Followed(in_teams)
    assert f"when {followed.reference} reaches another stage" in shown(followed.person.say("tell me when it moves"))
    return followed


def test_who_follows_a_review_is_told_once_that_it_reached_a_stage_and_what_it_is(followed: Followed) -> None:
    followed.moves()

    [told], again = followed.told(), followed.told()

    assert f"There is news of {followed.reference}: it has reached another stage." in told
    assert "Every agency has signed off" in told
    assert 'say "stop telling me"' in told
    assert again == []


def test_what_was_there_before_is_no_news(in_teams: InTeams) -> None:
    followed = Followed(in_teams)
    followed.moves()
    followed.person.say("tell me when it moves")

    assert followed.told() == []


def test_a_review_that_went_on_and_back_is_no_news(followed: Followed) -> None:
    followed.moves()
    followed.moves(Stage.IMRS_IN_PROGRESS)

    assert followed.told() == []


def test_a_debrief_of_their_own_team_that_is_arranged_and_moved_is_news(followed: Followed) -> None:
    followed.debrief(VISITING, 3)
    [arranged] = followed.told()
    followed.debrief(VISITING, 4)
    [moved] = followed.told()

    assert "a debrief has been arranged for your team" in arranged
    assert "Tuesday 3 March 2099" in arranged
    assert "your team's debrief has changed" in moved
    assert "Wednesday 4 March 2099" in moved


def test_what_is_arranged_for_another_team_is_not(followed: Followed) -> None:
    followed.debrief(MIDWIFERY, 3)

    assert followed.told() == []


def test_that_a_request_for_support_was_answered_is_news(followed: Followed) -> None:
    followed.person.say("what has been arranged for my team")
    followed.person.say("please ask for support for me")
    requests = SupportRequestStore(followed.in_teams.engine)
    [request] = [each for each in requests.open_requests() if each.reference == followed.reference]
    requests.answer(request.number, now_utc())

    [told] = followed.told()

    assert f"Your request for support number {request.number}, in {followed.reference}, has been answered." in told


def test_while_the_assistant_is_switched_off_news_waits_and_is_told_afterwards(followed: Followed) -> None:
    switch = SwitchStore(connect(followed.in_teams.settings.sqlalchemy_url, timeout=5))
    now = dt.datetime.now(dt.timezone.utc)
    followed.moves()
    switch.turn_off("a wrong answer", "Pat Officer", now)
    try:
        while_off = followed.told()
    finally:
        switch.turn_on("Pat Officer", now)

    assert while_off == []
    assert len(followed.told()) == 1


def test_who_says_stop_is_told_no_more(followed: Followed) -> None:
    stopped = followed.person.say("stop telling me")
    followed.moves()

    assert f"no more news of {followed.reference}" in shown(stopped) or "no more news of any review" in shown(stopped)
    assert followed.told() == []


def test_who_has_lost_access_is_told_no_more(followed: Followed) -> None:
    access = AccessStore(followed.in_teams.engine)
    access.grant(followed.person.object_id, Grant("SCR-2026-005", "Police", "crime", Role.PRACTITIONER), BY, now_utc())
    access.revoke(followed.person.object_id, followed.reference, by=BY, at=now_utc())
    followed.moves()

    assert followed.told() == []


def test_who_has_taken_the_bot_away_is_told_no_more(followed: Followed) -> None:
    followed.person.post(followed.person.activity("installationUpdate", action="remove"))
    followed.person.post(followed.person.activity("typing"))
    followed.moves()

    assert followed.told() == []


def test_nobody_else_is_told(followed: Followed) -> None:
    colleague = followed.linked(followed.in_teams.person())
    colleague.say("hello")
    followed.moves()
    followed.told()

    assert len(followed.in_teams.microsoft.sent(colleague.chat)) == 1


def test_in_quiet_hours_it_waits(followed: Followed) -> None:
    followed.moves()
    quiet = followed.in_teams.settings.copy(update={"teams_quiet_hours": "00:00-23:59"})
    at_night = notify(quiet, None)

    assert at_night == 0
    assert len(followed.told()) == 1


def test_what_could_not_be_sent_is_sent_the_next_time(followed: Followed) -> None:
    followed.moves()
    followed.in_teams.microsoft.trouble[followed.person.chat] = Trouble([500])

    failed, told = followed.told(), followed.told()

    assert (failed, len(told)) == ([], 1)


def test_who_has_blocked_the_bot_is_not_written_to_again_and_again(followed: Followed) -> None:
    followed.moves()
    followed.in_teams.microsoft.trouble[followed.person.chat] = Trouble([403])

    assert (followed.told(), followed.told()) == ([], [])


def test_a_review_is_named_where_somebody_has_several(followed: Followed) -> None:
    other = Followed(followed.in_teams)
    access, name = AccessStore(followed.in_teams.engine), followed.person.object_id
    access.grant(name, Grant(other.reference, "Health", "health visiting", Role.PRACTITIONER), BY, now_utc())

    asked = followed.person.say("start again")
    asked = followed.person.say("tell me when it moves")
    answered = followed.person.say(other.reference)

    assert "Which review is it?" in shown(asked)
    assert f"when {other.reference} reaches another stage" in shown(answered)


def test_where_a_review_has_got_to_comes_with_a_button_for_it(followed: Followed) -> None:
    answer = followed.person.say("where has my review got to")

    assert followed.reference in "".join(facts(answer))
    button = actions(answer, "Submit")[-1]
    assert button["title"] == "Tell me when it moves"
    pressed = followed.person.activity("message", text=button["title"], value={"say": button["title"]})
    assert "I will tell you in Teams" in shown(followed.person.send(pressed))


def test_before_others_it_is_answered_in_private(followed: Followed) -> None:
    here = followed.person.say("tell me when it moves", followed.person.group)

    assert "I have written to you in our own chat" in shown(here)


def test_the_command_says_how_many_were_told_and_without_teams_what_is_missing(followed: Followed) -> None:
    command = [sys.executable, "-m", "scr.cli", "notify"]

    without = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)

    assert without.returncode == 2
    assert "SCR_TEAMS_APP_ID is not set" in without.stderr
