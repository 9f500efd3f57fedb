"""The pipeline's one component: from a message and its conversation to an intent, entities and a reading."""

from __future__ import annotations

import threading
from typing import Any, Dict, List, Optional, Text

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from scr.assistant import Assistant, build
from scr.content.phrases import label_of
from scr.rasa import current
from scr.rasa.turns import conversation_of, reading_to_parse_data
from scr.rules.conversation import SIGNED_IN
from scr.rules.following import resumed
from scr.settings import get_settings
from scr.understanding import classifier
from scr.understanding.classifier import Classifier
from scr.understanding.encoder import Encoder

_TRAINING_THREADS = 2


@DefaultV1Recipe.register(
    [DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR],
    is_trainable=True,
)
class Understanding(GraphComponent):
    """Understands a message in its conversation.

    Rasa hands the tracker to any component whose `process` asks for it by that name (`DefaultV1Recipe`,
    `_get_needs_from_args`), which is how a follow-up can be understood before a rule decides.
    """

    def __init__(
        self, config: Dict[Text, Any], storage: ModelStorage, resource: Resource, assistant: Optional[Assistant]
    ) -> None:
        self._config = config
        self._storage = storage
        self._resource = resource
        self._assistant = assistant

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        return {"regularisation": 3.0, "temperature": 1.0, "thresholds": {}}

    @classmethod
    def create(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Understanding:
        return cls(config, model_storage, resource, None)

    @classmethod
    def load(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> Understanding:
        with model_storage.read_from(resource) as folder, (folder / classifier.FILE).open("rb") as file:
            assistant = build(get_settings(), Classifier.load(file))
        # Beside the start, which it would hold up by two seconds; a message that needs it before it is done waits for it.
        threading.Thread(target=assistant.understander.prepare, name="prepare").start()
        current.install(assistant)
        return cls(config, model_storage, resource, assistant)

    def train(self, training_data: TrainingData) -> Resource:
        examples = training_data.intent_examples
        labels = [label_of(example.get("intent_response_key") or example.get("intent")) for example in examples]
        encoder = Encoder(get_settings().encoder_dir, threads=_TRAINING_THREADS)
        texts = [example.get("text") for example in examples]
        model = classifier.train(
            texts,
            encoder(texts),
            labels,
            temperature=self._config["temperature"],
            thresholds=self._config["thresholds"],
            regularisation=self._config["regularisation"],
        )
        with self._storage.write_to(self._resource) as folder:
            model.save(folder)
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        return training_data

    def process(self, messages: List[Message], tracker: DialogueStateTracker) -> List[Message]:
        assistant = self._assistant or current.current()
        for message in messages:
            if message.get("intent"):  # set by whoever sent the message, e.g. `trigger_intent`
                continue
            metadata = message.get("metadata") or {}
            conversation = conversation_of(tracker, metadata)
            if metadata.get(SIGNED_IN):  # from our own channel; the gate lets nobody else say so
                reading = resumed(conversation)
            else:
                reading = assistant.read(message.get("text") or "", conversation)
            for name, value in reading_to_parse_data(reading, frozenset(assistant.content.topics)).items():
                message.set(name, value, add_to_output=True)
        return messages
