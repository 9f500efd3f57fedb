"""Every table of the database. `migrations/` brings a database to this form, and a test compares the two."""

from __future__ import annotations

import sqlalchemy as sa

from scr.storage.desk_tables import account_sessions as account_sessions
from scr.storage.desk_tables import accounts as accounts
from scr.storage.desk_tables import call_notes as call_notes
from scr.storage.desk_tables import desk_changes as desk_changes
from scr.storage.desk_tables import handover_messages as handover_messages
from scr.storage.desk_tables import handovers as handovers
from scr.storage.oversight_tables import switch as switch
from scr.storage.oversight_tables import unanswered as unanswered
from scr.storage.schema import metadata as metadata


def _of_a_review() -> sa.Column:
    return sa.Column("reference", sa.String(12), sa.ForeignKey("review.reference", ondelete="CASCADE"), nullable=False)


# Alembic's own: which of the migrations the database has been through.
schema_version = sa.Table(
    "alembic_version",
    metadata,
    sa.Column("version_num", sa.String(32), nullable=False),
    sa.PrimaryKeyConstraint("version_num", name="alembic_version_pkc"),
)

conversation_events = sa.Table(
    "conversation_event",
    metadata,
    sa.Column("conversation_id", sa.String(64), primary_key=True),
    # Counts up from 0 in each conversation. That it is unique is what makes two writers at once lose nothing.
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("written_at", sa.Float, nullable=False, index=True),
    sa.Column("kind", sa.String(40), nullable=False),
    sa.Column("outcome", sa.String(40)),
    sa.Column("event", sa.JSON, nullable=False),
)

# ---- The register ----

reviews = sa.Table(
    "review",
    metadata,
    sa.Column("reference", sa.String(12), primary_key=True),
    sa.Column("area", sa.String(60), nullable=False),
    sa.Column("stage", sa.String(40), nullable=False),
    sa.Column("stage_since", sa.Date),
    sa.Column("decided_on", sa.Date),
    sa.Column("hold", sa.String(30)),
    sa.Column("summary_url", sa.String(500)),
    sa.Column("as_of", sa.DateTime, nullable=False),  # UTC
    # Each change is made to the version that was read; where another came between, it is refused and tried again.
    sa.Column("version", sa.Integer, nullable=False),
)

review_agencies = sa.Table(
    "review_agency",
    metadata,
    sa.Column("reference", sa.String(12), sa.ForeignKey("review.reference", ondelete="CASCADE"), primary_key=True),
    sa.Column("agency", sa.String(80), primary_key=True),
    sa.Column("position", sa.Integer, nullable=False),
)

imrs = sa.Table(
    "imr",
    metadata,
    sa.Column("reference", sa.String(12), sa.ForeignKey("review.reference", ondelete="CASCADE"), primary_key=True),
    sa.Column("agency", sa.String(80), primary_key=True),
    sa.Column("due", sa.Date),
    sa.Column("signed_off", sa.Date),
)

supports = sa.Table(
    "support",
    metadata,
    sa.Column("reference", sa.String(12), sa.ForeignKey("review.reference", ondelete="CASCADE"), primary_key=True),
    sa.Column("agency", sa.String(80), primary_key=True),
    sa.Column("team", sa.String(80), primary_key=True),
    sa.Column("contact_name", sa.String(120)),
    sa.Column("contact_role", sa.String(120)),
    sa.Column("phone", sa.String(40)),
    sa.Column("email", sa.String(120)),
    sa.Column("debrief_kind", sa.String(20)),
    sa.Column("debrief_date", sa.Date),
    sa.Column("debrief_time", sa.Time),
    sa.Column("debrief_place", sa.String(200)),
    sa.Column("feedback_date", sa.Date),
    sa.Column("feedback_time", sa.Time),
    sa.Column("feedback_place", sa.String(200)),
)

# Rows are added and never changed; each holds the hash of the one before it (`scr register verify`).
history = sa.Table(
    "history",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("at", sa.DateTime, nullable=False),  # UTC
    sa.Column("by", sa.String(120), nullable=False),
    sa.Column("change", sa.String(40), nullable=False),
    sa.Column("reference", sa.String(12), index=True),
    sa.Column("details", sa.JSON, nullable=False),
    sa.Column("previous_hash", sa.String(64), nullable=False, unique=True),
    sa.Column("hash", sa.String(64), nullable=False, unique=True),
)

# ---- Access ----

people = sa.Table(
    "person",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("name", sa.String(120), nullable=False, unique=True),
    # The first group of the code, which is no secret, finds the person; the rest is kept as an Argon2 hash alone.
    sa.Column("code_id", sa.String(4), unique=True),
    sa.Column("code_hash", sa.String(200)),
    sa.Column("code_expires_at", sa.DateTime),  # UTC
    sa.Column("teams_tenant", sa.String(64)),
    sa.Column("teams_object", sa.String(64)),
    sa.UniqueConstraint("teams_tenant", "teams_object"),
)

