"""Somebody asks for a person and gets one: over HTTP, with the assistant's processes and their database as they are."""

from __future__ import annotations

import time
from typing import Any, Dict, Iterator, List, Mapping, NamedTuple

import pytest
import requests

from scr.rules.accounts import Account
from scr.rules.handover import Author, State
from scr.rules.triage import Urgency
from scr.running import Talk, running_assistant
from scr.settings import Settings
from scr.storage.conversations import ConversationStore
from scr.storage.database import connect
from scr.storage.handovers import HandoverStore
from scr.storage.switch import SwitchStore
from tests.at_the_desk import colleague
from tests.server.running import SECRET, Door
from tests.server.test_switched_off import wait_until
from tests.small_register import now_utc

pytestmark = pytest.mark.server

PERSON = "can i speak to a person please"
QUESTION = "will i be interviewed"
DANGER = "the baby next door is being hit right now"
DETAILS = "the mother is Jane Doe, born 12/03/1984, 14 Sample Street"
DISTRESS = "i cant stop crying since the review started and i cant face going in"
WITHDRAW = "I no longer need a person"


class Desk(NamedTuple):
    """Two processes on one database, and somebody at their desk."""

    settings: Settings
    other: Settings
    store: HandoverStore
    pat: Account

    def door(self) -> Door:
        return Door(self.settings.base_url, Talk(self.settings.base_url).token)

    def elsewhere(self, door: Door) -> Door:
        """The same conversation at the other process, which remembers no delivery of the first."""
        return Door(self.other.base_url, door.headers["Authorization"].split()[1])

    def take(self, number: int) -> None:
        self.store.take(number, self.pat, time.time())

    def taken(self) -> tuple[Door, int]:
        """A conversation that somebody has taken, and the number of the hand-over."""
        door = self.door()
        number = asked(door)
        self.take(number)
        return door, number


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    always = {"SCR_DESK_HOURS": "Mon-Sun 00:00-23:59", "SCR_MESSAGES_PER_MINUTE": "100000"}
    with running_assistant({"SCR_SECRET": SECRET, "SCR_ADDRESS_MESSAGES_PER_MINUTE": "100000", **always}) as settings:
        engine = connect(settings.sqlalchemy_url, timeout=5)
        same = {"SCR_SECRET": SECRET, "SCR_DATABASE_URL": settings.sqlalchemy_url, **always}
        with running_assistant(same, without=("actions",)) as other:
            yield Desk(settings, other, HandoverStore(engine), colleague(engine))


def said(door: Door, text: str, **more: object) -> List[Mapping[str, Any]]:
    replies: List[Mapping[str, Any]] = door.message(text, **more).json()["replies"]
    return replies


def asked(door: Door) -> int:
    """The number that somebody is told who asks for a person."""
    return int(said(door, PERSON)[-1]["handover"])


def words_of(reply: Mapping[str, Any]) -> str:
    return "\n".join(passage["text"] for passage in reply["passages"])


def news(door: Door, after: int = 0) -> Dict[str, Any]:
    found: Dict[str, Any] = door.get(f"/chat/helpline?after={after}").json()
    return found


def test_whoever_asks_for_a_person_is_told_whom_to_call_and_under_which_number_somebody_will_write(desk: Desk) -> None:
    contacts, notice = said(desk.door(), PERSON)

    assert (contacts["outcome"], notice["outcome"]) == ("human", "handed_over")
    assert "safeguarding lead" in words_of(contacts)
    for part in (
        f"number is {notice['handover']}",
        "as soon as they are free",
        "names and other details left out",
        "call 999",
    ):
        assert part in words_of(notice)
    assert [button["text"] for button in notice["buttons"]] == [WITHDRAW]


def test_asked_for_again_there_is_one_hand_over_and_its_number_is_said_again(desk: Desk) -> None:
    door = desk.door()
    number = asked(door)
    again = said(door, PERSON)[-1]

    assert again["handover"] == number
    assert f"still {number}" in words_of(again)


