"""The helpline's desk: pages for signed-in staff who take calls and answer people in the chat. Knows no Rasa."""
