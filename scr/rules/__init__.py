"""Rules in plain Python: no Rasa, no database, no clock, nothing else of ours is imported here."""
