"""A hand-over comes about with the turn that calls for it, once in a conversation, and only where somebody could answer."""

from __future__ import annotations

from typing import Any, Dict

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from scr.rules.accounts import Account, Role
from scr.rules.handover import State, WhyHanded
from scr.rules.triage import Urgency
from scr.storage.conversations import ConversationStore, StoredEvent
from scr.storage.database import DatabaseUnavailable
from scr.storage.handovers import HandoverStore
from scr.storage.tables import desk_changes, handover_messages
from scr.storage.teams import TeamsConversation, TeamsStore
from tests.at_the_desk import colleague
from tests.storage.at_once import at_once
from tests.storage.handovers.calling_turns import ASKED, DANGER, DISTRESS, IN_TEAMS, NOW, changes, turn


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
