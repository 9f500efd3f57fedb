"""What of whole conversations is kept as a question that got no answer, and that no detail of anybody is."""

from __future__ import annotations

import random
import uuid
from typing import Any, List, NamedTuple, Tuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rasa.core.agent import Agent
from rasa.shared.core.domain import Domain
from sqlalchemy.engine import Engine

from scr.rasa.tracker_store import ConversationTrackerStore
from scr.rasa.unanswered import Unsettled
from scr.rules.triage import CallNote
from scr.storage.database import connect
from scr.storage.tables import unanswered
from scr.storage.unanswered import UnansweredStore
from tests.rasa.agents import agent_with, send
from tests.rasa.conftest import SettingsWith, settings_in_force
from tests.rasa.conversations import replied, said
from tests.rasa.planted import MESSAGES, PLANTED, leaks

NOT_UNDERSTOOD = "hjkl zxcv"
NOT_COVERED = "do i get paid overtime for being interviewed"
CODE = "B2CD-F3GH-J4KM-N5PQ"


class World(NamedTuple):
    agent: Agent
    engine: Engine

    async def say(self, *texts: str) -> List[str]:
        """The outcomes."""
        return [reply["outcomes"][0] for text in texts for reply in await send(self.agent, text)]

    @property
    def kept(self) -> List[Tuple[str, str]]:
        return [(question.text, question.why.value) for question in UnansweredStore(self.engine).open_questions()]


@pytest.fixture
def world(settings_with: SettingsWith) -> World:
    in_force = settings_with()
    return World(agent_with(in_force), connect(in_force.sqlalchemy_url, timeout=5))


async def test_what_is_answered_is_not_kept_and_what_is_not_is_kept_by_its_ending(world: World) -> None:
    outcomes = await world.say("will i be interviewed", NOT_UNDERSTOOD, "hello", NOT_COVERED)

    assert outcomes == ["interview", "unsure", "greet", "not_covered"]
    assert world.kept == [(NOT_UNDERSTOOD, "unsure"), (NOT_COVERED, "not_covered")]


async def test_the_third_that_is_not_understood_is_kept_as_a_persons(world: World) -> None:
    outcomes = await world.say(NOT_UNDERSTOOD, "qwzx plmn", "gfhj vbnm")

    assert outcomes == ["unsure", "unsure", "human"]
    assert [why for _, why in world.kept] == ["unsure", "unsure", "human"]


async def test_who_only_asks_for_a_person_leaves_no_question(world: World) -> None:
    assert await world.say("can i talk to a real person please") == ["human"]
    assert world.kept == []


async def test_an_answer_after_which_a_person_is_wanted_leaves_its_question(world: World) -> None:
    await world.say("what is an imr", "can i talk to a real person please", "a person please")

    assert world.kept == [("what is an imr", "person_wanted")]


async def test_danger_and_details_leave_no_question(world: World) -> None:
    await world.say("the baby next door is being hit right now", "who is coming", MESSAGES[0])

    assert world.kept == []


async def test_no_planted_detail_and_no_code_ever_stands_in_the_table(world: World) -> None:
    for message in [*MESSAGES, f"hjkl {CODE} zxcv", f"{NOT_COVERED} {CODE}"]:
        await world.say(message)

    stored = repr(world.kept).lower()
    assert leaks(stored.encode()) == []
    assert CODE.lower() not in stored
    assert "[access code]" in stored


# ---- Turns as they are kept, without a model ----


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> ConversationTrackerStore:
    folder = tmp_path_factory.mktemp("kept")
    with settings_in_force(tmp_path_factory.mktemp("var"), database_url=f"sqlite:///{folder / 'scr.db'}"):
        return ConversationTrackerStore(Domain.empty())


async def add(store: ConversationTrackerStore, *events: Any) -> List[Any]:
    """What is kept after a conversation of these events, in turns of a message and a reply."""
    engine = store.conversations()._engine
    with engine.begin() as connection:
        connection.execute(unanswered.delete())
    tracker = store.init_tracker(uuid.uuid4().hex)
    for start in range(0, len(events), 2):
        for event in events[start : start + 2]:
            tracker.update(event)
        await store.save(tracker)
    return list(UnansweredStore(engine).open_questions())


