"""The pipeline's one component: trained, kept without pickle, loaded again; it reads the conversation before a message."""

from __future__ import annotations

import pickle
import shutil
import tarfile
from pathlib import Path
from typing import Any, Dict, Iterator, List

import numpy as np
import pytest
import yaml
from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.training_data.formats.rasa_yaml import RasaYAMLReader
from rasa.shared.nlu.training_data.message import Message

from scr.rasa import current
from scr.rasa.nlu.understanding import Understanding
from scr.settings import ROOT, get_settings
from scr.understanding.classifier import ModelError, load_model
from tests.rasa.conversations import replied, tracker_after

CONTEXT: Any = ExecutionContext(GraphSchema({}))
RESOURCE = Resource("understanding")
SMALL = """
nlu:
- {intent: ask/interview, examples: "- will i be interviewed\\n- who interviews me\\n- do they interview staff"}
- {intent: ask/timescale, examples: "- how long does a review take\\n- when will it be finished\\n- is there a deadline"}
- {intent: greet, examples: "- hello\\n- good morning\\n- hello there"}
- {intent: immediate_danger, examples: "- a child is being hurt now\\n- he is hitting her as we speak"}
- {intent: distress, examples: "- i cannot stop crying\\n- i cannot cope any more"}
- {intent: case_details, examples: "- her date of birth is the third of may\\n- they live at number nine"}
- {intent: unsure, examples: "- blah blah\\n- lorem ipsum dolor"}
"""


def config() -> Dict[str, Any]:
    pipeline: List[Dict[str, Any]] = yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))["pipeline"]
    return pipeline[0]


def load(storage: LocalModelStorage) -> Understanding:
    return Understanding.load(config(), storage, RESOURCE, CONTEXT)


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("trained")
    storage: Any = LocalModelStorage.create(folder)
    Understanding.create(config(), storage, RESOURCE, CONTEXT).train(RasaYAMLReader().reads(SMALL))
    return folder


@pytest.fixture
def storage(tmp_path: Path, trained: Path) -> LocalModelStorage:
    """A model trained on the small data set, as Rasa keeps it before it is packed; a copy that a test may spoil."""
    return LocalModelStorage(Path(shutil.copytree(trained, tmp_path / "model")))


@pytest.fixture(scope="module")
def understanding(agent: Agent, trained: Path) -> Iterator[Understanding]:
    of_the_agent = current.current()
    yield load(LocalModelStorage(trained))
    current.install(of_the_agent)


def processed(understanding: Understanding, text: str, tracker: DialogueStateTracker) -> Message:
    return understanding.process([Message({"text": text})], tracker)[0]


@pytest.mark.parametrize(
    ("text", "intent", "topic"),
    [
        ("will i be interviewed", "ask", "ask/interview"),
        ("how long does a review take", "ask", "ask/timescale"),
        ("hello", "greet", None),
        ("a child is being hurt now", "immediate_danger", None),
    ],
)
def test_what_it_was_trained_on_it_understands_once_loaded(
    understanding: Understanding, text: str, intent: str, topic: str | None
) -> None:
    message = processed(understanding, text, tracker_after())

    assert message.get("intent")["name"] == intent
    assert (message.get("response_selector") or {}).get("ask", {}).get("response", {}).get("intent_response_key") == topic


def test_only_the_labels_it_was_trained_on_are_told_apart(storage: LocalModelStorage, tmp_path: Path) -> None:
    facts = np.load(tmp_path / "model" / RESOURCE.name / "understanding.npz", allow_pickle=False)

    assert facts["weights"].shape == (7, 384)


def test_what_is_kept_is_one_file_of_plain_arrays(storage: LocalModelStorage, tmp_path: Path) -> None:
    files = [path.name for path in (tmp_path / "model").rglob("*") if path.is_file()]

    assert files == ["understanding.npz"]
    with np.load(next((tmp_path / "model").rglob("*.npz")), allow_pickle=False) as arrays:
        assert {arrays[name].dtype.kind for name in arrays.files} <= {"f", "u", "i"}


class Harmful:
    """Runs code where somebody unpickles it."""

    def __init__(self, mark: Path) -> None:
        self._mark = mark

    def __reduce__(self) -> Any:
        return (Path.touch, (self._mark,))


def test_a_model_that_hides_a_pickle_is_refused_and_its_code_not_run(storage: LocalModelStorage, tmp_path: Path) -> None:
    mark = tmp_path / "ran"
    file = next((tmp_path / "model").rglob("*.npz"))
    np.savez(file, facts=np.array([Harmful(mark)], dtype=object), weights=np.zeros(1), biases=np.zeros(1))
    with pytest.raises(ValueError, match="allow_pickle"):
        load(storage)
    assert not mark.exists()

    pickle.loads(pickle.dumps(Harmful(mark)))
    assert mark.exists()  # it would have run


def test_a_model_of_another_version_of_the_assistant_is_refused(storage: LocalModelStorage, tmp_path: Path) -> None:
    file = next((tmp_path / "model").rglob("*.npz"))
    np.savez(file, facts=np.frombuffer(b'{"format": 1}', np.uint8), weights=np.zeros(1), biases=np.zeros(1))

    with pytest.raises(ModelError, match="make train"):
        load(storage)


def test_the_trained_model_in_the_models_folder_holds_no_pickle() -> None:
    model = get_settings().model

    with tarfile.open(model) as members:
        names = members.getnames()
    assert any(name.endswith("understanding.npz") for name in names)
    assert not [name for name in names if name.endswith((".pkl", ".pickle", ".joblib", ".h5", ".skops"))]
    assert "interview" in load_model(model).labels


@pytest.mark.parametrize("text", ["why?", "who by"])
async def test_a_follow_up_is_understood_with_the_topic_before_it(agent: Agent, text: str) -> None:
    assert agent.processor is not None
    after_interview = tracker_after(replied("interview", topics=("interview",)))

    alone = await agent.processor.parse_message(UserMessage(text), tracker_after())
    after = await agent.processor.parse_message(UserMessage(text), after_interview)

    assert alone["intent"]["name"] == "unsure"
    assert after["intent"]["full_retrieval_intent_name"] == "ask/interview"


async def test_the_area_that_was_chosen_before_is_still_in_force(agent: Agent) -> None:
    assert agent.processor is not None

    parsed = await agent.processor.parse_message(
        UserMessage("will i be interviewed"), tracker_after(replied("set_area", area="rotherham"))
    )

    assert parsed["reading"]["area"] == "rotherham"


def test_an_intent_that_was_set_by_whoever_sent_the_message_is_left_alone(understanding: Understanding) -> None:
    sent = Message({"text": "hello", "intent": {"name": "goodbye"}})

    understanding.process([sent], tracker_after())

    assert sent.get("intent") == {"name": "goodbye"}
    assert sent.get("reading") is None


@pytest.mark.parametrize("text", [None, "", "🙂🙂"])
def test_a_message_without_words_is_not_understood(understanding: Understanding, text: str | None) -> None:
    message = understanding.process([Message({"text": text})], tracker_after())[0]

    assert message.get("intent")["name"] == "unsure"
