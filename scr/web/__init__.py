"""The pages and the look-up. No Rasa is imported here."""
