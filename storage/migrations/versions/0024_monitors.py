"""Other monitors that may send to us, and what they sent that nobody could read."""

import sqlalchemy as sa
from alembic import op

import storage.tables

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

ROW = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "monitors",
        sa.Column("id", ROW, nullable=False),
        sa.Column("source", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("secret", sa.String(length=200), nullable=False),
        sa.Column("made_at", storage.tables.UTCDateTime(), nullable=False),
        sa.Column("heard_at", storage.tables.UTCDateTime(), nullable=True),
        sa.Column("told_at", storage.tables.UTCDateTime(), nullable=True),
        sa.Column("untold", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_monitors")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_monitors_token_hash")),
    )
    op.create_table(
        "set_aside",
        sa.Column("id", ROW, nullable=False),
        sa.Column("monitor_id", ROW, nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("at", storage.tables.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["monitor_id"], ["monitors.id"], name=op.f("fk_set_aside_monitor_id_monitors"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_set_aside")),
    )
    op.create_index("ix_set_aside_of", "set_aside", ["monitor_id", "id"])
    op.create_index("ix_set_aside_at", "set_aside", ["at"])
