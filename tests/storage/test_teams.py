"""What is kept of Teams, and who follows which review, on SQLite and on PostgreSQL."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Tuple

import pytest
from sqlalchemy.engine import Engine

from scr.rules.access import Grant, Role
from scr.rules.register import Review, Stage
from scr.storage.access import AccessStore, Person
from scr.storage.conversations import ConversationStore, StoredEvent
from scr.storage.followers import FollowerStore
from scr.storage.register import RegisterStore
from scr.storage.teams import SentReply, TeamsConversation, TeamsStore

CHAT = TeamsConversation("key", "tenant", "object", "a:chat", "https://smba.example/", "28:bot")
NOW = dt.datetime(2026, 3, 2, 12, tzinfo=dt.timezone.utc)
BY = "Officer Example"


@pytest.fixture
def store(engine: Engine) -> TeamsStore:
    return TeamsStore(engine)


def test_a_conversation_is_new_once_and_kept_as_it_is_now(store: TeamsStore) -> None:
    moved = replace(CHAT, service_url="https://smba.example/uk/")

    assert [store.keep(CHAT), store.keep(CHAT), store.keep(moved)] == [True, False, False]
    assert store.personal("tenant", "object") == moved


def test_a_chat_is_found_by_tenant_and_person_together(store: TeamsStore) -> None:
    store.keep(CHAT)
    store.keep(replace(CHAT, id="group", object_id=None, conversation_id="19:group"))

    assert store.personal("tenant", "object") == CHAT
    assert store.personal("other", "object") is None
    assert store.personal("tenant", "other") is None


def test_one_that_is_forgotten_is_new_again(store: TeamsStore) -> None:
    store.keep(CHAT)
    store.forget("key")

    assert store.personal("tenant", "object") is None
    assert store.keep(CHAT)


def test_a_delivery_is_the_first_once(store: TeamsStore) -> None:
    assert [store.is_first("one", 1.0), store.is_first("one", 2.0), store.is_first("two", 3.0)] == [True, False, True]


def test_what_is_needed_for_a_time_is_deleted_after_it(store: TeamsStore) -> None:
    store.is_first("old", 1.0)
    store.is_first("new", 5.0)
    store.sent("old", SentReply("c", "r"), 1.0)
    store.sent("new", SentReply("c", "r"), 5.0)

    store.forget_before(3.0)

    assert (store.is_first("old", 6.0), store.is_first("new", 6.0)) == (True, False)
    assert (store.reply("old"), store.reply("new")) == (None, SentReply("c", "r"))


def test_the_words_of_a_message_are_taken_back_and_nothing_else(engine: Engine) -> None:
    conversations = ConversationStore(engine)
    said = {"text": "mine", "message_id": "1", "parse_data": {"text": "mine", "intent": "x"}}
    other = {"text": "other", "message_id": "2", "parse_data": {"text": "other"}}
    conversations.append("a", [StoredEvent(0, 1.0, "user", None, said), StoredEvent(1, 1.0, "user", None, other)])
    conversations.append("b", [StoredEvent(0, 1.0, "user", None, said)])

    conversations.take_back("a", "1", among=10)

    kept = [stored.event for stored in conversations.latest("a", 10)]
    assert kept == [{"text": "", "message_id": "1", "parse_data": {"text": "", "intent": "x"}}, other]
    assert [stored.event for stored in conversations.latest("b", 10)] == [said]


# ---- Followers ----

ONE, TWO = "SCR-2026-001", "SCR-2026-002"


@pytest.fixture
def jo(engine: Engine, store: TeamsStore) -> Person:
    """Somebody with standing in two reviews, whose chat with the bot is kept."""
    for reference in (ONE, TWO):
        RegisterStore(engine).add(Review(reference, "rotherham", Stage.CONSIDERED, agencies=("Health",)), BY, NOW)
        grant = Grant(reference, "Health", "health visiting", Role.PRACTITIONER)
        person = AccessStore(engine).grant("Jo Example", grant, BY, NOW)
    AccessStore(engine).link_teams("Jo Example", "tenant", "object", BY, NOW)
    store.keep(CHAT)
    return person


def _followed(engine: Engine) -> "list[Tuple[str, str]]":
    return [(follower.person.name, follower.reference) for follower in FollowerStore(engine).all()]


def test_who_follows_is_found_with_their_chat_and_from_where_they_are_to_be_told(engine: Engine, jo: Person) -> None:
    store = FollowerStore(engine)

    assert store.follow(jo.id, ONE, NOW)

    [follower] = store.all()
    assert (follower.person, follower.reference, follower.chat) == (jo, ONE, CHAT)
    assert (follower.told_number, follower.told_at) == (store.newest(), NOW)


def test_who_cannot_be_reached_does_not_follow(engine: Engine, jo: Person, store: TeamsStore) -> None:
    store.forget("key")

    assert not FollowerStore(engine).follow(jo.id, ONE, NOW)
    store.keep(CHAT)
    assert _followed(engine) == []


def test_one_can_stop_for_one_review_or_for_all(engine: Engine, jo: Person) -> None:
    store = FollowerStore(engine)
    for reference in (ONE, TWO):
        store.follow(jo.id, reference, NOW)

    store.unfollow(jo.id, ONE)
    after_one = _followed(engine)
    store.unfollow(jo.id)

    assert after_one == [("Jo Example", TWO)]
    assert _followed(engine) == []


def test_of_two_who_tell_at_once_one_does(engine: Engine, jo: Person) -> None:
    store = FollowerStore(engine)
    store.follow(jo.id, ONE, NOW)
    [follower] = store.all()

    first, second = store.told(follower, 99, NOW), store.told(follower, 99, NOW)

    assert (first, second) == (replace(follower, told_number=99), None)
    assert store.all() == [first]
