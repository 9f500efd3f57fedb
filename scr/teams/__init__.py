"""Microsoft Teams without Rasa: who may speak to us, what an activity says, replies as cards, and sending them.

Imports `replies`, `storage` and what is below them; `scr.rasa.channels.teams` puts it together.
"""
