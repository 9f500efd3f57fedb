"""The words around the chat, in each language that the frame can have; the answers themselves are in English."""

from __future__ import annotations

import re
from typing import Iterator, Mapping

from pydantic import BaseModel, Extra

ENGLISH = "en"
_PLACE = re.compile(r"{(\w+)}")


class Frame(BaseModel):
    """The frame's words in one language, by what they are for. `id` is the language's code, as in ``lang="en"``."""

    id: str
    name: str
    dir: str
    words: Mapping[str, str]

    class Config:
        extra = Extra.forbid
        allow_mutation = False


def differences(frames: Mapping[str, Frame]) -> Iterator[str]:
    """What one language says and another does not, as sentences for an editor."""
    if ENGLISH not in frames:
        yield f"frame/{ENGLISH}.yml is missing; the other languages are compared with it"
        return
    english = frames[ENGLISH].words
    for frame in frames.values():
        if frame.dir not in ("ltr", "rtl"):
            yield f"frame/{frame.id}.yml: dir should be ltr or rtl"
        for name in sorted(english.keys() ^ frame.words.keys()):
            where = "is missing" if name in english else f"is not in {ENGLISH}.yml, so nothing shows it"
            yield f"frame/{frame.id}.yml: words: `{name}` {where}"
        for name in sorted(english.keys() & frame.words.keys()):
            if sorted(_PLACE.findall(english[name])) != sorted(_PLACE.findall(frame.words[name])):
                yield f"frame/{frame.id}.yml: words: {name}: the places in braces should be those of {ENGLISH}.yml"
