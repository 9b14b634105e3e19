"""The countdown: what is due next on a case's clocks, what was told of it, and the digests of many."""

import sqlalchemy as sa
from alembic import op

import storage.tables

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

ROW = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("cases", sa.Column("told_step", sa.Integer(), server_default="0", nullable=False))
    op.add_column("cases", sa.Column("nudges", sa.Integer(), server_default="0", nullable=False))
    for name in ("step_at", "nudge_at"):
        op.add_column("cases", sa.Column(name, storage.tables.UTCDateTime(), nullable=True))
    # The sweep reckons each anew, and tells what has fallen due; what is not due yet it puts at its instant.
    op.execute(
        "UPDATE cases SET step_at = submitted_at WHERE due_at IS NOT NULL AND answered_at IS NULL"
        " AND paused_at IS NULL AND state NOT IN ('closed', 'withdrawn')"
    )
    op.execute("UPDATE cases SET nudge_at = wrote_at WHERE wrote_at IS NOT NULL AND step_at IS NULL")
    for name in ("step_at", "nudge_at"):
        known = sa.text(f"{name} IS NOT NULL")
        op.create_index(f"ix_cases_{name}", "cases", [name], sqlite_where=known, postgresql_where=known)
    op.create_table(
        "digests",
        sa.Column("id", ROW, nullable=False),
        sa.Column("until", storage.tables.UTCDateTime(), nullable=False),
        sa.Column("is_open", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_digests")),
        sa.UniqueConstraint("is_open", name=op.f("uq_digests_is_open")),
    )
    op.create_table(
        "reminders",
        sa.Column("id", ROW, nullable=False),
        sa.Column("case_id", ROW, nullable=False),
        sa.Column("about", sa.String(length=16), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("fell_at", storage.tables.UTCDateTime(), nullable=False),
        sa.Column("told_at", storage.tables.UTCDateTime(), nullable=False),
        sa.Column("digest_id", ROW, nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_reminders_case_id_cases")),
        sa.ForeignKeyConstraint(["digest_id"], ["digests.id"], name=op.f("fk_reminders_digest_id_digests")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminders")),
    )
    op.create_index(op.f("ix_reminders_case_id"), "reminders", ["case_id"])
    op.create_index(op.f("ix_reminders_digest_id"), "reminders", ["digest_id"])
