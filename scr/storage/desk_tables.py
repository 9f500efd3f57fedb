"""The helpline's tables, for `tables.py`, which has every table: accounts, call notes, conversations handed to a person."""

from __future__ import annotations

import sqlalchemy as sa

from scr.storage.schema import metadata

# ---- Who works at the desk ----

accounts = sa.Table(
    "account",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("name", sa.String(80), nullable=False, unique=True),
    sa.Column("role", sa.String(20), nullable=False),
    sa.Column("disabled", sa.Boolean, nullable=False),
    # None until the account has been set up, and where the board's own directory says who somebody is.
    sa.Column("password_hash", sa.String(200)),
    sa.Column("totp_secret", sa.String(200)),  # encrypted; the key is not in the database
    sa.Column("totp_used", sa.Integer),  # the last period whose code was taken, so that none is taken twice
    sa.Column("setup_hash", sa.String(64), unique=True),  # SHA-256 of what the link to set the account up holds
    sa.Column("setup_expires_at", sa.Float),  # seconds since 1970
    sa.Column("oidc_subject", sa.String(255), unique=True),
)

account_sessions = sa.Table(
    "account_session",
    metadata,
    sa.Column("token_hash", sa.String(64), primary_key=True),  # SHA-256; the token itself is the browser's alone
    sa.Column("account_id", sa.Integer, sa.ForeignKey("account.id", ondelete="CASCADE"), nullable=False),
    sa.Column("begun_at", sa.Float, nullable=False),  # seconds since 1970
    sa.Column("last_active_at", sa.Float, nullable=False, index=True),
)

# Who did what at the desk. Numbers count up from 1 in the order in which changes were kept, so the last of them tells a
# page that is open whether anything is new.
desk_changes = sa.Table(
    "desk_change",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("at", sa.DateTime, nullable=False),  # UTC
    sa.Column("by", sa.String(80)),  # none where the assistant did it, or the person in the chat
    sa.Column("item", sa.String(10), nullable=False),  # note or handover
    sa.Column("item_number", sa.Integer, nullable=False),
    sa.Column("change", sa.String(20), nullable=False),
    sa.Index("ix_desk_change_item", "item", "item_number"),
)

# ---- Call notes: known values alone, nothing that was typed ----

call_notes = sa.Table(
    "call_note",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("conversation_id", sa.String(64), index=True),  # none where it was taken at the desk
    sa.Column("at", sa.DateTime, nullable=False, index=True),  # UTC
    sa.Column("role", sa.String(80)),
    sa.Column("agency", sa.String(80)),
    sa.Column("area", sa.String(60)),
    sa.Column("needs", sa.JSON, nullable=False),
    sa.Column("reference", sa.String(12)),
    sa.Column("call_back", sa.Boolean),
    sa.Column("urgency", sa.String(20), nullable=False),
    sa.Column("route", sa.String(30), nullable=False, index=True),
    sa.Column("call_back_by", sa.DateTime),  # UTC
    sa.Column("owner_id", sa.Integer, sa.ForeignKey("account.id")),  # whose it is; none where nobody has taken it
    sa.Column("outcome", sa.String(20)),  # how it was closed; none while it is open
    sa.Column("closed_at", sa.DateTime),  # UTC
    sa.Column("needs_sign_off", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("signed_off_by", sa.Integer, sa.ForeignKey("account.id")),
    # Each change is made to the version that was read; where another came between, it is refused.
    sa.Column("version", sa.Integer, nullable=False, server_default="1"),
    sa.Index("ix_call_note_outcome", "outcome", "urgency"),
    sqlite_autoincrement=True,  # a number that was told to somebody is never given again
)

# ---- Conversations that were handed to a person ----

_IS_OPEN = sa.text("state <> 'ended'")

handovers = sa.Table(
    "handover",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("conversation_id", sa.String(64), nullable=False, index=True),
    sa.Column("channel", sa.String(10), nullable=False),
    sa.Column("at", sa.Float, nullable=False),  # seconds since 1970, as in conversation_event
    sa.Column("why", sa.String(20), nullable=False),
    sa.Column("urgency", sa.String(20), nullable=False),
    sa.Column("outcome", sa.String(40), nullable=False),  # how the assistant's last reply ended
    sa.Column("area", sa.String(60)),
    sa.Column("state", sa.String(10), nullable=False),  # waiting, taken, ended
    sa.Column("owner_id", sa.Integer, sa.ForeignKey("account.id")),
    sa.Column("taken_at", sa.Float),
    sa.Column("ended_at", sa.Float),
    sa.Column("ended_how", sa.String(20)),
    sa.Column("seen_at", sa.Float),  # when the person's page last asked whether there is word for them
    sa.Column("is_forgotten", sa.Boolean, nullable=False),  # the person has deleted the conversation
    sa.Column("version", sa.Integer, nullable=False),
    # A conversation is with one person at a time; this is what makes two requests at once one hand-over.
    sa.Index("uq_handover_open", "conversation_id", unique=True, sqlite_where=_IS_OPEN, postgresql_where=_IS_OPEN),
    sa.Index("ix_handover_state", "state", "urgency"),
    sqlite_autoincrement=True,
)

handover_messages = sa.Table(
    "handover_message",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("handover", sa.Integer, sa.ForeignKey("handover.number", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("at", sa.Float, nullable=False),
    sa.Column("author", sa.String(10), nullable=False),  # person, helpline, assistant
    sa.Column("account_id", sa.Integer, sa.ForeignKey("account.id")),
    sa.Column("text", sa.Text, nullable=False),  # redacted
    sa.Column("delivery", sa.String(64)),  # the person's own id of it, so that what is sent twice is kept once
    # To Teams words are sent, and once; a page fetches them itself.
    sa.Column("sent_at", sa.Float),
    sa.Column("claimed_until", sa.Float),  # until then another process is at sending it
    sa.UniqueConstraint("handover", "delivery"),
    sqlite_autoincrement=True,
)