grants = sa.Table(
    "access_grant",
    metadata,
    sa.Column("person_id", sa.Integer, sa.ForeignKey("person.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("reference", sa.String(12), sa.ForeignKey("review.reference", ondelete="CASCADE"), primary_key=True),
    sa.Column("agency", sa.String(80), primary_key=True),
    sa.Column("team", sa.String(80), primary_key=True),
    sa.Column("role", sa.String(20), nullable=False),
)

sign_ins = sa.Table(
    "sign_in",
    metadata,
    sa.Column("conversation_id", sa.String(64), primary_key=True),
    sa.Column("person_id", sa.Integer, sa.ForeignKey("person.id", ondelete="CASCADE"), nullable=False),
    sa.Column("last_active_at", sa.Float, nullable=False),  # seconds since 1970, as in conversation_event
)

# Failed sign-ins, by code ("code:BC2D"), by network address ("address:…"), by both, and all together ("all").
failed_sign_ins = sa.Table(
    "failed_sign_in",
    metadata,
    sa.Column("key", sa.String(120), primary_key=True),
    sa.Column("failures", sa.Integer, nullable=False),
    sa.Column("last_failed_at", sa.Float, nullable=False),
)

audit = sa.Table(
    "audit",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("at", sa.DateTime, nullable=False, index=True),  # UTC
    sa.Column("person", sa.String(120)),  # none where nobody was signed in
    sa.Column("reference", sa.String(12)),
    sa.Column("kind", sa.String(40), nullable=False),
    sa.Column("result", sa.String(40), nullable=False),
)

# ---- Requests for support: the contact's inbox ----

support_requests = sa.Table(
    "support_request",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("at", sa.DateTime, nullable=False),  # UTC
    sa.Column("person_id", sa.Integer, sa.ForeignKey("person.id", ondelete="CASCADE"), nullable=False),
    _of_a_review(),
    sa.Column("agency", sa.String(80), nullable=False),
    sa.Column("team", sa.String(80), nullable=False),
    # As the arrangement named them when it was asked; none where nobody was named yet, and the board's officer sees to it.
    sa.Column("contact_name", sa.String(120)),
    sa.Column("answer_by", sa.Date, nullable=False),
    sa.Column("answered_at", sa.DateTime),
    sqlite_autoincrement=True,  # a number that was told to somebody is never given again
)

# ---- What people thought of replies ----

feedback = sa.Table(
    "feedback",
    metadata,
    sa.Column("reply_id", sa.String(40), primary_key=True),
    sa.Column("at", sa.Float, nullable=False, index=True),  # seconds since 1970
    sa.Column("outcome", sa.String(40), nullable=False),
    sa.Column("area", sa.String(60)),
    sa.Column("helpful", sa.Boolean, nullable=False),
    sa.Column("reason", sa.String(20)),
    sa.Column("comment", sa.String(600), nullable=False),
)

# ---- Microsoft Teams ----

# Where somebody can be reached: what the connector calls the conversation.
teams_conversations = sa.Table(
    "teams_conversation",
    metadata,
    sa.Column("id", sa.String(64), primary_key=True),
    sa.Column("tenant", sa.String(64), nullable=False),
    sa.Column("object_id", sa.String(64)),  # whose chat with the bot it is; none of a channel or a group
    sa.Column("conversation_id", sa.String(1000), nullable=False),
    sa.Column("service_url", sa.String(1000), nullable=False),
    sa.Column("bot_id", sa.String(1000), nullable=False),
    sa.Column("talk_id", sa.String(64), index=True),  # what a person's own chat is called in conversation_event
    sa.Index("ix_teams_conversation_tenant", "tenant", "object_id"),
)

# Activities that were taken in. Teams sends again what it believes lost, at times to another process.
teams_deliveries = sa.Table(
    "teams_delivery",
    metadata,
    sa.Column("key", sa.String(64), primary_key=True),
    sa.Column("at", sa.Float, nullable=False, index=True),  # seconds since 1970
)

# By which id in Teams a reply is judged, and in which conversation it stands.
teams_replies = sa.Table(
    "teams_reply",
    metadata,
    sa.Column("activity", sa.String(64), primary_key=True),
    sa.Column("conversation_id", sa.String(64), nullable=False, index=True),
    sa.Column("reply_id", sa.String(40), nullable=False),
    sa.Column("at", sa.Float, nullable=False, index=True),  # seconds since 1970
)

# Who wants to be told when a review moves, and up to which change of the history, and which moment, they have been.
followers = sa.Table(
    "follower",
    metadata,
    sa.Column("person_id", sa.Integer, sa.ForeignKey("person.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("reference", sa.String(12), sa.ForeignKey("review.reference", ondelete="CASCADE"), primary_key=True),
    sa.Column("told_number", sa.Integer, nullable=False),
    sa.Column("told_at", sa.DateTime, nullable=False),  # UTC
)
