"""A hand-over is one colleague's alone, and whoever has it and its person hear each other's words once."""

from __future__ import annotations

from typing import List, Optional

import pytest
from sqlalchemy.engine import Engine

from scr.rules.accounts import Account, Role
from scr.rules.handover import Author, Ended, NotAllowed, TakenByAnother
from scr.storage.conversations import ConversationStore
from scr.storage.handovers import HandoverStore
from tests.at_the_desk import colleague
from tests.storage.at_once import at_once
from tests.storage.handovers.calling_turns import ASKED, DANGER, DISTRESS, NOW, changes, turn


def texts(store: HandoverStore, number: int, author: Author = Author.PERSON) -> List[str]:
    return [word.text for word in store.words(number) if word.author is author]


# ---- What the desk does ----


def test_the_most_urgent_waits_at_the_top_and_of_several_the_oldest(
    engine: Engine, store: HandoverStore, pat: Account
) -> None:
    for name, at, call in (("late", NOW + 2, ASKED), ("early", NOW, ASKED), ("urgent", NOW + 3, DISTRESS)):
        turn(engine, call, conversation=name, at=at)

    assert [each.conversation_id for each in store.waiting()] == ["urgent", "early", "late"]


def test_of_several_who_take_it_at_once_one_has_it(engine: Engine, store: HandoverStore, pat: Account) -> None:
    turn(engine, ASKED)
    others = [colleague(engine, f"Colleague {number}") for number in range(5)]
    taken: List[str] = []
    refused: List[str] = []

    def take(account: Account) -> None:
        try:
            store.take(1, account, NOW)
            taken.append(account.name)
        except TakenByAnother:
            refused.append(account.name)

    at_once(*(lambda account=account: take(account) for account in others))

    owner = store.taken()[0].owner
    assert owner is not None
    assert (taken, len(refused)) == ([owner.name], 4)


def test_what_was_changed_meanwhile_is_refused(engine: Engine, store: HandoverStore, pat: Account) -> None:
    turn(engine, ASKED)
    taken = store.take(1, pat, NOW)
    turn(engine, DANGER)

    with pytest.raises(TakenByAnother):
        store.hand_back(1, pat, NOW, taken.version)

    assert store.hand_back(1, pat, NOW, taken.version + 1).ended_how is Ended.HANDED_BACK


def test_a_colleagues_is_a_supervisors_to_change_and_nobody_elses(
    engine: Engine, store: HandoverStore, pat: Account
) -> None:
    sam, chris = colleague(engine, "Sam Deputy"), colleague(engine, "Chris Chief", Role.SUPERVISOR)
    turn(engine, ASKED)
    store.take(1, pat, NOW)

    for attempt in (
        lambda: store.answer(1, sam, "hello", NOW),
        lambda: store.close(1, sam, NOW),
        lambda: store.give(1, sam, sam, NOW),
    ):
        with pytest.raises(NotAllowed):
            attempt()

    assert store.give(1, chris, sam, NOW).owner == sam
    store.answer(1, sam, "hello", NOW)
    assert changes(engine, 1) == ["opened", "taken", "given", "answered"]


def test_an_answer_that_is_sent_twice_is_said_once(engine: Engine, store: HandoverStore, pat: Account) -> None:
    turn(engine, ASKED)
    store.take(1, pat, NOW)
    for _ in range(2):
        store.answer(1, pat, "hello", NOW, "the same")

    assert texts(store, 1, Author.HELPLINE) == ["hello"]


# ---- What the person does ----


def test_what_the_person_says_is_passed_on_only_while_somebody_has_it(
    engine: Engine, store: HandoverStore, pat: Account
) -> None:
    turn(engine, ASKED)
    said: List[Optional[int]] = []

    def say(text: str) -> None:
        found = store.say("one", text, NOW, text)
        said.append(found.number if found else None)

    say("too early")
    store.take(1, pat, NOW)
    say("in time")
    say("in time")
    store.hand_back(1, pat, NOW)
    say("in time")
    say("too late")

    assert said == [None, 1, 1, 1, None]
    assert texts(store, 1) == ["in time"]


def test_taken_back_it_is_over_and_another_can_be_asked_for(engine: Engine, store: HandoverStore, pat: Account) -> None:
    turn(engine, ASKED)
    withdrawn = store.withdraw("one", NOW)
    turn(engine, ASKED)

    assert withdrawn is not None
    assert withdrawn.ended_how is Ended.WITHDRAWN
    assert store.withdraw("another", NOW) is None
    assert [each.number for each in store.all_in("one")] == [1, 2]


def test_a_message_that_its_writer_deletes_is_no_longer_there(engine: Engine, store: HandoverStore, pat: Account) -> None:
    turn(engine, ASKED)
    store.take(1, pat, NOW)
    store.say("one", "said in haste", NOW, "m1")
    ConversationStore(engine).take_back("one", "m1", 100)

    assert texts(store, 1) == []
