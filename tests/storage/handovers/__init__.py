"""Conversations that are handed to a person: how that comes about, who does what with them, and how they go."""
