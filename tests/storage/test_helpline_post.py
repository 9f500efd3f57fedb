"""Words for people in Teams: each is one process's to send, and a conversation's go in their order."""

from __future__ import annotations

from typing import List, Optional

import pytest
from sqlalchemy.engine import Engine

from scr.rules.accounts import Account
from scr.rules.handover import Author
from scr.storage.conversations import ConversationStore
from scr.storage.handovers import HandoverStore
from scr.storage.helpline_post import HelplinePost, Letter
from scr.storage.teams import TeamsConversation, TeamsStore
from tests.storage.at_once import at_once
from tests.storage.handovers.calling_turns import ASKED, DAY, IN_TEAMS, NOW, turn

CLAIMED = 100.0


def chat(engine: Engine, talk: str) -> None:
    TeamsStore(engine).keep(
        TeamsConversation(f"key {talk}", "tenant", talk, f"a:{talk}", "https://smba.example/", "28:bot", talk)
    )


@pytest.fixture
def store(engine: Engine, pat: Account) -> HandoverStore:
    """Two conversations in Teams that somebody has taken, and nothing else said in them yet."""
    store, post = HandoverStore(engine), HelplinePost(engine)
    for number, talk in enumerate(("one", "two"), 1):
        chat(engine, talk)
        turn(engine, IN_TEAMS, conversation=talk)
        store.take(number, pat, NOW)
        letter = claimed(post)
        assert letter is not None
        post.sent(letter, NOW)
    return store


@pytest.fixture
def post(engine: Engine) -> HelplinePost:
    return HelplinePost(engine)


def claimed(post: HelplinePost, now: float = NOW) -> Optional[Letter]:
    return post.claim(now, now + CLAIMED)


def test_a_word_goes_to_the_chat_of_whom_it_is_for_and_once(store: HandoverStore, post: HelplinePost, pat: Account) -> None:
    store.answer(2, pat, "hello", NOW)

    letter = claimed(post)

    assert letter is not None
    assert (letter.word.text, letter.word.author, letter.chat.conversation_id) == ("hello", Author.HELPLINE, "a:two")
    assert claimed(post) is None
    post.sent(letter, NOW)
    assert claimed(post, NOW + CLAIMED + 1) is None


def test_of_many_processes_that_look_at_once_one_has_it(store: HandoverStore, engine: Engine, pat: Account) -> None:
    store.answer(1, pat, "hello", NOW)
    found: List[Letter] = []

    def look() -> None:
        letter = claimed(HelplinePost(engine))
        if letter is not None:
            found.append(letter)

    at_once(*[look] * 8)

    assert len(found) == 1


def test_the_words_of_a_conversation_wait_for_those_before_them_and_hold_up_no_other(
    store: HandoverStore, post: HelplinePost, pat: Account
) -> None:
    for number, text in ((1, "first"), (1, "second"), (2, "elsewhere")):
        store.answer(number, pat, text, NOW)
    first, elsewhere, nothing = claimed(post), claimed(post), claimed(post)

    assert first is not None
    assert elsewhere is not None
    assert nothing is None
    assert (first.word.text, elsewhere.word.text) == ("first", "elsewhere")
    post.later(first, NOW + 5)
    assert claimed(post, NOW + 4) is None
    again = claimed(post, NOW + 6)
    assert again is not None
    assert again.word.text == "first"
    post.sent(again, NOW + 6)
    second = claimed(post, NOW + 6)
    assert second is not None
    assert second.word.text == "second"


def test_where_a_process_died_over_it_another_sends_it(store: HandoverStore, post: HelplinePost, pat: Account) -> None:
    store.answer(1, pat, "hello", NOW)
    assert claimed(post) is not None

    assert claimed(post, NOW + CLAIMED - 1) is None
    assert claimed(post, NOW + CLAIMED) is not None


def test_nothing_is_sent_of_what_was_deleted_or_is_long_over_and_nothing_of_the_page(
    store: HandoverStore, post: HelplinePost, pat: Account, engine: Engine
) -> None:
    turn(engine, ASKED, conversation="on the page")
    store.take(3, pat, NOW)
    store.answer(1, pat, "for whom it is deleted", NOW)
    store.answer(2, pat, "hello", NOW)
    store.hand_back(2, pat, NOW)
    ConversationStore(engine).forget("one")

    assert claimed(post, NOW + DAY + 1) is None
    assert claimed(post) is not None
