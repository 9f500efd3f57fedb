"""The whole assistant: our classifier with guards, parts of messages, areas and offers around it, each message by itself.

A reading has no ranking: what is answered comes first, then what is offered.
"""

from __future__ import annotations

from bench.understanding.exchange import Answer, Ask, Task
from bench.understanding.systems import ours
from scr.assistant import build
from scr.rules.conversation import UNSURE, Conversation, Reading
from scr.settings import get_settings


def train(task: Task) -> Ask:
    """
    Raises:
        ContentError: something in `data/` is wrong.
        EncoderError: the encoder's files are not what they should be.
    """
    model, _ = ours.fitted(task)
    assistant = build(get_settings(), model)
    assistant.understander.prepare()
    return lambda message: answer(assistant.read(message, Conversation()))


def answer(reading: Reading) -> Answer:
    """Somebody not understood gets offers or, without any, the reply that it was not understood."""
    answered = () if reading.outcome == UNSURE else reading.outcomes
    labels = (*answered, *(topic for topic in reading.offered if topic not in answered)) or (UNSURE,)
    return Answer(tuple((label, reading.confidence) for label in labels), answered)
