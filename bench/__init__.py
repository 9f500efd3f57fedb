"""Measures speed and memory of the running assistant. `make bench` prints the tables; nothing here passes or fails."""
