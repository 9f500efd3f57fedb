"""Who has access to which review, by which code or Teams user, and who is signed in."""
