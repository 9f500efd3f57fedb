"""A staffed desk."""

from tests.desk.running import desk

__all__ = ["desk"]
