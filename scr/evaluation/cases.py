"""The cases of an evaluation, as their files hold them."""

from __future__ import annotations

from pathlib import Path
from typing import Dict, List, Optional, Tuple, Type, TypeVar

import yaml
from pydantic import BaseModel, Extra, Field, ValidationError, parse_obj_as

_Cases = TypeVar("_Cases")


class CaseError(Exception):
    """A file of cases cannot be read; the message says where and why."""


class _Case(BaseModel):
    class Config:
        extra = Extra.ignore


class LabelledQuestion(_Case):
    """A message by itself; any one of `labels` is right."""

    id: str
    text: str
    labels: Tuple[str, ...]


class Turn(_Case):
    """A message of a conversation, and what the reply to it must be and hold."""

    user: str
    expect: Tuple[str, ...]
    must_mention: Tuple[str, ...] = ()
    must_not_mention: Tuple[str, ...] = ()


class LabelledConversation(_Case):
    id: str
    about: str = ""
    asker: Optional[Dict[str, str]] = None
    turns: List[Turn] = Field(...)


def load_questions(path: Path) -> List[LabelledQuestion]:
    """
    Raises:
        CaseError
    """
    return _parsed(List[LabelledQuestion], path)


def load_conversations(path: Path) -> List[LabelledConversation]:
    """
    Raises:
        CaseError
    """
    return _parsed(List[LabelledConversation], path)


def _parsed(kind: Type[_Cases], path: Path) -> _Cases:
    try:
        return parse_obj_as(kind, yaml.safe_load(path.read_text(encoding="utf-8")))
    except (OSError, yaml.YAMLError, ValidationError) as error:
        raise CaseError(f"{path} cannot be read as cases: {error}") from error
