"""Whole conversations, in YAML and as Rasa stories: how it feels to talk to the assistant."""
