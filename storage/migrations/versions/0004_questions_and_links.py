"""Questions that pause the promise and are asked again, links between cases, coverage by the agreement."""

import sqlalchemy as sa
from alembic import op

import storage.tables

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

ROW = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("cases", sa.Column("stage", sa.Integer(), server_default="1", nullable=False))
    op.execute("UPDATE cases SET stage = version")
    op.add_column("cases", sa.Column("paused_at", storage.tables.UTCDateTime(), nullable=True))
    op.add_column("cases", sa.Column("remind_at", storage.tables.UTCDateTime(), nullable=True))
    op.add_column("cases", sa.Column("reminders", sa.Integer(), server_default="0", nullable=False))
    op.add_column("cases", sa.Column("wrote_at", storage.tables.UTCDateTime(), nullable=True))
    op.add_column("cases", sa.Column("coverage", sa.String(length=16), nullable=True))
    op.add_column("cases", sa.Column("coverage_by_team", sa.String(length=32), nullable=True))
    op.add_column("cases", sa.Column("coverage_by_user", sa.String(length=32), nullable=True))
    op.add_column("cases", sa.Column("coverage_at", storage.tables.UTCDateTime(), nullable=True))
    # SQLite adds a column with its reference in one statement or not at all; Alembic would make two of it.
    op.execute(
        "ALTER TABLE cases ADD COLUMN merged_into INTEGER"
        " CONSTRAINT fk_cases_merged_into_cases REFERENCES cases (number)"
    )
    op.create_index(op.f("ix_cases_merged_into"), "cases", ["merged_into"])
    op.create_index(
        "ix_cases_remind_at",
        "cases",
        ["remind_at"],
        sqlite_where=sa.text("remind_at IS NOT NULL"),
        postgresql_where=sa.text("remind_at IS NOT NULL"),
    )
    op.create_table(
        "pauses",
        sa.Column("id", ROW, nullable=False),
        sa.Column("case_id", ROW, nullable=False),
        sa.Column("from_at", storage.tables.UTCDateTime(), nullable=False),
        sa.Column("to_at", storage.tables.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_pauses_case_id_cases")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pauses")),
    )
    op.create_index(op.f("ix_pauses_case_id"), "pauses", ["case_id"])
    op.create_table(
        "links",
        sa.Column("case_id", ROW, nullable=False),
        sa.Column("other_id", ROW, nullable=False),
        sa.Column("at", storage.tables.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_links_case_id_cases")),
        sa.ForeignKeyConstraint(["other_id"], ["cases.id"], name=op.f("fk_links_other_id_cases")),
        sa.PrimaryKeyConstraint("case_id", "other_id", name=op.f("pk_links")),
    )
    op.create_index(op.f("ix_links_other_id"), "links", ["other_id"])
