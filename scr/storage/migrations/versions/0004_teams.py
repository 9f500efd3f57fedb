"""Microsoft Teams: where people are reached, what was delivered, which reply is judged; who follows which review."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "teams_conversation",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("tenant", sa.String(64), nullable=False),
        sa.Column("object_id", sa.String(64)),
        sa.Column("conversation_id", sa.String(1000), nullable=False),
        sa.Column("service_url", sa.String(1000), nullable=False),
        sa.Column("bot_id", sa.String(1000), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_teams_conversation"),
    )
    op.create_index("ix_teams_conversation_tenant", "teams_conversation", ["tenant", "object_id"])
    op.create_table(
        "teams_delivery",
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("at", sa.Float, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_teams_delivery"),
    )
    op.create_index("ix_teams_delivery_at", "teams_delivery", ["at"])
    op.create_table(
        "teams_reply",
        sa.Column("activity", sa.String(64), nullable=False),
        sa.Column("conversation_id", sa.String(64), nullable=False),
        sa.Column("reply_id", sa.String(40), nullable=False),
        sa.Column("at", sa.Float, nullable=False),
        sa.PrimaryKeyConstraint("activity", name="pk_teams_reply"),
    )
    op.create_index("ix_teams_reply_conversation_id", "teams_reply", ["conversation_id"])
    op.create_index("ix_teams_reply_at", "teams_reply", ["at"])
    op.create_table(
        "follower",
        sa.Column("person_id", sa.Integer, nullable=False),
        sa.Column("reference", sa.String(12), nullable=False),
        sa.Column("told_number", sa.Integer, nullable=False),
        sa.Column("told_at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("person_id", "reference", name="pk_follower"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_follower_person_id_person", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["reference"], ["review.reference"], name="fk_follower_reference_review", ondelete="CASCADE"
        ),
    )
