"""The assistant of this process.

Rasa builds the understanding component, the reply generator and the channels apart from each other and gives none of them
the others. They meet here, so that the encoder is loaded once.
"""

from __future__ import annotations

from typing import Optional

from scr.assistant import Assistant

_assistant: Optional[Assistant] = None


class NoModel(Exception):
    """Rasa has loaded no model, so there is nothing that could answer."""


def install(assistant: Assistant) -> None:
    global _assistant
    _assistant = assistant


def current() -> Assistant:
    """
    Raises:
        NoModel
    """
    if _assistant is None:
        raise NoModel("No model has been loaded. Run: make train")
    return _assistant