def test_while_somebody_waits_the_assistant_answers_as_ever(desk: Desk) -> None:
    door = desk.door()
    asked(door)

    assert [reply["outcome"] for reply in said(door, QUESTION)] == ["interview"]
    assert news(door)["state"] == "waiting"


def test_once_taken_what_the_person_says_goes_to_whoever_took_it_and_the_answer_comes_back(desk: Desk) -> None:
    door, number = desk.taken()
    passed_on = said(door, QUESTION, id="first")

    desk.store.answer(number, desk.pat, "Hello, how can I help?", time.time())

    assert words_of(passed_on[0]) == "Passed to the helpline."
    assert [word.text for word in desk.store.words(number) if word.author is Author.PERSON] == [QUESTION]
    told = news(door)
    assert told["state"] == "taken"
    assert [word["reply"]["passages"][0]["kind"] for word in told["words"]] == ["notice", "helpline"]
    assert words_of(told["words"][1]["reply"]) == "Hello, how can I help?"
    assert news(door, told["words"][1]["number"])["words"] == []


def test_a_message_that_is_sent_again_is_passed_on_once_also_once_the_hand_over_is_over(desk: Desk) -> None:
    door, number = desk.taken()
    said(door, QUESTION, id="the same")
    desk.store.hand_back(number, desk.pat, time.time())

    assert words_of(said(desk.elsewhere(door), QUESTION, id="the same")[0]) == "Passed to the helpline."
    assert [word.text for word in desk.store.words(number) if word.author is Author.PERSON] == [QUESTION]


def test_a_request_whose_reply_was_lost_is_answered_again_and_neither_doubled_nor_passed_on(desk: Desk) -> None:
    door = desk.door()
    first = said(door, PERSON, id="the same")
    before = len(door.turns())
    waiting = said(desk.elsewhere(door), PERSON, id="the same")
    desk.take(first[-1]["handover"])
    taken = said(desk.elsewhere(door), PERSON, id="the same")

    for again in (waiting, taken):
        assert [words_of(reply) for reply in again] == [words_of(reply) for reply in first]
        assert [reply["handover"] for reply in again] == [reply["handover"] for reply in first]
    assert len(door.turns()) == before
    assert [word for word in desk.store.words(first[-1]["handover"]) if word.author is Author.PERSON] == []


def test_names_and_codes_are_left_out_and_what_is_all_details_is_withheld(desk: Desk) -> None:
    door, number = desk.taken()
    said(door, "my e-mail is pat@sample.example")
    said(door, "the code is 7K3M-Q9XV-2HTP-RB64")
    withheld = said(door, DETAILS)

    kept = "\n".join(word.text for word in desk.store.words(number))
    assert "e-mail" in kept
    assert not any(part in kept for part in ("sample.example", "7K3M", "Jane", "1984"))
    assert "withheld" in kept
    assert "without them" in words_of(withheld[-1])


def test_a_danger_is_answered_at_once_and_makes_it_an_emergency(desk: Desk) -> None:
    door, number = desk.taken()
    emergency, passed_on = said(door, DANGER)

    assert emergency["outcome"] == "immediate_danger"
    assert "999" in words_of(emergency)
    assert words_of(passed_on) == "Passed to the helpline."
    assert desk.store.one(number).urgency is Urgency.EMERGENCY
    assert news(door)["words"][0]["reply"]["outcome"] == "helpline"
    assert len(news(door)["words"]) == 1, "what was shown in the turn is not shown again"


def test_a_danger_or_distress_while_somebody_waits_makes_it_more_urgent(desk: Desk) -> None:
    door = desk.door()
    number = asked(door)
    urgencies = []
    for text in (DISTRESS, DANGER, DISTRESS):
        said(door, text)
        urgencies.append(desk.store.one(number).urgency)

    assert urgencies == [Urgency.TODAY, Urgency.EMERGENCY, Urgency.EMERGENCY]


