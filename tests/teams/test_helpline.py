"""Talking with the helpline in Teams: in a person's own chat, every word once and in its order."""

from __future__ import annotations

import itertools
import time
from typing import Iterator, List, NamedTuple

import pytest
import sqlalchemy as sa

from scr.rules.accounts import Account
from scr.rules.handover import Author
from scr.storage.handovers import HandoverStore
from scr.storage.tables import accounts
from scr.teams.helpline import next_try
from tests.at_the_desk import colleague
from tests.teams.conftest import InTeams
from tests.teams.microsoft import Trouble
from tests.teams.teams import Person, actions, shown

PERSON = "can i speak to a person please"


class Desk(NamedTuple):
    store: HandoverStore
    pat: Account

    def take(self, number: int) -> None:
        self.store.take(number, self.pat, time.time())

    def answer(self, number: int, text: str) -> None:
        self.store.answer(number, self.pat, text, time.time())


@pytest.fixture(scope="module")
def desk(in_teams: InTeams) -> Iterator[Desk]:
    """Somebody at the desk of the assistant that other tests use too, who afterwards is there no more."""
    pat = colleague(in_teams.engine)
    yield Desk(HandoverStore(in_teams.engine), pat)
    with in_teams.engine.begin() as connection:
        connection.execute(sa.update(accounts).values(disabled=True))


def handed_over(desk: Desk, person: Person) -> int:
    """Asks for a person in their own chat; the number."""
    before = {each.number for each in desk.store.waiting()}
    person.say(PERSON)
    notice = heard(person, 2)[-1]
    [number] = {each.number for each in desk.store.waiting()} - before
    assert f"number is {number}" in notice
    return number


def heard(person: Person, count: int) -> List[str]:
    """What stands in their chat once there are so many."""
    return [shown(sent) for sent in person.microsoft.wait_for(count, person.chat)]


@pytest.mark.server
def test_the_helpline_writes_into_the_persons_own_chat_and_reads_what_they_answer(desk: Desk, person: Person) -> None:
    number = handed_over(desk, person)
    desk.take(number)
    desk.answer(number, "Hello, how can I help?")

    told = heard(person, 4)
    assert "is here now" in told[2]
    assert told[3] == "Helpline\nHello, how can I help?"

    person.post(person.message("it is about my interview"))
    assert heard(person, 5)[4] == "Passed to the helpline."
    words = [word.text for word in desk.store.words(number) if word.author is Author.PERSON]
    assert words == ["it is about my interview"]


@pytest.mark.server
def test_handed_back_the_person_is_told_and_answered_by_the_assistant_again(desk: Desk, person: Person) -> None:
    number = handed_over(desk, person)
    desk.take(number)
    heard(person, 3)
    desk.store.hand_back(number, desk.pat, time.time())

    assert "I answer you again" in heard(person, 4)[3]
    person.post(person.message("will i be interviewed"))
    assert "Quite possibly" in heard(person, 5)[4]


@pytest.mark.server
def test_the_button_takes_it_back(desk: Desk, person: Person) -> None:
    number = handed_over(desk, person)
    notice = person.microsoft.sent(person.chat)[-1]
    [withdraw] = actions(notice, "Submit")

    person.post(person.activity("message", text=withdraw["data"]["say"], value=withdraw["data"]))

    assert "no longer need anybody" in heard(person, 3)[2]
    assert number not in {each.number for each in desk.store.waiting()}


@pytest.mark.server
@pytest.mark.parametrize("where", ["group", "thread"])
def test_where_others_read_along_nobody_is_promised_and_whom_to_call_is_said(desk: Desk, person: Person, where: str) -> None:
    place = getattr(person, where)
    before = desk.store.waiting()

    answer = shown(person.say(PERSON, place))

    assert "safeguarding lead" in answer
    assert "helpline" not in answer
    assert person.heard_nothing_else(place)
    assert desk.store.waiting() == before


@pytest.mark.server
def test_where_the_connector_fails_words_come_later_each_once_and_in_their_order(desk: Desk, person: Person) -> None:
    number = handed_over(desk, person)
    desk.take(number)
    heard(person, 3)
    person.microsoft.trouble[person.chat] = Trouble(statuses=[500, 500])
    for text in ("one", "two", "three"):
        desk.answer(number, text)

    told = [text.split("\n")[-1] for text in heard(person, 6)]

    assert told[3:] == ["one", "two", "three"]
    time.sleep(2)
    assert len(heard(person, 6)) == 6


@pytest.mark.server
def test_a_message_that_is_changed_is_passed_on_as_it_now_stands(desk: Desk, person: Person) -> None:
    number = handed_over(desk, person)
    desk.take(number)
    heard(person, 3)
    message = person.message("what i wrote first")
    person.post(message)
    heard(person, 4)
    edited = {**message, "type": "messageUpdate", "text": "what i meant", "timestamp": "2026-02-23T09:31:00.000Z"}
    person.post({**edited, "channelData": {**message["channelData"], "eventType": "editMessage"}})
    heard(person, 5)

    words = [word.text for word in desk.store.words(number) if word.author is Author.PERSON]
    assert words == ["what i meant"]


def test_each_wait_for_a_connector_that_fails_is_longer_than_the_one_before() -> None:
    moments = [100.0]
    for _ in range(12):
        moments.append(next_try(100.0, moments[-1]))
    waits = [later - earlier for earlier, later in itertools.pairwise(moments)]

    assert waits == sorted(waits)
    assert (waits[0], waits[-1]) == (2.0, 300.0)
