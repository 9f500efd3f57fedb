"""The running assistant that most of this folder talks to; tests that break something start one of their own."""

from tests.server.running import door, long_talk, running, stranger, talk

__all__ = ["door", "long_talk", "running", "stranger", "talk"]
