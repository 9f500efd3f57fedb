"""What plugs into the Rasa server. Stands on all the rest; nothing below it imports Rasa."""
