"""Call notes of the helpline."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "call_note",
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("conversation_id", sa.String(64), nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("role", sa.String(80)),
        sa.Column("agency", sa.String(80)),
        sa.Column("area", sa.String(60)),
        sa.Column("needs", sa.JSON, nullable=False),
        sa.Column("reference", sa.String(12)),
        sa.Column("call_back", sa.Boolean),
        sa.Column("urgency", sa.String(20), nullable=False),
        sa.Column("route", sa.String(30), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_call_note"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_call_note_conversation_id", "call_note", ["conversation_id"])
