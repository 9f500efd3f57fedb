"""What is kept, by SQLAlchemy: SQLite by default, PostgreSQL by one setting.

Imports `rules` and, to know where the database is, `settings`; nothing else of ours.
"""
