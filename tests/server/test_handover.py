"""Somebody asks for a person and gets one: over HTTP, with the assistant's processes and their database as they are."""

from __future__ import annotations

import time
from typing import Any, Mapping

import pytest

from scr.rules.handover import Author, State
from scr.rules.triage import Urgency
from scr.storage.database import connect
from scr.storage.switch import SwitchStore
from tests.server.staffed import PERSON, Desk, asked, news, said
from tests.small_register import now_utc
from tests.waiting import wait_until

pytestmark = pytest.mark.server

QUESTION = "will i be interviewed"
DANGER = "the baby next door is being hit right now"
DETAILS = "the mother is Jane Doe, born 12/03/1984, 14 Sample Street"
DISTRESS = "i cant stop crying since the review started and i cant face going in"
WITHDRAW = "I no longer need a person"


def words_of(reply: Mapping[str, Any]) -> str:
    return "\n".join(passage["text"] for passage in reply["passages"])


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


def test_switched_off_nothing_is_handed_over_but_whoever_is_with_a_person_stays_so(desk: Desk) -> None:
    switch = SwitchStore(connect(desk.settings.sqlalchemy_url, timeout=5))
    door, _ = desk.taken()
    other = desk.door()
    switch.turn_off("a test", "Pat Sample", now_utc())
    try:
        wait_until(lambda: other.get("/health").json()["switched_off"], "the other to be off")
        assert words_of(said(door, QUESTION)[0]) == "Passed to the helpline."
        assert [reply["outcome"] for reply in said(other, PERSON)] == ["switched_off"]
        assert news(other)["state"] is None
    finally:
        switch.turn_on("Pat Sample", now_utc())
        wait_until(lambda: not other.get("/health").json()["switched_off"], "the other to be on")
