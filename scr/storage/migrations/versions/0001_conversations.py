"""The events of conversations."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    connection = op.get_bind()
    if sa.inspect(connection).has_table("conversation_event"):
        # Made before there were migrations. Constraints had the names that the database gave them.
        if connection.dialect.name == "postgresql":
            op.execute("ALTER INDEX IF EXISTS conversation_event_pkey RENAME TO pk_conversation_event")
        return
    op.create_table(
        "conversation_event",
        sa.Column("conversation_id", sa.String(64), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("written_at", sa.Float, nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("outcome", sa.String(40)),
        sa.Column("event", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("conversation_id", "number", name="pk_conversation_event"),
    )
    op.create_index("ix_conversation_event_written_at", "conversation_event", ["written_at"])
