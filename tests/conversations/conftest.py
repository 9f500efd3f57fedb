"""One running assistant for all conversations."""

from tests.server.running import running, talk

__all__ = ["running", "talk"]
