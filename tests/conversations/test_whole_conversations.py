"""Has each conversation of the YAML files beside it with a running assistant, over HTTP."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Dict, Iterator, List, Mapping, Sequence

import pytest
import yaml

from scr.content import Content, load_content
from scr.evaluation.register import Askers
from scr.rules.conversation import HELPLINE_TRIAGE, REGISTER_TASKS
from scr.running import Talk
from scr.settings import Settings
from tests.conftest import DATA, evaluation_messages

pytestmark = pytest.mark.server

FOLDER = Path(__file__).parent
REGISTER = FOLDER / "register_of_these.yml"
FIELDS = {"say", "enters_code", "outcome", "mentions", "never", "offers"}

Turn = Mapping[str, Any]


def conversations() -> Iterator[Any]:
    for path in sorted({*FOLDER.glob("*.yml")} - {REGISTER}):
        for conversation in yaml.safe_load(path.read_text(encoding="utf-8")):
            yield pytest.param(conversation, id=f"{path.stem}: {conversation['about']}")


ALL: List[Any] = list(conversations())
TURNS: List[Turn] = [turn for case in ALL for turn in case.values[0]["turns"]]


@pytest.fixture(scope="module")
def askers(running: Settings) -> Askers:
    return Askers(running, REGISTER)


def outcomes(turn: Turn) -> List[str]:
    wanted = turn["outcome"]
    return wanted if isinstance(wanted, list) else [wanted]


def outcomes_of(replies: Sequence[Mapping[str, Any]]) -> List[str]:
    return [outcome for reply in replies for outcome in reply["outcomes"]]


def shown(replies: Sequence[Mapping[str, Any]]) -> str:
    """Everything that the person reads: passages, citations, words on buttons."""
    parts = [
        *(f"{passage['text']} {passage['citation'] or ''}" for reply in replies for passage in reply["passages"]),
        *(button["text"] for reply in replies for button in reply["buttons"]),
    ]
    return " ".join(" ".join(parts).split())


def misses(turn: Turn, replies: Sequence[Mapping[str, Any]]) -> List[str]:
    """What is wrong with the replies to a turn, in sentences."""
    text = shown(replies).lower()
    found = outcomes_of(replies)
    buttons = [button["text"] for reply in replies for button in reply["buttons"]]
    wrong = [] if found == outcomes(turn) else [f"it ended in {found}, not {outcomes(turn)}"]
    for entry in turn.get("mentions", []):
        if not any(words.lower() in text for words in str(entry).split("|")):
            wrong.append(f"it does not mention {entry!r}")
    wrong += [f"it says {entry!r}" for entry in turn.get("never", []) if str(entry).lower() in text]
    wrong += [f"it does not offer {title!r}" for title in turn.get("offers", []) if title not in buttons]
    return wrong


@pytest.mark.parametrize("conversation", ALL)
def test_the_conversation_goes_as_it_should(talk: Talk, askers: Askers, conversation: Mapping[str, Any]) -> None:
    asker, turns = conversation.get("asker"), conversation["turns"]
    code = askers.code(asker) if asker else ""
    if asker and not any("enters_code" in turn for turn in turns):
        talk.sign_in(code)
    for number, turn in enumerate(turns, 1):
        replies = talk.sign_in(code) if "enters_code" in turn else talk.send(turn["say"])

        assert misses(turn, replies) == [], f"turn {number}, {turn.get('say')!r}: {shown(replies)}"


def test_the_files_are_written_as_the_readme_says() -> None:
    assert len(ALL) >= 12
    assert [turn for turn in TURNS if set(turn) - FIELDS or "outcome" not in turn] == []
    assert [turn for turn in TURNS if ("say" in turn) == ("enters_code" in turn)] == []


def test_no_conversation_repeats_the_evaluation() -> None:
    theirs = {message.lower().strip("?!. ") for message in evaluation_messages()}

    ours = {turn["say"].lower().strip("?!. ") for turn in TURNS if "say" in turn}
    assert ours & theirs == set()


CONTENT: Content = load_content(DATA)


@pytest.mark.parametrize("topic", sorted(CONTENT.topics))
def test_the_words_on_a_topics_button_give_the_topic(talk: Talk, topic: str) -> None:
    replies = talk.send(CONTENT.topics[topic].title)

    assert [reply["outcomes"] for reply in replies] == [[topic]]


def test_in_one_long_conversation_every_button_still_gives_its_topic(running: Settings) -> None:
    talk = Talk(running.base_url)

    given: Dict[str, List[str]] = {}
    for area in ("i work in rotherham", "i work in north yorkshire"):
        talk.send(area)
        for topic in CONTENT.topics.values():
            given[topic.id] = [outcome for reply in talk.send(topic.title) for outcome in reply["outcomes"]]

    assert given == {topic: [topic] for topic in CONTENT.topics}


def given_to_a_stranger(label: str) -> List[str]:
    """The outcomes where nobody has signed in: the register is told to nobody then, and the task asks who it is."""
    if label == HELPLINE_TRIAGE:
        return ["triage"]
    return [label, "not_authorised"] if label in REGISTER_TASKS else [label]


@pytest.mark.parametrize("task", sorted(CONTENT.tasks))
def test_the_words_on_a_tasks_button_give_the_task(talk: Talk, task: str) -> None:
    assert outcomes_of(talk.send(CONTENT.tasks[task])) == given_to_a_stranger(task)


@pytest.mark.parametrize(
    "response", [response for response in CONTENT.responses.values() if response.suggest], ids=lambda response: response.name
)
def test_what_a_reply_suggests_is_what_its_button_gives(talk: Talk, response: Any) -> None:
    for label in response.suggest:
        assert outcomes_of(talk.send(CONTENT.title(label))) == given_to_a_stranger(label)
