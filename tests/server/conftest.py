"""One running assistant for most of this folder; what breaks it starts another."""

from tests.server.running import door, long_talk, running, stranger, talk

__all__ = ["door", "long_talk", "running", "stranger", "talk"]
