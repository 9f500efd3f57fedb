"""A hand-over goes with its conversation: no word of it is left, and that there was one is kept."""

from __future__ import annotations

import pytest
from sqlalchemy.engine import Engine

from scr.rules.accounts import Account
from scr.rules.handover import NotAllowed, State
from scr.storage.conversations import ConversationStore
from scr.storage.handovers import HandoverStore
from scr.storage.tables import desk_changes, handovers, teams_conversations
from tests.storage.handovers.calling_turns import ASKED, DAY, NOW, turn


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
