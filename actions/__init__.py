"""Custom actions, one file a task: slots in, one reply named, slots out. What is decided is decided in `scr.rules`."""
