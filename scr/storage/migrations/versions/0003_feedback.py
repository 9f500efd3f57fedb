"""What people thought of replies. Replies kept before have another form and are let go with their conversations."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    # A conversation lasts half an hour without a message; one that was under way begins anew.
    op.execute("DELETE FROM conversation_event")
    op.create_table(
        "feedback",
        sa.Column("reply_id", sa.String(40), nullable=False),
        sa.Column("at", sa.Float, nullable=False),
        sa.Column("outcome", sa.String(40), nullable=False),
        sa.Column("area", sa.String(60)),
        sa.Column("helpful", sa.Boolean, nullable=False),
        sa.Column("reason", sa.String(20)),
        sa.Column("comment", sa.String(600), nullable=False),
        sa.PrimaryKeyConstraint("reply_id", name="pk_feedback"),
    )
    op.create_index("ix_feedback_at", "feedback", ["at"])