def test_distress_is_handed_over_without_being_asked_for(desk: Desk) -> None:
    replies = said(desk.door(), DISTRESS)

    assert [reply["outcome"] for reply in replies] == ["distress", "handed_over"]
    assert desk.store.one(replies[-1]["handover"]).urgency is Urgency.TODAY


def test_it_can_be_taken_back_by_its_button_and_by_the_page(desk: Desk) -> None:
    by_button, by_page = desk.door(), desk.door()
    numbers = [asked(by_button), asked(by_page)]

    assert said(by_button, WITHDRAW)[0]["outcome"] == "withdrawn"
    by_page.request("DELETE", "/chat/helpline")

    assert [desk.store.one(number).state for number in numbers] == [State.ENDED, State.ENDED]
    assert said(by_button, WITHDRAW)[0]["outcome"] == "withdrawn", "pressed again it asks nobody for a person"
    assert news(by_button)["state"] == "ended"


def test_handed_back_the_assistant_says_so_and_answers_again(desk: Desk) -> None:
    door, number = desk.taken()
    desk.store.hand_back(number, desk.pat, time.time())

    assert "I answer you again" in words_of(news(door)["words"][-1]["reply"])
    assert said(door, QUESTION)[0]["outcome"] == "interview"


def test_opened_again_the_page_has_every_word_in_its_place(desk: Desk) -> None:
    door, number = desk.taken()
    said(door, "are you there")
    desk.store.answer(number, desk.pat, "Yes, I am here.", time.time())
    shown = door.get("/chat/messages").json()

    turns = [(turn["text"], [reply["outcome"] for reply in turn["replies"]]) for turn in shown["turns"]]
    assert turns == [(PERSON, ["human", "handed_over", "helpline"]), ("are you there", ["helpline"])]
    assert shown["helpline"]["state"] == "taken"
    assert news(door, shown["helpline"]["after"])["words"] == []


def test_whose_conversation_it_is_says_the_token_alone(desk: Desk) -> None:
    desk.taken()

    assert requests.get(f"{desk.settings.base_url}/chat/helpline", timeout=10).status_code == 401
    assert news(desk.door()) == {"state": None, "number": None, "words": []}


def test_a_page_that_asks_is_noted_as_seen_and_keeps_nothing_alive(desk: Desk) -> None:
    door = desk.door()
    number = asked(door)
    events = ConversationStore(connect(desk.settings.sqlalchemy_url, timeout=5))
    before = desk.store.one(number)

    news(door)

    seen = desk.store.one(number)
    assert before.seen_at is None
    assert seen.seen_at == pytest.approx(time.time(), abs=10)
    assert seen.version == before.version
    assert events.latest(seen.conversation_id, 1)[0].written_at <= seen.seen_at


def test_deleted_with_the_conversation_no_word_of_it_is_left_and_nobody_can_answer(desk: Desk) -> None:
    door, number = desk.taken()
    said(door, "are you there")
    door.request("DELETE", "/chat/messages")

    left = desk.store.one(number)
    assert (left.is_forgotten, left.state) == (True, State.TAKEN)
    assert desk.store.words(number) == []
    assert news(door)["state"] is None


def test_switched_off_nothing_is_handed_over_but_whoever_is_with_a_person_stays_so(desk: Desk) -> None:
    switch = SwitchStore(connect(desk.settings.sqlalchemy_url, timeout=5))
    door, _ = desk.taken()
    other = desk.door()
    switch.turn_off("a test", "Pat Sample", now_utc())
    try:
        wait_until(lambda: other.get("/health").json()["switched_off"])
        assert words_of(said(door, QUESTION)[0]) == "Passed to the helpline."
        assert [reply["outcome"] for reply in said(other, PERSON)] == ["switched_off"]
        assert news(other)["state"] is None
    finally:
        switch.turn_on("Pat Sample", now_utc())
        wait_until(lambda: not other.get("/health").json()["switched_off"])
