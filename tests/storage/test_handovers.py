"""Hand-overs come about with their turn, are somebody's alone, and go with their conversation; on SQLite and PostgreSQL."""

from __future__ import annotations

from typing import Any, Dict, List, Optional

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from scr.rules.accounts import Account, Role
from scr.rules.handover import Author, Call, Ended, NotAllowed, State, TakenByAnother, WhyHanded
from scr.rules.triage import Urgency
from scr.storage.conversations import ConversationStore, StoredEvent
from scr.storage.database import DatabaseUnavailable
from scr.storage.desk_changes import DeskChangeStore, Item
from scr.storage.handovers import HandoverStore
from scr.storage.tables import desk_changes, handover_messages, handovers, teams_conversations
from scr.storage.teams import TeamsConversation, TeamsStore
from tests.at_the_desk import colleague
from tests.storage.at_once import at_once

NOW = 1_800_000_000.0
DAY = 24 * 60 * 60.0
ASKED = Call("web", WhyHanded.ASKED, Urgency.THIS_WEEK, "human", "rotherham")
DISTRESS = Call("web", WhyHanded.DISTRESS, Urgency.TODAY, "distress")
DANGER = Call("web", None, Urgency.EMERGENCY, "immediate_danger")
IN_TEAMS = Call("teams", WhyHanded.ASKED, Urgency.THIS_WEEK, "human")


@pytest.fixture
def store(engine: Engine) -> HandoverStore:
    return HandoverStore(engine)


@pytest.fixture
def pat(engine: Engine) -> Account:
    return colleague(engine)


def turn(engine: Engine, *calls: Call, conversation: str = "one", at: float = NOW) -> None:
    """A turn that is stored, with what it calls for."""
    store = ConversationStore(engine)
    number = len(store.latest(conversation, 100))
    store.append(conversation, [StoredEvent(number, at, "user", None, {"text": "as typed"})], calls=calls)


def changes(engine: Engine, number: int) -> List[str]:
    return [change.change for change in DeskChangeStore(engine).of(Item.HANDOVER, number)]


def texts(store: HandoverStore, number: int, author: Author = Author.PERSON) -> List[str]:
    return [word.text for word in store.words(number) if word.author is author]


# ---- How one comes about ----


def test_a_turn_that_calls_for_a_person_makes_one_hand_over(engine: Engine, store: HandoverStore, pat: Account) -> None:
    turn(engine, ASKED)
    turn(engine, ASKED)

    present = store.current("one")
    assert present is not None
    assert (present.why, present.urgency, present.area, present.state) == (
        WhyHanded.ASKED,
        Urgency.THIS_WEEK,
        "rotherham",
        State.WAITING,
    )
    assert [each.number for each in store.waiting()] == [present.number]
    assert changes(engine, present.number) == ["opened"]


def test_a_more_urgent_call_makes_it_more_urgent_and_a_lesser_one_does_not(
    engine: Engine, store: HandoverStore, pat: Account
) -> None:
    found = []
    for call in (ASKED, DISTRESS, DANGER, DISTRESS):
        turn(engine, call)
        present = store.current("one")
        assert present is not None
        found.append(present.urgency)

    assert found == [Urgency.THIS_WEEK, Urgency.TODAY, Urgency.EMERGENCY, Urgency.EMERGENCY]
    assert changes(engine, 1) == ["opened", "urgency_raised", "urgency_raised"]


def test_a_danger_alone_hands_nothing_over(engine: Engine, store: HandoverStore, pat: Account) -> None:
    turn(engine, DANGER)

    assert store.all_in("one") == []


@pytest.mark.parametrize(
    "values",
    [{"disabled": True}, {"totp_used": None}, {"role": Role.OFFICER}],
    ids=["disabled", "not set up", "answers nobody"],
)
def test_where_nobody_could_answer_nothing_is_promised(engine: Engine, store: HandoverStore, values: Dict[str, Any]) -> None:
    colleague(engine, **values)
    turn(engine, ASKED)

    assert store.all_in("one") == []


