"""Questions that got no answer, and the switch by which every door is closed."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "unanswered",
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("why", sa.String(20), nullable=False),
        sa.Column("area", sa.String(60)),
        sa.Column("agency", sa.String(80)),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("done", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_unanswered"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_unanswered_day", "unanswered", ["day"])
    op.create_table(
        "switch",
        sa.Column("name", sa.String(20), nullable=False),
        sa.Column("is_off", sa.Boolean, nullable=False),
        sa.Column("since", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_switch"),
    )
