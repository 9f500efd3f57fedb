"""What is kept, in real databases: the same tests on SQLite and on PostgreSQL."""
