"""What the widget asks for once when it opens: words, limits, areas, and how to notice details."""

from __future__ import annotations

from typing import Any, Dict

from scr.content import Content
from scr.content.frame import ENGLISH, Frame
from scr.replies import Composer
from scr.settings import Settings
from scr.web.details import details


class Frames:
    """The frame in each language."""

    def __init__(self, settings: Settings, content: Content, composer: Composer) -> None:
        self._content = content
        self._same_in_all: Dict[str, Any] = {
            "languages": [{"id": frame.id, "name": frame.name} for frame in content.frames.values()],
            "limit": settings.max_message_length,
            "idle_minutes": settings.idle_minutes,
            "areas": [
                {"id": area.id, "name": area.name, "contact": composer.contact(area.id)} for area in content.areas.values()
            ],
            "contact": composer.contact(None),
            "details": details(content),
        }

    def words(self, language: str) -> Frame:
        """In that language, else in English."""
        return self._content.frames.get(language) or self._content.frames[ENGLISH]

    def frame(self, language: str) -> Dict[str, Any]:
        """For JSON."""
        frame = self.words(language)
        return {"lang": frame.id, "dir": frame.dir, "words": dict(frame.words), **self._same_in_all}
