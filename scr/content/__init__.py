"""What people read and what it rests on: loads and checks `data/`. Imports `scr.rules` and nothing else of ours."""

from scr.content.load import load_content
from scr.content.model import Answer, Area, Content, ContentError, Document, Paragraph, Response, Section, Topic

__all__ = [
    "Answer",
    "Area",
    "Content",
    "ContentError",
    "Document",
    "Paragraph",
    "Response",
    "Section",
    "Topic",
    "load_content",
]
