"""The helpline's desk: accounts, what becomes of a call note, conversations that are handed to a person."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

_IS_OPEN = sa.text("state <> 'ended'")


def upgrade() -> None:
    _add_accounts()
    _add_to_call_notes()
    _add_handovers()
    op.add_column("teams_conversation", sa.Column("talk_id", sa.String(64)))
    op.create_index("ix_teams_conversation_talk_id", "teams_conversation", ["talk_id"])


def _add_accounts() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("disabled", sa.Boolean, nullable=False),
        sa.Column("password_hash", sa.String(200)),
        sa.Column("totp_secret", sa.String(200)),
        sa.Column("totp_used", sa.Integer),
        sa.Column("setup_hash", sa.String(64)),
        sa.Column("setup_expires_at", sa.Float),
        sa.Column("oidc_subject", sa.String(255)),
        sa.PrimaryKeyConstraint("id", name="pk_account"),
        sa.UniqueConstraint("name", name="uq_account_name"),
        sa.UniqueConstraint("setup_hash", name="uq_account_setup_hash"),
        sa.UniqueConstraint("oidc_subject", name="uq_account_oidc_subject"),
    )
    op.create_table(
        "account_session",
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("account_id", sa.Integer, nullable=False),
        sa.Column("begun_at", sa.Float, nullable=False),
        sa.Column("last_active_at", sa.Float, nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name="pk_account_session"),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name="fk_account_session_account_id_account", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_account_session_last_active_at", "account_session", ["last_active_at"])
    op.create_table(
        "desk_change",
        sa.Column("number", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("by", sa.String(80)),
        sa.Column("item", sa.String(10), nullable=False),
        sa.Column("item_number", sa.Integer, nullable=False),
        sa.Column("change", sa.String(20), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_desk_change"),
    )
    op.create_index("ix_desk_change_item", "desk_change", ["item", "item_number"])


def _add_to_call_notes() -> None:
    # SQLite changes no column in place: the table is made anew, and its rows copied.
    with op.batch_alter_table("call_note", table_kwargs={"sqlite_autoincrement": True}) as notes:
        notes.alter_column("conversation_id", existing_type=sa.String(64), nullable=True)
        notes.add_column(sa.Column("call_back_by", sa.DateTime))
        notes.add_column(sa.Column("owner_id", sa.Integer))
        notes.add_column(sa.Column("outcome", sa.String(20)))
        notes.add_column(sa.Column("closed_at", sa.DateTime))
        notes.add_column(sa.Column("needs_sign_off", sa.Boolean, nullable=False, server_default=sa.false()))
        notes.add_column(sa.Column("signed_off_by", sa.Integer))
        notes.add_column(sa.Column("version", sa.Integer, nullable=False, server_default="1"))
        notes.create_foreign_key("fk_call_note_owner_id_account", "account", ["owner_id"], ["id"])
        notes.create_foreign_key("fk_call_note_signed_off_by_account", "account", ["signed_off_by"], ["id"])
    op.create_index("ix_call_note_at", "call_note", ["at"])
    op.create_index("ix_call_note_route", "call_note", ["route"])
    op.create_index("ix_call_note_outcome", "call_note", ["outcome", "urgency"])


def _add_handovers() -> None:
    op.create_table(
        "handover",
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("conversation_id", sa.String(64), nullable=False),
        sa.Column("channel", sa.String(10), nullable=False),
        sa.Column("at", sa.Float, nullable=False),
        sa.Column("why", sa.String(20), nullable=False),
        sa.Column("urgency", sa.String(20), nullable=False),
        sa.Column("outcome", sa.String(40), nullable=False),
        sa.Column("area", sa.String(60)),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("owner_id", sa.Integer),
        sa.Column("taken_at", sa.Float),
        sa.Column("ended_at", sa.Float),
        sa.Column("ended_how", sa.String(20)),
        sa.Column("seen_at", sa.Float),
        sa.Column("is_forgotten", sa.Boolean, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_handover"),
        sa.ForeignKeyConstraint(["owner_id"], ["account.id"], name="fk_handover_owner_id_account"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_handover_conversation_id", "handover", ["conversation_id"])
    op.create_index("ix_handover_state", "handover", ["state", "urgency"])
    op.create_index(
        "uq_handover_open",
        "handover",
        ["conversation_id"],
        unique=True,
        sqlite_where=_IS_OPEN,
        postgresql_where=_IS_OPEN,
    )
    op.create_table(
        "handover_message",
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("handover", sa.Integer, nullable=False),
        sa.Column("at", sa.Float, nullable=False),
        sa.Column("author", sa.String(10), nullable=False),
        sa.Column("account_id", sa.Integer),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("delivery", sa.String(64)),
        sa.Column("sent_at", sa.Float),
        sa.Column("claimed_until", sa.Float),
        sa.PrimaryKeyConstraint("number", name="pk_handover_message"),
        sa.UniqueConstraint("handover", "delivery", name="uq_handover_message_handover"),
        sa.ForeignKeyConstraint(
            ["handover"], ["handover.number"], name="fk_handover_message_handover_handover", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_handover_message_account_id_account"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_handover_message_handover", "handover_message", ["handover"])