def test_in_teams_only_a_persons_own_chat_is_handed_over(engine: Engine, store: HandoverStore, pat: Account) -> None:
    chat = TeamsConversation("key", "tenant", "object", "a:chat", "https://smba.example/", "28:bot", "teams-own")
    TeamsStore(engine).keep(chat)
    for conversation in ("teams-own", "teams-group"):
        turn(engine, IN_TEAMS, conversation=conversation)

    assert [each.conversation_id for each in store.waiting()] == ["teams-own"]


def test_a_turn_whose_hand_over_cannot_be_written_is_not_kept_either(engine: Engine, pat: Account) -> None:
    handover_messages.drop(engine)

    with pytest.raises(DatabaseUnavailable):
        turn(engine, ASKED)

    assert ConversationStore(engine).latest("one", 5) == []


def test_a_turn_that_is_refused_hands_nothing_over(engine: Engine, store: HandoverStore, pat: Account) -> None:
    twice = StoredEvent(0, NOW, "user", None, {})

    with pytest.raises(DatabaseUnavailable):
        ConversationStore(engine).append("one", [twice, twice], calls=[ASKED])

    assert store.all_in("one") == []


def test_asked_for_in_many_conversations_at_once_each_has_its_own(
    engine: Engine, store: HandoverStore, pat: Account
) -> None:
    names = [f"talk {number}" for number in range(12)]
    at_once(*(lambda name=name: turn(engine, ASKED, conversation=name) for name in names))

    assert sorted(each.conversation_id for each in store.waiting()) == sorted(names)
    with engine.connect() as connection:
        numbers = [row.number for row in connection.execute(sa.select(desk_changes.c.number).order_by("number"))]
    assert numbers == list(range(1, 13))


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


# ---- How it goes ----


def test_deleted_with_its_conversation_no_word_is_left_and_nothing_can_be_answered(
    engine: Engine, store: HandoverStore, pat: Account
) -> None:
    turn(engine, ASKED)
    store.take(1, pat, NOW)
    store.say("one", "a word", NOW)
    ConversationStore(engine).forget("one")

    left = store.one(1)
    assert left is not None
    assert (left.state, left.is_forgotten, store.words(1)) == (State.TAKEN, True, [])
    assert (store.current("one"), store.say("one", "more", NOW)) == (None, None)
    with pytest.raises(NotAllowed):
        store.answer(1, pat, "hello", NOW)
    assert store.close(1, pat, NOW).state is State.ENDED
    assert store.words(1) == []


def test_whoever_deleted_their_conversation_and_comes_back_to_it_can_ask_again(
    engine: Engine, store: HandoverStore, pat: Account
) -> None:
    turn(engine, ASKED)
    ConversationStore(engine).forget("one")
    turn(engine, ASKED)

    present = store.current("one")
    assert present is not None
    assert present.number == 2
    assert [each.number for each in store.waiting()] == [2]


def test_old_conversations_go_but_not_one_that_still_waits(engine: Engine, store: HandoverStore, pat: Account) -> None:
    for name in ("waits", "over", "plain"):
        turn(engine, *([] if name == "plain" else [ASKED]), conversation=name)
    store.withdraw("over", NOW)
    events = ConversationStore(engine)
    kept = {name: len(events.latest(name, 9)) for name in ("waits", "over", "plain")}

    assert events.forget_before(NOW + DAY) == 2

    assert kept == {"waits": 1, "over": 1, "plain": 1}
    assert {name: len(events.latest(name, 9)) for name in kept} == {"waits": 1, "over": 0, "plain": 0}
    assert store.words(2) == []
    assert store.words(1) != []
    assert [each.number for each in store.ended()] == [2], "that there was one is kept"


def test_no_change_holds_a_word_that_somebody_wrote() -> None:
    assert {column.name for column in desk_changes.c} == {"number", "at", "by", "item", "item_number", "change"}
    assert "text" not in {column.name for column in handovers.c}
    assert "talk_id" in teams_conversations.c
