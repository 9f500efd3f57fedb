"""The running assistant that most of this folder talks to; tests that break something start one of their own."""

from tests.server.running import door, long_talk, running, stranger, talk
from tests.server.signing_in import code, signing, with_register
from tests.server.staffed import desk

__all__ = ["code", "desk", "door", "long_talk", "running", "signing", "stranger", "talk", "with_register"]
