"""Mornings after pages at night."""

import sqlalchemy as sa
from alembic import op

import storage.tables

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

ROW = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
AT = storage.tables.UTCDateTime()


def upgrade() -> None:
    op.create_table(
        "mornings",
        sa.Column("id", ROW, nullable=False),
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("user_id", sa.String(length=32), nullable=False),
        sa.Column("woken_at", AT, nullable=False),
        sa.Column("begins_at", AT, nullable=False),
        sa.Column("ends_at", AT, nullable=False),
        sa.Column("due_at", AT, nullable=True),
        sa.Column("to_team", sa.String(length=32), nullable=True),
        sa.Column("to_user", sa.String(length=32), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mornings")),
        sa.UniqueConstraint("team_id", "user_id", "begins_at", name=op.f("uq_mornings_team_id_user_id_begins_at")),
    )
    due = sa.text("due_at IS NOT NULL")
    op.create_index("ix_mornings_due_at", "mornings", ["due_at"], sqlite_where=due, postgresql_where=due)
