"""From a reading to the words that answer it, the same for every channel. Imports `content` and `rules`; no Rasa."""

from scr.replies.compose import Composer
from scr.replies.places import Facts
from scr.replies.reply import Attachment, Button, Citation, Fact, Passage, Reply
from scr.replies.text import as_text

__all__ = ["Attachment", "Button", "Citation", "Composer", "Fact", "Facts", "Passage", "Reply", "as_text"]
