"""The register and its history, access to it, the audit of look-ups, and requests for support."""

# The columns are written out again on purpose: a step stays as it was when databases took it, while `tables.py` goes on.
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    _make_register()
    _make_history()
    _make_access()
    _make_audit()
    _make_support_requests()


def _make_register() -> None:
    op.create_table(
        "review",
        sa.Column("reference", sa.String(12), nullable=False),
        sa.Column("area", sa.String(60), nullable=False),
        sa.Column("stage", sa.String(40), nullable=False),
        sa.Column("stage_since", sa.Date),
        sa.Column("decided_on", sa.Date),
        sa.Column("hold", sa.String(30)),
        sa.Column("summary_url", sa.String(500)),
        sa.Column("as_of", sa.DateTime, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("reference", name="pk_review"),
    )
    op.create_table(
        "review_agency",
        sa.Column("reference", sa.String(12), nullable=False),
        sa.Column("agency", sa.String(80), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("reference", "agency", name="pk_review_agency"),
        _of_a_review("review_agency"),
    )
    op.create_table(
        "imr",
        sa.Column("reference", sa.String(12), nullable=False),
        sa.Column("agency", sa.String(80), nullable=False),
        sa.Column("due", sa.Date),
        sa.Column("signed_off", sa.Date),
        sa.PrimaryKeyConstraint("reference", "agency", name="pk_imr"),
        _of_a_review("imr"),
    )
    op.create_table(
        "support",
        sa.Column("reference", sa.String(12), nullable=False),
        sa.Column("agency", sa.String(80), nullable=False),
        sa.Column("team", sa.String(80), nullable=False),
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
        sa.PrimaryKeyConstraint("reference", "agency", "team", name="pk_support"),
        _of_a_review("support"),
    )


def _make_history() -> None:
    op.create_table(
        "history",
        sa.Column("number", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("by", sa.String(120), nullable=False),
        sa.Column("change", sa.String(40), nullable=False),
        sa.Column("reference", sa.String(12)),
        sa.Column("details", sa.JSON, nullable=False),
        sa.Column("previous_hash", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_history"),
        sa.UniqueConstraint("previous_hash", name="uq_history_previous_hash"),
        sa.UniqueConstraint("hash", name="uq_history_hash"),
    )
    op.create_index("ix_history_reference", "history", ["reference"])


def _make_access() -> None:
    op.create_table(
        "person",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("code_id", sa.String(4)),
        sa.Column("code_hash", sa.String(200)),
        sa.Column("code_expires_at", sa.DateTime),
        sa.Column("teams_tenant", sa.String(64)),
        sa.Column("teams_object", sa.String(64)),
        sa.PrimaryKeyConstraint("id", name="pk_person"),
        sa.UniqueConstraint("name", name="uq_person_name"),
        sa.UniqueConstraint("code_id", name="uq_person_code_id"),
        sa.UniqueConstraint("teams_tenant", "teams_object", name="uq_person_teams_tenant"),
    )
    op.create_table(
        "access_grant",
        sa.Column("person_id", sa.Integer, nullable=False),
        sa.Column("reference", sa.String(12), nullable=False),
        sa.Column("agency", sa.String(80), nullable=False),
        sa.Column("team", sa.String(80), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.PrimaryKeyConstraint("person_id", "reference", "agency", "team", name="pk_access_grant"),
        _of_a_person("access_grant"),
        _of_a_review("access_grant"),
    )
    op.create_table(
        "sign_in",
        sa.Column("conversation_id", sa.String(64), nullable=False),
        sa.Column("person_id", sa.Integer, nullable=False),
        sa.Column("last_active_at", sa.Float, nullable=False),
        sa.PrimaryKeyConstraint("conversation_id", name="pk_sign_in"),
        _of_a_person("sign_in"),
    )
    op.create_table(
        "failed_sign_in",
        sa.Column("key", sa.String(120), nullable=False),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("last_failed_at", sa.Float, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_failed_sign_in"),
    )


def _make_audit() -> None:
    op.create_table(
        "audit",
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("person", sa.String(120)),
        sa.Column("reference", sa.String(12)),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("result", sa.String(40), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_audit"),
    )
    op.create_index("ix_audit_at", "audit", ["at"])


def _make_support_requests() -> None:
    op.create_table(
        "support_request",
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("person_id", sa.Integer, nullable=False),
        sa.Column("reference", sa.String(12), nullable=False),
        sa.Column("agency", sa.String(80), nullable=False),
        sa.Column("team", sa.String(80), nullable=False),
        sa.Column("contact_name", sa.String(120)),
        sa.Column("answer_by", sa.Date, nullable=False),
        sa.Column("answered_at", sa.DateTime),
        sa.PrimaryKeyConstraint("number", name="pk_support_request"),
        _of_a_person("support_request"),
        _of_a_review("support_request"),
        sqlite_autoincrement=True,
    )


def _of_a_review(table: str) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_reference_review"
    return sa.ForeignKeyConstraint(["reference"], ["review.reference"], name=name, ondelete="CASCADE")


def _of_a_person(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=f"fk_{table}_person_id_person", ondelete="CASCADE")
