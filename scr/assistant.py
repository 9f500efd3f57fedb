"""The assistant by itself: a message in, a reply out. Rasa wraps it; the terminal and the look-up call it as it is."""

from __future__ import annotations

from dataclasses import dataclass

from scr.content import Content, load_content
from scr.replies import Composer, Facts, Reply
from scr.rules.conversation import Conversation, Reading
from scr.rules.reader import Reader
from scr.settings import Settings
from scr.understanding.classifier import Classifier, load_model
from scr.understanding.encoder import Encoder
from scr.understanding.understander import Understander


@dataclass(frozen=True)
class Assistant:
    """Understands, reads and answers. It keeps nothing between two messages; the caller holds the conversation."""

    content: Content
    understander: Understander
    reader: Reader
    composer: Composer

    def read(self, message: str, conversation: Conversation) -> Reading:
        return self.reader.read(self.understander.understand(message, conversation), conversation)

    def reply(self, message: str, conversation: Conversation) -> Reply:
        return self.composer.compose(self.read(message, conversation), conversation)


def facts(settings: Settings) -> Facts:
    return Facts(settings.referral_numbers, settings.idle_minutes, settings.stale_after_days)


def build(settings: Settings, model: Classifier) -> Assistant:
    """
    Raises:
        ContentError: something in `data/` is wrong.
        EncoderError: the encoder's files are not what they should be.
    """
    content = load_content(settings.data_dir)
    understander = Understander(content, Encoder(settings.encoder_dir), model)
    return Assistant(
        content=content,
        understander=understander,
        reader=Reader(frozenset(content.topics), frozenset(content.tasks), understander.thresholds, frozenset(content.ways)),
        composer=Composer(content, facts(settings)),
    )


def load_assistant(settings: Settings) -> Assistant:
    """The assistant with the newest trained model.

    Raises:
        SettingsError, ModelError: there is no model, or none that can be read.
    """
    return build(settings, load_model(settings.model))
