"""What is kept, by SQLAlchemy: SQLite by default, PostgreSQL by one setting. Imports `rules` and nothing else of ours."""