def asked(text: str, outcome: str, **reading: Any) -> Any:
    return said(text, outcome, reading={"outcomes": [outcome], **reading})


async def test_offered_topics_that_are_refused_make_the_question_a_refused_one(store: ConversationTrackerStore) -> None:
    offer = (asked("who sees it then", "unsure"), replied("unsure", offered=("imr", "report_copy")))

    [refused] = await add(store, *offer, asked("none of these", "human"), replied("human"))
    assert (refused.text, refused.why.value) == ("who sees it then", "refused")

    [pressed] = await add(store, *offer, asked("What is an IMR?", "imr"), replied("imr"))
    assert pressed.why.value == "unsure"


async def test_area_and_agency_are_those_of_the_reply_the_message_or_the_note(store: ConversationTrackerStore) -> None:
    found = [
        await add(store, asked(text, "unsure"), replied("unsure", area="rotherham", note=note))
        for text, note in (
            ("do the police pay", None),
            ("i am a midwife, who pays", CallNote(agency="Police")),
            ("who pays", CallNote(agency="Education")),
            ("do police and housing pay", None),
            ("who pays", None),
        )
    ]

    assert [question.agency for [question] in found] == ["Police", "Health", "Education", None, None]
    assert {question.area for [question] in found} == {"rotherham"}


@pytest.mark.parametrize("reading", [{"withheld": True}, {"outcomes": ["distress"]}, {"outcomes": ["immediate_danger"]}])
async def test_a_message_that_is_withheld_or_set_off_a_guard_is_not_kept_however_it_ended(
    store: ConversationTrackerStore, reading: Any
) -> None:
    assert await add(store, asked("a tall stranger", "unsure", **reading), replied("unsure")) == []


async def test_where_the_table_is_gone_the_turn_is_kept(settings_with: SettingsWith) -> None:
    settings_with()
    store = ConversationTrackerStore(Domain.empty())
    unanswered.drop(store.conversations()._engine)
    tracker = store.init_tracker("one")
    tracker.update(asked("who pays", "unsure"))
    tracker.update(replied("unsure"))

    await store.save(tracker)

    assert len(await store.latest("one", 10)) == 2


@given(
    st.lists(st.sampled_from(sorted(PLANTED)), min_size=1, max_size=4, unique=True),
    st.sampled_from(["about {}", "hello, it is {} again", "do they interview {}?", "{}", "why\n{}\nthanks", "ok ({})"]),
    st.sampled_from(["unsure", "not_covered"]),
    st.randoms(use_true_random=False),
)
@settings(deadline=None, max_examples=60)
async def test_details_in_any_sentence_and_order_never_stand_in_the_table(
    store: ConversationTrackerStore, kinds: List[str], sentence: str, outcome: str, chance: random.Random
) -> None:
    details = [PLANTED[kind] for kind in kinds]
    chance.shuffle(details)

    kept = await add(store, asked(sentence.format(", ".join(details)), outcome), replied(outcome))

    assert leaks(repr(kept).lower().encode()) == []


# ---- Answers that did not help ----


async def test_an_answer_that_did_not_help_names_the_question_before_it(world: World, content: Any) -> None:
    replies = await send(world.agent, "the mother is called Beatrice, do they talk to the family")
    await send(world.agent, "how long does it take")
    events = world.agent.tracker_store.conversations().latest("one", 50)

    question = Unsettled(content).disliked(events, replies[0]["id"])

    assert question is not None
    assert question.text == "the mother is called [name], do they talk to the family"
    assert question.why.value == "thumbs_down"
    assert Unsettled(content).disliked(events, "nobody's") is None


async def test_of_an_answer_after_an_access_code_the_question_is_the_one_that_waited_for_it(
    store: ConversationTrackerStore, content: Any
) -> None:
    tracker = store.init_tracker("signing in")
    answer = replied("review_status")
    for event in (
        asked("where has it got to", "review_status"),
        replied("review_status"),
        asked("I have entered my access code", "review_status", just_signed_in=True),
        answer,
    ):
        tracker.update(event)
    await store.save(tracker)
    reply_id = answer.metadata["metadata"]["reply"]["id"]

    question = Unsettled(content).disliked(await store.latest("signing in", 10), reply_id)

    assert question is not None
    assert question.text == "where has it got to"
