"""Setting an account up, signing in and out, and what keeps strangers out of it."""
