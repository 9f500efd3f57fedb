"""Nothing that was arranged for one team reaches another, nor a review's stage somebody without standing in it.

Ten thousand dialogues are made up in which people try (`tries.py`): other teams' names, other references, kept and corrected
ones, pressing, calendar files, requests, somebody else's sign-in in the same conversation; a sign-out, a silence or a
revocation in the midst. Every reply is looked through (`watched.py`) for every fact of a register (`marked_register.py`)
that is not for whoever is signed in at that moment. The last tests break the rules on purpose, to show that this is seen.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import List, Sequence, Tuple

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from scr import enquiries
from scr.assistant import Assistant
from scr.content import Content
from scr.replies import Composer, Facts
from scr.rules import enquiry as rules_of_enquiry
from scr.rules.access import Fact, Grant, may_know
from scr.rules.conversation import ALSO_OF_REGISTER, REGISTER_TASKS, Conversation, Understanding
from scr.rules.register import Review
from scr.storage.database import connect
from tests.dialogue import Desk
from tests.marked_register import REVIEWS, TEAMS, by_mark
from tests.marked_world import World
from tests.tries import dialogues, messages, words
from tests.watched import Leak, Message, Move, Watch

DIALOGUES = 10_000
DIALOGUES_IN_WORDS = 300


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    return World.made_in(connect(f"sqlite:///{tmp_path_factory.mktemp('leaks') / 'scr.db'}", timeout=5))


@pytest.fixture
def watch(world: World, content: Content) -> Watch:
    return Watch(world, Desk.of(content, Composer(content, Facts())), content)


@pytest.fixture
def watch_in_words(world: World, assistant: Assistant) -> Watch:
    def understand(message: Message, conversation: Conversation) -> Understanding:
        return assistant.understander.understand(str(message), conversation)

    desk = Desk.of(assistant.content, assistant.composer, assistant.understander.thresholds)
    return Watch(world, desk, assistant.content, understand)


def hold(watch: Watch, message: st.SearchStrategy[Message], count: int, phases: Tuple[Phase, ...] = tuple(Phase)) -> None:
    """
    Raises:
        Leak
    """

    @settings(max_examples=count, deadline=None, phases=phases, suppress_health_check=list(HealthCheck))
    @given(dialogues(message))
    def every_dialogue(moves: List[Move]) -> None:
        watch.hold(moves)

    every_dialogue()


def test_every_mark_is_of_one_arrangement_alone() -> None:
    """Else what stands in a reply could be another's, and a leak would look like an answer."""
    assert [mark for mark, places in by_mark().items() if len(places) > 1] == []


def test_nothing_leaks_in_ten_thousand_dialogues(watch: Watch) -> None:
    hold(watch, messages, DIALOGUES)

    # Enough was told, and enough refused, that something could have leaked.
    told = sum(watch.tally[task] for task in REGISTER_TASKS | ALSO_OF_REGISTER)
    assert told > DIALOGUES / 2
    assert watch.tally["calendar files"] > DIALOGUES / 50
    assert watch.tally["not_authorised"] > DIALOGUES / 10
    assert watch.tally["unknown_reference"] > DIALOGUES / 10
    assert watch.tally["sign_out"] > DIALOGUES / 100


def test_nothing_leaks_where_people_put_it_in_words(watch_in_words: Watch) -> None:
    hold(watch_in_words, words, DIALOGUES_IN_WORDS)

    told = sum(watch_in_words.tally[task] for task in REGISTER_TASKS | ALSO_OF_REGISTER)
    assert told > DIALOGUES_IN_WORDS / 5
    assert watch_in_words.tally["not_authorised"] > DIALOGUES_IN_WORDS / 50
    assert watch_in_words.tally["unknown_reference"] > DIALOGUES_IN_WORDS / 50


# ---- That a leak would be found ----

_UNTIL_FOUND = 500


def _leak_in(watch: Watch) -> str:
    """What is found; the dialogue is not made shorter, which could take minutes."""
    with pytest.raises(Leak) as caught:
        hold(watch, messages, _UNTIL_FOUND, (Phase.generate,))
    return str(caught.value)


def test_where_everybody_may_know_everything_a_leak_is_found(watch: Watch, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules_of_enquiry, "may_know", lambda grants, review, fact: True)

    assert "is not for them" in _leak_in(watch)


def test_where_a_team_is_told_what_is_its_agencys_a_leak_is_found(watch: Watch, monkeypatch: pytest.MonkeyPatch) -> None:
    def agency_suffices(grants: Sequence[Grant], review: Review, fact: Fact) -> bool:
        teams = {support[1] for support in TEAMS[review.reference]} if fact.team else {None}
        return any(may_know(grants, review, replace(fact, team=team)) for team in teams)

    monkeypatch.setattr(rules_of_enquiry, "may_know", agency_suffices)

    assert "is not for them" in _leak_in(watch)


def test_where_a_silence_signs_nobody_out_a_leak_is_found(content: Content, tmp_path: Path) -> None:
    world = World.made_in(connect(f"sqlite:///{tmp_path / 'scr.db'}", timeout=5), idle_seconds=1e9)

    assert "nobody is signed in" in _leak_in(Watch(world, Desk.of(content, Composer(content, Facts())), content))


def test_where_what_is_not_theirs_reads_otherwise_it_is_found(watch: Watch, monkeypatch: pytest.MonkeyPatch) -> None:
    def telling(reference: str, own: Sequence[str]) -> str:
        return reference if reference not in REVIEWS or reference in own else f"{reference} (closed to you)"

    monkeypatch.setattr(enquiries, "meant", telling)

    assert "where there is no such review it says" in _leak_in(watch)
