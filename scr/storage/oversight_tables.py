"""The tables by which the assistant is watched over, for `tables.py`, which has every table."""

from __future__ import annotations

import sqlalchemy as sa

from scr.storage.schema import metadata

# Questions that got no answer. No conversation, no person and no time of day: a row leads to nobody.
unanswered = sa.Table(
    "unanswered",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("text", sa.Text, nullable=False),  # redacted
    sa.Column("why", sa.String(20), nullable=False),
    sa.Column("area", sa.String(60)),
    sa.Column("agency", sa.String(80)),
    sa.Column("day", sa.Date, nullable=False, index=True),
    sa.Column("done", sa.Boolean, nullable=False),
    sqlite_autoincrement=True,  # a number that somebody has noted down is never given again
)

# Whether the assistant is switched off. Who did it, and why, stands in the history.
switch = sa.Table(
    "switch",
    metadata,
    sa.Column("name", sa.String(20), primary_key=True),
    sa.Column("is_off", sa.Boolean, nullable=False),
    sa.Column("since", sa.DateTime, nullable=False),  # UTC
)
